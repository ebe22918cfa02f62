"""Hits to one answer: every passage is read on its own, the best joint score wins.

Clark and Gardner 2018, "Simple and Effective Multi-Paragraph Reading Comprehension": each
passage has its own "no answer", so scores compare across passages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.align import align, find_span
from qa.protocols import Generator
from qa.types import Citation, Hit, Passage, Reading

ANSWERABLE = 0.5
"""A passage whose "no answer" is likelier than this has none; generators calibrate to it."""

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


def read(question: str, hits: Sequence[Hit], generator: Generator) -> list[Reading]:
    """Return the generator's reading of every hit's passage, in order."""
    return generator.answer(question, [hit.passage.text for hit in hits])


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
        return tuple(citation(passage, hit.title, s.start, s.end) for s in reading.spans)
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
