"""What several articles say to one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from qa.records.answers import UNCHECKED, Support
from qa.records.passages import Citation
from qa.records.record import Record
from qa.records.versions import UNKNOWN, Versions

Label = Literal["agree", "differ", "one", "silent", "newest", "earlier", "own"]
"""Where an article stands among all: with most, against them, alone in answering, nowhere; or,
where what is so changed with the days, with the newest article or before it; or with words of its
own, which neither agree nor differ."""

Relation = Literal["agree", "differ", "one", "none", "develops", "varied"]
"""How the answers stand to each other; "one" when a single independent source answers, "develops"
when articles of different days tell a figure, day or name as it was then, "varied" when clauses
stand beside each other, as two reasons or two statements do, and none contradicts another."""

DifferenceKind = Literal["number", "date", "name", "text", "negation", "not comparable"]


@dataclass(frozen=True, slots=True)
class ArticleAnswer(Record):
    """One article's own answer to the question put to all, and whether it bears that out.

    ``note`` says what the answer is not, where it is not all that was asked. ``means`` is the day,
    month or year that a relative time in the answer means in the article, mostly "".
    """

    article_id: str
    title: str
    date: str
    answer: str
    answerable: bool
    confidence: float
    citations: tuple[Citation, ...]
    label: Label = "silent"
    support: Support = UNCHECKED
    note: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class AnswerGroup(Record):
    """Articles that give the same answer, whatever its spelling.

    ``copies`` lists ids of articles that are one text, such as a wire story, each list two
    or longer; ``independent`` counts the articles with every such text as one. ``means`` is what a
    relative time in ``answer`` means there.
    """

    answer: str
    article_ids: tuple[str, ...]
    independent: int = 0
    copies: tuple[tuple[str, ...], ...] = ()
    means: str = ""


@dataclass(frozen=True, slots=True)
class Difference(Record):
    """Two groups' answers that differ, in what, and both side by side: "3% vs 5%"."""

    first: str
    second: str
    kind: DifferenceKind
    reason: str
    first_ids: tuple[str, ...]
    second_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry(Record):
    """What articles of one day (ISO 8601) say; ``changed`` when no article of the day before did.

    The day before is the last earlier one with an answer.
    """

    date: str
    answer: str
    article_ids: tuple[str, ...]
    changed: bool
    means: str = ""


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """Who agrees with whom; ``silent`` lists the ids of articles without an answer.

    ``differences`` sets groups that disagree on one day against each other; ``timeline`` is newest
    first. ``unread`` counts the articles that fit the question less and were not asked.
    """

    question: str
    answers: tuple[ArticleAnswer, ...]
    groups: tuple[AnswerGroup, ...]
    silent: tuple[str, ...]
    model: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    relation: Relation = "none"
    differences: tuple[Difference, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    unread: int = 0
    versions: Versions = UNKNOWN
