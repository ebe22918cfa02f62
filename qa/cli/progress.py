"""Progress on stderr: a live line on a terminal, plain lines where asked for, else nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qa.cli.output import one_line, stderr_console
from qa.records import Progress, ProgressEvent

STAGES = {
    "model": "Loading",
    "add": "Adding",
    "read": "Reading",
    "verify": "Verifying",
    "export": "Writing",
    "import": "Importing",
    "repair": "Repairing",
    "reindex": "Embedding",
    "watch": "Watching",
}
# With the spinner, two blanks and the dots before and behind, a line has 80 columns.
LINE_CHARS = 68
DETAIL_CHARS = 50
SHORTEST_DETAIL = 12
# Enough to see that it moves; more would only fill a recorded session.
REFRESHES_PER_SECOND = 4


@contextmanager
def show_progress(*, lines: bool = False) -> Iterator[Progress]:
    """Yield a callback for ``Desk``; ``lines`` reports loads where there is no terminal."""
    console = stderr_console()
    if not console.is_terminal:
        yield _lines if lines else _nothing
        return
    from rich.text import Text

    with console.status("", refresh_per_second=REFRESHES_PER_SECOND) as status:

        def show(event: ProgressEvent) -> None:
            status.update(Text(describe_event(event)))

        yield show


class ProgressRelay:
    """Passes events on while somebody looks; a live line at other times would be in the way."""

    def __init__(self) -> None:
        """Begin with nobody looking."""
        self._listener: Progress = _nothing

    def __call__(self, event: ProgressEvent) -> None:
        """Show an event, or drop it."""
        self._listener(event)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show what comes in this block."""
        with show_progress() as progress:
            self._listener = progress
            try:
                yield
            finally:
                self._listener = _nothing


def describe_event(event: ProgressEvent) -> str:
    """Say in words what is going on: "Adding 3/9, 41 passages/s, 2 min left: bridge.txt ..."."""
    # Late: the desk's folder loads NumPy, and --help needs none.
    from qa.desk.throughput import describe_throughput

    count = f"{event.done}/{event.total}" if event.total else ""
    stage = STAGES.get(event.stage, one_line(event.stage))
    words = " ".join(word for word in (stage, count) if word)
    detail = one_line(event.detail)
    if speed := describe_throughput(event):
        words += f", {speed}" + (":" if detail else "")
    room = max(SHORTEST_DETAIL, min(DETAIL_CHARS, LINE_CHARS - len(words)))
    if len(detail) > room:  # the end of a path says more than its beginning
        detail = "..." + detail[-room:]
    return " ".join(word for word in (words, detail, "...") if word)


def _nothing(event: ProgressEvent) -> None:
    del event


def _lines(event: ProgressEvent) -> None:
    if event.stage == "model" and event.done == 0:
        stderr_console().print(describe_event(event), soft_wrap=True)
