"""Adds what is dropped or pasted: one job at a time, which any page can watch and stop."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qa.desk.listening import Stopped
from qa.desk.throughput import describe_throughput
from qa.errors import CopydeskError
from qa.ingest.sources import Source
from qa.records import AddReport, ProgressEvent
from qa.ui.events import Broadcast
from qa.ui.messages import UNEXPECTED, page_message
from qa.ui.views.segments import show_controls

if TYPE_CHECKING:
    from qa.desk import Desk

log = logging.getLogger(__name__)

TELL_SECONDS = 0.2
"""Least time between two reports of the same job."""
NEXT_SECONDS = 15.0
"""How long the next batch of a page that said it has more is waited for."""
MOST_FAILURES = 100
"""Reasons kept of what could not be added."""


@dataclass(slots=True)
class Job:
    """One run of adding; ``expected`` sources in all, as far as is known."""

    id: str = field(default_factory=lambda: secrets.token_hex(6))
    state: str = "running"
    expected: int = 0
    given: int = 0
    done: int = 0
    passages: int = 0
    detail: str = ""
    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    waiting: deque[Sequence[Source]] = field(default_factory=deque)
    stop: threading.Event = field(default_factory=threading.Event)

    def view(self) -> dict[str, Any]:
        """Return the job as the page shows it."""
        total = max(self.expected, self.given)
        seconds = time.monotonic() - self.begun
        event = ProgressEvent("add", self.done, total, passages=self.passages, seconds=seconds)
        return {
            "id": self.id,
            "state": self.state,
            "done": self.done,
            "total": total,
            "pace": describe_throughput(event) if self.state == "running" else "",
            "detail": show_controls(self.detail),
            "added": self.added,
            "unchanged": self.unchanged,
            "replaced": self.replaced,
            "failed": [show_controls(each) for each in self.failed],
            "notes": [show_controls(each) for each in self.notes],
        }


class Adder:
    """Holds the job that runs, or the last one; safe to share between threads."""

    def __init__(self, desk: Desk, broadcast: Broadcast) -> None:
        """Begin with nothing to add."""
        self._desk = desk
        self._broadcast = broadcast
        self._lock = threading.Lock()
        self._more = threading.Condition(self._lock)
        self._job: Job | None = None
        self._thread: threading.Thread | None = None
        self._told = 0.0

    def add(
        self,
        sources: Sequence[Source],
        expected: int = 0,
        refused: Sequence[str] = (),
        follows: str = "",
    ) -> dict[str, Any]:
        """Add sources to the job that runs, or begin one; return it as it is shown.

        ``expected`` is how many sources come in all, those of later calls and those that were
        ``refused`` already, each with its reason, among them. What ``follows`` a job that was
        stopped is not added.
        """
        with self._lock:
            job = self._job
            if job is not None and job.id == follows and job.state == "stopped":
                return job.view()
            if job is None or job.state != "running":
                job = self._job = Job()
                before = self._thread
                self._thread = threading.Thread(
                    target=self._run, args=(job, before), name="copydesk-adding", daemon=True
                )
                begin = True
            else:
                begin = False
            job.given += len(sources) + len(refused)
            job.done += len(refused)
            job.failed += refused
            job.expected = max(job.expected, expected, job.given)
            job.waiting.append(sources)
            self._more.notify_all()
            if begin and self._thread is not None:
                self._thread.start()
            return job.view()

    def stop(self) -> dict[str, Any] | None:
        """Stop the job that runs; what is stored stays. Return it as it is shown."""
        with self._lock:
            job = self._job
            if job is not None and job.state == "running":
                job.state = "stopped"
                job.stop.set()
                job.waiting.clear()
                self._more.notify_all()
        if job is not None:
            self._tell(job, now=True)
        return self.view()

    def dismiss(self) -> None:
        """Forget a job that has ended."""
        with self._lock:
            if self._job is not None and self._job.state != "running":
                self._job = None
        self._broadcast.publish({"type": "job", "job": self.view()})

    def view(self) -> dict[str, Any] | None:
        """Return the job that runs, or the last one, as it is shown."""
        job = self._job
        return job.view() if job is not None else None

    def close(self) -> None:
        """Stop the job, and wait until its thread has seen it."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    def _run(self, job: Job, before: threading.Thread | None) -> None:
        if before is not None:
            before.join()  # one that was stopped may still store what it holds
        while not job.stop.is_set():
            with self._more:
                # A page sends many files in several batches, and may go away between two.
                if job.expected > job.given and not job.waiting:
                    self._more.wait_for(lambda: job.waiting or job.stop.is_set(), NEXT_SECONDS)
                if not job.waiting:
                    job.state = "done" if job.state == "running" else job.state
                    job.expected = job.given
                    break
                sources = job.waiting.popleft()
            self._batch(job, sources)
        self._tell(job, now=True)
        self._broadcast.publish({"type": "library"})

    def _batch(self, job: Job, sources: Sequence[Source]) -> None:
        first, passages = job.done, job.passages

        def step(event: ProgressEvent) -> None:
            if job.stop.is_set():
                raise Stopped
            if event.stage == "add":
                job.done = first + min(event.done, len(sources))
                job.passages = passages + event.passages
                job.detail = event.detail
                self._tell(job)

        try:
            self._count(job, self._desk.add(*sources, progress=step))
        except CopydeskError as error:
            job.failed.append(self._words(error))
            job.stop.set()
            job.state = "failed"
        except Stopped:
            pass
        except Exception:
            log.exception("adding failed")
            job.failed.append(UNEXPECTED)
            job.state = "failed"
            job.stop.set()
        job.done = first + len(sources) if not job.stop.is_set() else job.done

    def _count(self, job: Job, report: AddReport) -> None:
        job.added += len(report.added)
        job.unchanged += len(report.unchanged)
        job.replaced += len(report.replaced)
        room = MOST_FAILURES - len(job.failed)
        job.failed += [self._words(CopydeskError(each.reason)) for each in report.failed[:room]]
        room = MOST_FAILURES - len(job.notes)
        job.notes += [self._words(CopydeskError(each.reason)) for each in report.notes[:room]]
        self._broadcast.publish({"type": "library"})

    def _words(self, error: CopydeskError) -> str:
        return page_message(error, self._desk.path)

    def _tell(self, job: Job, *, now: bool = False) -> None:
        at = time.monotonic()
        if now or at - self._told >= TELL_SECONDS:
            self._told = at
            self._broadcast.publish({"type": "job", "job": job.view()})
