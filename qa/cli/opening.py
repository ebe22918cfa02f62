"""Opening a library that is there: a mistyped name must not make a new one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.options import EmbedderOptions, ModelOptions
from qa.cli.progress import show_progress

if TYPE_CHECKING:
    from qa.desk import Desk


def open_existing(library: Path | None) -> Desk:
    """Return a desk over a library that is there already, for what needs no models.

    Raises:
        LibraryError: there is none, or it cannot be opened.
    """
    # Late: --help needs neither NumPy nor SQLite.
    from qa.desk import Desk

    return Desk.open(library, create=False)


@contextmanager
def open_showing(library: Path | None, models: EmbedderOptions | ModelOptions) -> Iterator[Desk]:
    """Lend such a desk with its models, and show its progress."""
    from qa.desk import Desk

    with (
        show_progress() as progress,
        Desk.open(library, progress=progress, create=False, **models) as desk,
    ):
        yield desk
