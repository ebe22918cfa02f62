"""Follow a folder: sync it, and again whenever something in it changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

from qa.errors import InputError, MissingDependency
from qa.records import AddReport, Failure
from qa.sources.metadata import escape_surrogates
from qa.sources.suffixes import SUFFIXES

RECHECK_SECONDS = 300.0
"""Network disks tell of no changes; looking at every file's size and time is cheap."""
SETTLE_MS = 500
"""A file whose writer pauses for longer is read as it is, and again once more of it comes."""
TICK_MS = 1_000
"""How long a stop, or the first look, may take to come."""


def sync_repeatedly(
    sync: Callable[[], AddReport], looks: Iterator[None], waiting: Callable[[], None]
) -> Iterator[AddReport]:
    """Yield the first report, then one per look that found anything new.

    ``waiting`` is called after each, before the next look is waited for.

    A file that cannot be added is named once, and again when its reason changes; ``unchanged``
    and ``skipped`` are left out of all reports but the first. Ends after one that was interrupted.
    """
    failed: frozenset[Failure] = frozenset()
    for number, _ in enumerate(looks):
        whole = sync()
        fresh = tuple(each for each in whole.failed if each not in failed)
        failed = frozenset(whole.failed)
        report = whole if number == 0 else replace(whole, failed=fresh, unchanged=(), skipped=())
        changed = report.added or report.replaced or report.removed or report.failed
        if number == 0 or changed or report.interrupted:
            yield report
        if report.interrupted:
            return
        waiting()


def wait_for_changes(folder: str | os.PathLike[str], stop: Event | None = None) -> Iterator[None]:
    """Yield whenever ``folder`` should be looked at, at once to begin with; end on ``stop``.

    Raises:
        InputError: this is no folder, or the system cannot watch it.
        MissingDependency: watchfiles is not installed.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise MissingDependency(
            "watching a folder needs an optional package; pip install 'copydesk[watch]'"
        ) from None
    root = Path(folder)
    if not root.is_dir():
        raise InputError(f"{escape_surrogates(str(folder))}: is not a folder; name one to watch")
    last: float | None = None
    try:
        # It watches before the first look, so that no change falls between the two.
        for changes in watch(
            root,
            watch_filter=lambda _, path: _matters(path),
            stop_event=stop,
            step=SETTLE_MS,
            rust_timeout=TICK_MS,
            yield_on_timeout=True,
            debug=False,
            ignore_permission_denied=True,
        ):
            if changes or last is None or time.monotonic() - last > RECHECK_SECONDS:
                yield
                last = time.monotonic()
    except (OSError, RuntimeError) as error:
        raise InputError(
            f"{escape_surrogates(str(folder))}: cannot be watched ({error}); "
            "run `copydesk sync` by a timer"
        ) from None


def _matters(path: str) -> bool:
    # A library in the folder is written to by every look, which must not cause the next one.
    # What is gone may have been a folder, whose name says nothing.
    return Path(path).suffix.lower() in SUFFIXES or not Path(path).is_file()
