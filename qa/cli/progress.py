"""Progress on stderr: a live line on a terminal, plain lines where asked for, else nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qa.cli.output import err, one_line
from qa.types import Progress, ProgressEvent

STAGES = {
    "model": "Loading",
    "add": "Adding",
    "read": "Reading",
    "export": "Writing",
    "import": "Importing",
    "repair": "Repairing",
    "reindex": "Embedding",
}
# Leaves the spinner and the count their place on an 80-column terminal.
DETAIL_CHARS = 50
# Enough to see that it moves; more would only fill a recorded session.
REFRESHES_PER_SECOND = 4


@contextmanager
def feedback(*, lines: bool = False) -> Iterator[Progress]:
    """Yield a callback for ``Desk``; ``lines`` reports loads where there is no terminal."""
    console = err()
    if not console.is_terminal:
        yield _lines if lines else _nothing
        return
    from rich.text import Text

    with console.status("", refresh_per_second=REFRESHES_PER_SECOND) as status:

        def show(event: ProgressEvent) -> None:
            status.update(Text(describe(event)))

        yield show


def describe(event: ProgressEvent) -> str:
    """Say in words what is going on: "Adding 3/9 bridge.txt ..."."""
    count = f"{event.done}/{event.total}" if event.total else ""
    detail = one_line(event.detail)
    if len(detail) > DETAIL_CHARS:  # the end of a path says more than its beginning
        detail = "..." + detail[-DETAIL_CHARS:]
    words = (STAGES.get(event.stage, one_line(event.stage)), count, detail, "...")
    return " ".join(word for word in words if word)


def _nothing(event: ProgressEvent) -> None:
    del event


def _lines(event: ProgressEvent) -> None:
    if event.stage == "model" and event.done == 0:
        err().print(describe(event), soft_wrap=True)
