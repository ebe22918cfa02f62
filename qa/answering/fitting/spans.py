"""Characters of the passages read, and the answers made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.choice import Choice
from qa.answering.choice import make_citation as cited
from qa.records import Citation, Hit, Reading, SourceSpan
from qa.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class HitSpan:
    """Characters ``[start, end)`` of the passage of hit number ``index``."""

    index: int
    start: int
    end: int


def make_choice(
    hits: Sequence[Hit],
    places: Sequence[HitSpan],
    sure: float,
    choice: Choice | None = None,
    text: str = "",
) -> Choice:
    """Return a choice of these characters, which are its text unless one is given."""
    first = hits[places[0].index]
    citations: tuple[Citation, ...] = tuple(
        cited(hits[p.index].passage, hits[p.index].title, p.start, p.end) for p in places
    )
    old = choice.reading if choice is not None else None
    reading = Reading(
        text or "; ".join(c.quote for c in citations),
        old.score if old is not None else 0.0,
        old.no_answer if old is not None else 1.0 - sure,
        tuple(SourceSpan(p.index, p.start, p.end) for p in places),
    )
    return Choice(first, reading, answerable=True, confidence=sure, citations=citations)


def answer_span(choice: Choice, hit: Hit) -> tuple[int, int]:
    """Return where the answer stands in its passage."""
    start = min(c.start for c in choice.citations) - hit.passage.start
    end = max(c.end for c in choice.citations) - hit.passage.start
    return start, end


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence, or the sentences, that ``[start, end)`` lies in."""
    touched = [(a, b) for a, b in split_sentences(text) if a < end and start < b]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)
