"""Progress on stderr: a live line on a terminal, plain lines where asked for, else nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.cli.output import err, one_line
from qa.types import Progress, ProgressEvent

if TYPE_CHECKING:
    from rich.progress import TaskID

STAGES = {"model": "Loading", "add": "Adding", "read": "Reading"}
# Longer details would push the bar off an 80-column terminal.
DETAIL_WIDTH = 40


@contextmanager
def feedback(*, lines: bool = False) -> Iterator[Progress]:
    """Yield a callback for ``Desk``; ``lines`` reports loads where there is no terminal."""
    console = err()
    if not console.is_terminal:
        yield _lines if lines else _nothing
        return
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def show(event: ProgressEvent) -> None:
            if event.stage not in tasks:
                tasks[event.stage] = bars.add_task("", total=None)
            task = tasks[event.stage]
            for other in tasks.values():  # one stage at a time: a model that loaded is done
                bars.update(other, visible=False)
            finished = 0 < event.total <= event.done
            bars.update(
                task,
                description=describe(event),
                completed=event.done,
                total=event.total or None,
                visible=not finished,
            )

        yield show


def describe(event: ProgressEvent) -> str:
    """Say in words what is going on: "Loading copydesk-small"."""
    words = f"{STAGES.get(event.stage, event.stage)} {one_line(event.detail)}".strip()
    return (
        words
        if len(words) <= DETAIL_WIDTH
        else words[: DETAIL_WIDTH - 1] + "\N{HORIZONTAL ELLIPSIS}"
    )


def _nothing(event: ProgressEvent) -> None:
    del event


def _lines(event: ProgressEvent) -> None:
    if event.stage == "model" and event.done == 0:
        err().print(f"{describe(event)} ...")
