"""What an ``add`` has done so far, for its report and for whoever watches."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from qa.records import AddReport, ArticleInfo, Failure, Outcome, Progress, ProgressEvent
from qa.sources.metadata import escape_surrogates


@dataclass(slots=True)
class Tally:
    """Becomes an ``AddReport``, also after Ctrl-C; ``total`` and ``done`` count sources."""

    progress: Progress | None = None
    added: list[ArticleInfo] = field(default_factory=list)
    unchanged: list[ArticleInfo] = field(default_factory=list)
    replaced: list[ArticleInfo] = field(default_factory=list)
    removed: list[ArticleInfo] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    notes: list[Failure] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    done: int = 0
    total: int = 0
    passages: int = 0
    started: float = field(default_factory=time.monotonic)

    def count(self, outcome: Outcome, info: ArticleInfo) -> None:
        """Note what became of one article, and tell of it."""
        {"added": self.added, "unchanged": self.unchanged, "replaced": self.replaced}[
            outcome
        ].append(info)
        if outcome != "unchanged":
            self.tell(info.title, info.id)

    def fail(self, failure: Failure) -> None:
        """Note a source, or a part of one, that gave no article."""
        self.failed.append(failure)

    def note(self, name: str, notes: Iterable[str]) -> None:
        """Note what is doubtful in an article of a source that is added all the same."""
        self.notes += [Failure(name, f"{name}: {each}") for each in notes]

    def tell(self, detail: str = "", article_id: str = "") -> None:
        """Report where the work is."""
        if self.progress is None:
            return
        seconds = time.monotonic() - self.started
        self.progress(
            ProgressEvent(
                *("add", self.done, self.total, escape_surrogates(detail)),
                passages=self.passages,
                seconds=seconds,
                article_id=article_id,
            )
        )

    def report(self, *, interrupted: bool = False) -> AddReport:
        """Return it all, frozen."""
        return AddReport(
            tuple(self.added),
            tuple(self.unchanged),
            tuple(self.failed),
            interrupted=interrupted,
            replaced=tuple(self.replaced),
            removed=tuple(self.removed),
            notes=tuple(self.notes),
            skipped=tuple(dict.fromkeys(self.skipped)),
        )
