"""Work on several texts at once, each on one core.

Cores that share one text wait for each other after every product, some thirty times a text. Where
each has its own there is nothing to wait for: 128 passages/s for 106 on two idle cores
(``benchmarks.encoding``), and more where other programs want the cores too.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MAKING = threading.Lock()


def set_passive_threads() -> None:
    """Let threads that wait for each other sleep, not spin; call it before PyTorch is loaded.

    OpenMP's threads spin by default, each for its whole slice of time, while another program has
    the core that they wait for. Beside two busy processes on two cores an answer takes 366 ms (p95
    898), with this 232 (266); on an idle machine 116 and 114 (``benchmarks.busy``). A wish in the
    environment stands.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def map_parallel(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Return ``work`` of every item, in order, on as many threads as cores.

    A single item is worked on where it is called. ``work`` must not call ``map_parallel``: it
    would wait for itself.
    """
    if len(items) < 2:
        return [work(item) for item in items]
    with _MAKING:
        workers = _workers()
    return list(workers.map(work, items))


def count_cores() -> int:
    """Return how many threads work: ``OMP_NUM_THREADS``, else the cores of this process."""
    given = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    if given.isdecimal() and int(given):
        return int(given)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count_cores(), thread_name_prefix="copydesk")


if hasattr(os, "register_at_fork"):  # a child has no threads but the one that forked
    os.register_at_fork(after_in_child=_workers.cache_clear)
