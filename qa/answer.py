"""Hits to one answer: every passage is read on its own, the best joint score wins.

Clark and Gardner 2018, "Simple and Effective Multi-Paragraph Reading Comprehension": each
passage has its own "no answer", so scores compare across passages.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.align import align, find_span
from qa.protocols import Generator
from qa.types import Citation, Hit, Passage, Reading, SourceSpan

ANSWERABLE = 0.5
"""A passage whose "no answer" is likelier than this has none; generators calibrate to it."""

READ_AT_ONCE = 16
"""Passages given to a generator in one call: two of its batches, about a second of two cores."""

RETRIEVAL_WEIGHT = 0.0
"""Nats of joint score per unit of fused retrieval score."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The reading that won, its hit, and what it adds up to; all empty without hits."""

    hit: Hit | None
    reading: Reading | None
    answerable: bool
    confidence: float
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The answer's text, also where it is not to be trusted."""
        return self.reading.text if self.reading else ""


NOTHING = Choice(hit=None, reading=None, answerable=False, confidence=0.0, citations=())


def read(
    question: str,
    hits: Sequence[Hit],
    generator: Generator,
    progress: Callable[[int], None] | None = None,
) -> list[Reading]:
    """Return the generator's reading of every hit's passage, in order.

    ``progress`` hears how many are read: 0 first, then after every ``READ_AT_ONCE``.
    """
    readings: list[Reading] = []
    for first in range(0, len(hits), READ_AT_ONCE):
        if progress is not None:
            progress(first)
        part = [hit.passage.text for hit in hits[first : first + READ_AT_ONCE]]
        readings += [_shifted(reading, first) for reading in generator.answer(question, part)]
    if progress is not None and hits:
        progress(len(hits))
    return readings


def _shifted(reading: Reading, offset: int) -> Reading:
    """Count passages from the first of all, not of this call."""
    if not offset:
        return reading

    def moved(span: SourceSpan) -> SourceSpan:
        return replace(span, index=span.index + offset)

    return replace(
        reading,
        spans=None if reading.spans is None else tuple(moved(span) for span in reading.spans),
        tokens=tuple(
            replace(token, source=moved(token.source) if token.source else None)
            for token in reading.tokens
        ),
    )


def joint(hit: Hit, reading: Reading) -> float:
    """Return log P(answer, answerable | passage) and the retriever's share, in nats."""
    answerable = math.log(max(1e-9, 1.0 - reading.no_answer))
    return answerable + reading.score + RETRIEVAL_WEIGHT * hit.score


def choose(hits: Sequence[Hit], readings: Sequence[Reading]) -> Choice:
    """Pick the best reading; equal ones go to the better hit.

    Nothing is answerable without a citation: what cannot be traced to characters of an
    article is not shown as a fact.
    """
    order = sorted(range(len(hits)), key=lambda i: -joint(hits[i], readings[i]))
    for index in order:
        hit, reading = hits[index], readings[index]
        if not reading.text.strip():
            continue
        citations = cite(reading, hit)
        return Choice(
            hit=hit,
            reading=reading,
            answerable=reading.no_answer < ANSWERABLE and bool(citations),
            confidence=confidence(reading),
            citations=citations,
        )
    return NOTHING


def confidence(reading: Reading) -> float:
    """Return P(answerable) times P(this answer | answerable), in [0, 1]."""
    return min(1.0, max(0.0, (1.0 - reading.no_answer) * math.exp(min(0.0, reading.score))))


def cite(reading: Reading, hit: Hit) -> tuple[Citation, ...]:
    """Return the article's characters that an answer came from.

    A generator that copies says so itself; another's text is searched for in its passage,
    and if it is not there word for word, aligned with it.
    """
    passage = hit.passage
    if reading.spans is not None:
        inside = [s for s in reading.spans if 0 <= s.start < s.end <= len(passage.text)]
        return tuple(citation(passage, hit.title, s.start, s.end) for s in inside)
    found = find_span(reading.text, passage.text)
    if found is not None:
        return (citation(passage, hit.title, *found),)
    return tuple(
        citation(passage, hit.title, span.start, span.end)
        for span, _ in align(reading.text, [passage.text])
    )


def citation(passage: Passage, title: str, start: int, end: int) -> Citation:
    """Turn characters ``[start, end)`` of a passage into a citation of its article."""
    return Citation(
        article_id=passage.article_id,
        title=title,
        start=passage.start + start,
        end=passage.start + end,
        quote=passage.text[start:end],
    )
