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
    """Return ``work`` of every item, in order; without gradients, on as many threads as cores.

    A single item is quicker on all cores, and is worked on where it is called. ``work`` must
    not call ``map_parallel``: it would wait for itself.
    """
    import torch

    if len(items) < 2:
        return [work(item) for item in items]

    def alone(item: T) -> R:
        with torch.inference_mode():  # which counts for one thread
            return work(item)

    with _MAKING:
        workers = _workers()
    return list(workers.map(alone, items))


@cache
def _workers() -> ThreadPoolExecutor:
    """Return as many threads as PyTorch uses, in each of which it uses one core.

    ``set_num_threads`` counts for the calling thread at once, and for those that start later:
    so it is put back by this one.
    """
    import torch

    count = torch.get_num_threads()
    started = threading.Barrier(count + 1)

    def begin() -> None:
        torch.get_num_threads()  # a thread takes the common number when first asked, once
        torch.set_num_threads(1)
        started.wait()

    workers = ThreadPoolExecutor(count, thread_name_prefix="copydesk", initializer=begin)
    for _ in range(count):
        workers.submit(int)
    started.wait()
    torch.set_num_threads(count)
    return workers


if hasattr(os, "register_at_fork"):  # a child has no threads but the one that forked
    os.register_at_fork(after_in_child=_workers.cache_clear)
