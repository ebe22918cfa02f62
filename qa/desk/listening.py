"""Each piece of work hears of its own steps, and can be ended, though all share one desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from qa.records import Progress, ProgressEvent

_listener: ContextVar[Progress | None] = ContextVar("copydesk_listener", default=None)


class Stopped(KeyboardInterrupt):
    """Ends long work between two steps, as Ctrl-C does: what was stored by then stays."""


def relay_progress(event: ProgressEvent) -> None:
    """Pass one step on to the work in whose thread it was made."""
    listener = _listener.get()
    if listener is not None:
        listener(event)


@contextmanager
def listening(tell: Progress | None, stopped: Callable[[], bool]) -> Iterator[None]:
    """Hear of the work done in this block; once it is to be ``stopped``, its next step ends it.

    The work then raises ``Stopped``; adding returns a report that says ``interrupted``.
    """

    def step(event: ProgressEvent) -> None:
        if stopped():
            raise Stopped
        if tell is not None:
            tell(event)

    token = _listener.set(step)
    try:
        yield
    finally:
        _listener.reset(token)
