"""An answer as the page shows it: strong, weak, undecided or absent, and why."""

from __future__ import annotations

from typing import Any

from qa.answering.fitting.yes_no import DIVIDED, UNDECIDED
from qa.answering.sureness import is_weak, percent, sureness
from qa.quotes.wording import within_sentence
from qa.records import Answer, Citation, Hit, OtherAnswer
from qa.text.sentences import split_sentences
from qa.ui.views.cites import Cites, join_facts
from qa.ui.views.segments import show_controls, show_plain

NEAREST = 3
"""Passages named where no article answers."""
NOTES = {
    UNDECIDED: "No clear yes or no",
    DIVIDED: "The articles disagree",
}
NEAREST_NOTES = {
    UNDECIDED: "The nearest sentence is shown instead.",
    DIVIDED: "A sentence for each side is shown.",
}


def answer_view(answer: Answer, cites: Cites) -> dict[str, Any]:
    """Return an answer as plain data; ``state`` is "sure", "weak", "undecided" or "none"."""
    if not answer.answerable:
        return {**_none(answer, cites), "why": _why(answer)}
    quotes = cites.sentences(answer.citations)
    undecided = answer.note in NOTES
    weak = is_weak(answer.confidence)
    return {
        "state": "undecided" if undecided else "weak" if weak else "sure",
        "text": NOTES[answer.note] if undecided else show_plain(answer.answer),
        "means": "" if undecided else show_controls(answer.means),
        "cites": cites.numbers(answer.citations),
        "by": _by(answer, quotes),
        "quotes": quotes,
        "confidence": sureness(answer.confidence),
        "percent": percent(answer.confidence),
        "note": NEAREST_NOTES[answer.note] if undecided else _sentence(answer.note),
        "warning": _warning(answer),
        "why": _why(answer),
        "others": [_other(each, cites) for each in answer.others if not each.same],
    }


def passage_citation(hit: Hit) -> Citation:
    """Return the first sentence of a passage as a place to look at."""
    passage = hit.passage
    found = split_sentences(passage.text)
    start, end = found[0] if found else (0, len(passage.text))
    return Citation(
        passage.article_id,
        hit.title,
        passage.start + start,
        passage.start + end,
        passage.text[start:end],
    )


def _none(answer: Answer, cites: Cites) -> dict[str, Any]:
    first: dict[str, Hit] = {}
    for hit in answer.passages:
        first.setdefault(hit.passage.article_id, hit)
    nearest = [passage_citation(hit) for hit in list(first.values())[:NEAREST]]
    quotes = [quote for each in nearest for quote in cites.sentences([each])]
    return {"state": "none", "text": "Not in these articles", "quotes": quotes}


def _other(other: OtherAnswer, cites: Cites) -> dict[str, Any]:
    """Return what another article says, with its places and whose it is."""
    facts = cites.facts(other.article_id)
    return {
        "text": show_plain(other.answer),
        "means": show_controls(other.means),
        "cites": cites.numbers(other.citations),
        "where": join_facts(facts["source"] or show_controls(other.title), facts["date"]),
    }


def _by(answer: Answer, quotes: list[dict[str, Any]]) -> str:
    """Return on whose word an answer rests: "according to the city · Coast News · 2025-02-11"."""
    said = answer.attribution
    who = f"according to {show_controls(within_sentence(said.speaker))}" if said is not None else ""
    # An article without a source is named by its title.
    where = list(
        dict.fromkeys(
            quote["where"] if quote["source"] else join_facts(quote["title"], quote["where"])
            for quote in quotes
        )
    )
    return join_facts(who, where[0] if len(where) == 1 else "")


def _warning(answer: Answer) -> str:
    if not answer.citations:
        return "These words could not be traced to an article. Check before you use them."
    why = "; ".join(dict.fromkeys((*answer.support.reasons, *answer.support.doubts)))
    return f"Not fully borne out by its source: {show_controls(why)}." if why else ""


def _why(answer: Answer) -> dict[str, Any] | None:
    made = answer.explanation
    if made is None:
        return None
    return {
        "reason": show_controls(made.reason),
        "readings": [
            {
                "title": show_controls(each.title),
                "answer": show_plain(each.answer),
                "percent": percent(each.confidence),
                "chosen": each.chosen,
            }
            for each in made.readings
        ],
    }


def _sentence(said: str) -> str:
    return show_controls(f"{said[:1].upper()}{said[1:]}.") if said else ""
