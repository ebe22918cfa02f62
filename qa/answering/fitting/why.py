"""A reason in words for "why": the whole sentence around a bare name or number."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.choice import Choice
from qa.answering.fitting.spans import HitSpan, answer_span, make_choice, sentence_around
from qa.records import Hit
from qa.text.words import find_words

SHORT_REASON = 3
"""Words; a shorter span is no reason, and its sentence is shown instead."""


def answer_why(hits: Sequence[Hit], choice: Choice, at: int) -> Choice:
    """Return ``choice``, or the whole sentence around a span that is too short for a reason."""
    text = hits[at].passage.text
    start, end = answer_span(choice, hits[at])
    if len(find_words(text[start:end])) >= SHORT_REASON:
        return choice
    place = HitSpan(at, *sentence_around(text, start, end))
    return make_choice(hits, [place], choice.confidence, choice)
