"""Summaries and verified texts, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa.records.passages import Citation
from qa.records.record import Record
from qa.records.versions import UNKNOWN, Versions


@dataclass(frozen=True, slots=True)
class SummarySentence(Record):
    """One sentence of a summary, or of a text that is verified, checked against its citations.

    ``reasons`` say why it is not ``supported``; ``doubts`` what to look at even if it is. ``date``
    is the ISO day of its article in a story told over several days, else "".
    """

    text: str
    supported: bool
    score: float
    citations: tuple[Citation, ...]
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Summary(Record):
    """One paragraph; ``summary`` joins the sentences' texts with single spaces.

    In a story told over several days each has its day before it: "4 March 2025: ...".
    """

    summary: str
    sentences: tuple[SummarySentence, ...]
    article_ids: tuple[str, ...]
    model: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    versions: Versions = UNKNOWN


@dataclass(frozen=True, slots=True)
class Verification(Record):
    """Somebody's text, each sentence held against the articles; ``supported`` if all are.

    A sentence's citations are of the one article that bears it out best, or comes nearest.
    """

    text: str
    supported: bool
    sentences: tuple[SummarySentence, ...]
    article_ids: tuple[str, ...]
    model: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    versions: Versions = UNKNOWN
