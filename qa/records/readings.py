"""What a generator returns: readings of passages, and sentences of summaries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from qa.records.probabilities import log_odds, sigmoid
from qa.records.record import Record

ReaderName = Literal["auto", "small", "base", "cascade"]
"""Which of the shipped readers to use; "auto" is the cascade where base is installed."""


@dataclass(frozen=True, slots=True)
class SourceSpan(Record):
    """Characters ``[start, end)`` of the text given to the generator as number ``index``."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token(Record):
    """One generated token: its text, the source characters it copies (or none), and how surely.

    ``copy_probability`` in [0, 1] is the share of the token's probability that came from copying.
    """

    text: str
    source: SourceSpan | None
    copy_probability: float


@dataclass(frozen=True, slots=True)
class Reading(Record):
    """What a generator read in one passage for one question.

    ``text`` is its best answer, even where "no answer" is likelier.
    ``score`` is the natural logarithm (<= 0) of that answer's probability, given that the
    passage holds one.
    ``no_answer`` in [0, 1] is the probability that the passage holds no answer.
    ``spans`` are the passage's characters the answer was copied from, None where the
    generator does not know. ``tokens`` may be empty. ``coverage`` in [0, 1] is the share of the
    question's words of meaning that the passage has, for who weighs readings; no generator sets it.
    """

    text: str
    score: float
    no_answer: float
    spans: tuple[SourceSpan, ...] | None = None
    tokens: tuple[Token, ...] = ()
    coverage: float = 0.0


def less_likely(reading: Reading, by: float) -> Reading:
    """Return the reading with the log-odds that its passage answers lowered by ``by`` (>= 0)."""
    return replace(reading, no_answer=sigmoid(log_odds(reading.no_answer) + by))


def shift_reading(reading: Reading, by: int) -> Reading:
    """Return the reading with its spans' passages counted from ``by`` further on."""

    def shifted(span: SourceSpan) -> SourceSpan:
        return replace(span, index=span.index + by)

    if not by:
        return reading
    return replace(
        reading,
        spans=None if reading.spans is None else tuple(shifted(span) for span in reading.spans),
        tokens=tuple(
            replace(token, source=shifted(token.source) if token.source else None)
            for token in reading.tokens
        ),
    )


@dataclass(frozen=True, slots=True)
class Pointing(Record):
    """Where in a passage the answer to a question begins, if it is there at all.

    ``starts`` holds characters ``[start, end)`` of every token and the probability that the
    answer starts with it, given that there is one; they add up to 1. ``no_answer`` in [0, 1]
    is the probability that there is none.
    """

    no_answer: float
    starts: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class GeneratedSentence(Record):
    """A summary sentence; ``spans`` index the source sentences given, None when unknown."""

    text: str
    spans: tuple[SourceSpan, ...] | None = None
