"""What the care of a library reports."""

from __future__ import annotations

from dataclasses import dataclass

from qa.records import Failure, Record


@dataclass(frozen=True, slots=True)
class Problem(Record):
    """One thing that was found wrong; ``article_id`` is "" where it is no article's.

    ``part`` is "file", "settings", "orphans", "article", "passages", "vectors" or "words".
    ``mendable`` says that a repair can make it good from the stored text, ``repaired`` that
    one has.
    """

    part: str
    article_id: str
    detail: str
    mendable: bool
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class CheckReport(Record):
    """What a check found; ``ok`` when nothing is wrong, or is any more."""

    articles: int
    passages: int
    problems: tuple[Problem, ...]
    ok: bool


@dataclass(frozen=True, slots=True)
class ExportReport(Record):
    """How many articles were written, and which could not be read."""

    articles: int
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class ReindexReport(Record):
    """What became of the vectors.

    ``embedded`` counts the articles of this run, ``resumed`` those that an earlier run had
    done. ``switched`` is false when there was nothing to do, or after Ctrl-C
    (``interrupted``): what is done is kept, and the same call goes on from there.
    """

    embedder: str
    dimension: int
    embedded: int
    resumed: int
    switched: bool
    interrupted: bool = False
