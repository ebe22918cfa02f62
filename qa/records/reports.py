"""What became of an addition to the library, and how far long work is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from qa.records.articles import ArticleInfo
from qa.records.record import Record


@dataclass(frozen=True, slots=True)
class Failure(Record):
    """A source that could not be added, or is doubtful, and why, in words for its owner."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddReport(Record):
    """What one ``add`` did; nothing given to it is missing here.

    ``interrupted`` is true after Ctrl-C: the articles listed as added are stored.
    ``replaced`` lists the new articles of changed files, ``removed`` what ``sync`` took out.
    ``notes`` say what is doubtful in articles that were added all the same, ``skipped``
    has the paths of a folder's files that are of no kind that is read.
    """

    added: tuple[ArticleInfo, ...] = ()
    unchanged: tuple[ArticleInfo, ...] = ()
    failed: tuple[Failure, ...] = ()
    interrupted: bool = False
    replaced: tuple[ArticleInfo, ...] = ()
    removed: tuple[ArticleInfo, ...] = ()
    notes: tuple[Failure, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressEvent(Record):
    """One step of long work: ``stage`` is "model", "add", "read", "verify" or "watch".

    ``total`` is 0 when unknown. While adding, ``passages`` counts those embedded so far, in
    ``seconds``, and ``article_id`` is the article that this step has stored, "" when none.
    """

    stage: str
    done: int
    total: int
    detail: str = ""
    passages: int = 0
    seconds: float = 0.0
    article_id: str = ""


Progress = Callable[[ProgressEvent], None]
"""Called from the working thread; it must not raise."""
