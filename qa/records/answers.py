"""Answers, how they came about, and the turns of a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.records.passages import Citation, Hit
from qa.records.quotes import Quote
from qa.records.record import Record
from qa.records.versions import UNKNOWN, Versions


@dataclass(frozen=True, slots=True)
class PassageReading(Record):
    """Why a passage did or did not win: its scores as a hit, then as read, in plain numbers.

    ``dense``, ``lexical`` and ``score`` are those of its ``Hit``. ``reader`` is the
    probability of ``answer`` given that the passage holds one, ``no_answer`` that it holds
    none, ``on_topic`` that it is about the question; all in [0, 1]. ``confidence`` is
    reader x (1 - no_answer) x on_topic.
    """

    article_id: str
    title: str
    date: str
    start: int
    end: int
    dense: float
    lexical: float
    score: float
    answer: str
    reader: float
    no_answer: float
    on_topic: float
    confidence: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation(Record):
    """Every passage read, in retrieved order, and in one sentence why this answer, or none."""

    readings: tuple[PassageReading, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Support(Record):
    """Verdict of the grounding check; ``score`` in [0, 1]; ``reasons`` name what failed.

    ``doubts`` name facts that a reader sees in another's place; they do not decide.
    """

    supported: bool
    score: float
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


UNCHECKED = Support(supported=False, score=0.0)
"""What stands where nothing was shown, and so nothing checked."""


@dataclass(frozen=True, slots=True)
class OtherAnswer(Record):
    """What another article, or an older entry of a live blog, says to the same question.

    ``same`` says whether that is the answer shown. ``means`` is the day, month or year that a
    relative time in it means there, "" where there is none.
    """

    answer: str
    date: str
    article_id: str
    title: str
    citations: tuple[Citation, ...]
    same: bool
    confidence: float
    means: str = ""


@dataclass(frozen=True, slots=True)
class Answer(Record):
    """An answer out of the library; ``answer`` is "" when not ``answerable``.

    ``confidence`` in [0, 1] is how likely it is right, the other passages' answers considered.
    ``support`` says whether the cited articles bear it out; one that is not supported is shown
    with a warning. ``attribution`` is the quote that the answer lies in, None where its article
    says so itself. ``explanation`` is there when asked for. ``note`` tells what the answer is
    not, where it is not all that was asked, which words were read as others, or why there may be
    none; mostly "". ``means`` is the day, month or year that a relative time in the answer means
    in its article, "4 March 2025" for "yesterday"; mostly "". ``others`` is what other articles on
    the same event say, newest first: of figures, dates and names that differ over time the answer
    is the newest. ``versions`` says which code and models made it.
    """

    question: str
    answer: str
    answerable: bool
    confidence: float
    citations: tuple[Citation, ...]
    passages: tuple[Hit, ...]
    model: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    attribution: Quote | None = None
    explanation: Explanation | None = None
    note: str = ""
    support: Support = UNCHECKED
    means: str = ""
    others: tuple[OtherAnswer, ...] = ()
    versions: Versions = UNKNOWN


@dataclass(frozen=True, slots=True)
class Turn(Record):
    """One question of a conversation, as it was asked and as it was understood.

    ``rewritten`` is ``question`` itself where that stands alone. ``depends`` says whether it
    needed those before it; then the articles cited last are looked at first.
    """

    question: str
    rewritten: str
    depends: bool
    answer: Answer
