"""Runs desk calls in threads: a few at once, the rest in line, each with its own progress."""

from __future__ import annotations

import asyncio
import contextvars
import functools
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any, TypeVar

from qa.api.problems import TooMany
from qa.api.progress import Stopped, listening
from qa.records import Progress

T = TypeVar("T")

READERS = 2
"""Questions read at once: reading is bound by the processor, more would make all of them late."""
QUEUE = 64
"""Those who wait in line; one more is told at once to come again."""


@dataclass(slots=True)
class Line:
    """So many threads, and those who wait for one; once ``stop`` is set, all end early."""

    name: str
    threads: int
    longest: int = QUEUE
    stop: Event = field(default_factory=Event)
    waiting: int = 0
    _pool: ThreadPoolExecutor = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix=f"copydesk-{self.name}")

    async def run(
        self, work: Callable[[], T], tell: Progress | None = None, stop: Event | None = None
    ) -> T:
        """Return what ``work`` returns; ``tell`` hears of its steps, in the work's thread.

        Raises:
            TooMany: the line is full.
            Stopped: ``stop`` was set before the work was done.
        """
        if self.waiting >= self.threads + self.longest:
            raise TooMany(f"{self.waiting} requests wait already; ask again in a moment")
        self.waiting += 1

        def stopped() -> bool:
            return self.stop.is_set() or (stop is not None and stop.is_set())

        call = functools.partial(_listened, work, tell, stopped)
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._pool, contextvars.copy_context().run, call)
        # Counted until it ends: who hangs up does not free the thread.
        future.add_done_callback(self._ended)
        result = await asyncio.shield(future)
        if isinstance(result, _Cut):
            raise TooMany("the work was stopped; ask again")
        return result

    def close(self) -> None:
        """Finish what has begun, and take nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _ended(self, future: asyncio.Future[Any]) -> None:
        self.waiting -= 1
        if not future.cancelled():
            future.exception()  # heard by whoever waits, if anybody still does


class _Cut:
    """What stopped work returns: an interrupt must not reach the event loop."""


def _listened(
    work: Callable[[], T], tell: Progress | None, stopped: Callable[[], bool]
) -> T | _Cut:
    try:
        if stopped():
            return _Cut()
        with listening(tell, stopped):
            return work()
    except Stopped:
        return _Cut()


Emit = Callable[[str, Any], None]
"""Sends one event: its name, and what becomes its JSON."""


async def stream(line: Line, work: Callable[[Emit], None]) -> AsyncGenerator[tuple[str, Any], None]:
    """Yield (name, value) for all that ``work`` emits and for its progress; raise what it raises.

    When whoever listens goes away, the work ends at its next step.
    """
    loop = asyncio.get_running_loop()
    events: asyncio.Queue[tuple[str, Any] | None] = asyncio.Queue()
    stop = Event()

    def emit(name: str, value: Any) -> None:
        loop.call_soon_threadsafe(events.put_nowait, (name, value))

    task = asyncio.ensure_future(
        line.run(lambda: work(emit), lambda step: emit("progress", step), stop)
    )
    task.add_done_callback(lambda _: events.put_nowait(None))
    try:
        while (event := await events.get()) is not None:
            yield event
        await task
    finally:
        stop.set()
        if not task.done():
            task.cancel()
