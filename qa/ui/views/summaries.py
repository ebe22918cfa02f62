"""Summaries and verified texts as the page shows them, sentence by sentence."""

from __future__ import annotations

from typing import Any

from qa.answering.sureness import percent
from qa.records import Summary, SummarySentence, Verification
from qa.ui.views.cites import Cites, count_noun, day
from qa.ui.views.segments import show_controls, show_plain


def summary_view(made: Summary, cites: Cites) -> dict[str, Any]:
    """Return a summary as plain data."""
    flagged = sum(not sentence.supported for sentence in made.sentences)
    return {
        "state": "summary" if made.sentences else "none",
        "head": f"Summary of {count_noun(len(made.article_ids), 'article')}"
        if made.sentences
        else "No article is about this",
        "sentences": [_sentence(each, cites) for each in made.sentences],
        "warning": f"{count_noun(flagged, 'sentence')} not fully borne out by the source. "
        "Check before you use it."
        if flagged
        else "",
    }


def verification_view(made: Verification, cites: Cites) -> dict[str, Any]:
    """Return a verified text as plain data."""
    borne = sum(sentence.supported for sentence in made.sentences)
    return {
        "state": "verified",
        "head": f"{borne} of {count_noun(len(made.sentences), 'sentence')} supported",
        "supported": made.supported,
        "sentences": [
            {**_sentence(each, cites), "quotes": cites.sentences(each.citations[:1])}
            for each in made.sentences
        ],
    }


def _sentence(sentence: SummarySentence, cites: Cites) -> dict[str, Any]:
    return {
        "text": show_plain(sentence.text),
        "date": day(sentence.date),
        "cites": cites.numbers(sentence.citations),
        "supported": sentence.supported,
        "percent": percent(sentence.score),
        "reasons": [show_controls(each) for each in sentence.reasons],
        "doubts": [show_controls(each) for each in sentence.doubts if not _is_said(each, sentence)],
    }


def _is_said(doubt: str, sentence: SummarySentence) -> bool:
    """Say whether a reason has told already what a doubt is about: "where this has $9, ..."."""
    about = doubt.rpartition(", ")[0]
    return bool(about) and any(about in reason for reason in sentence.reasons)
