"""PyTorch on one thread, for models so small that waiting for others costs more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from qa.neural.workers import map_parallel


@contextmanager
def one_torch_thread() -> Iterator[None]:
    """Compute on one thread meanwhile; ``map_parallel`` keeps a thread for each core."""
    map_parallel(str, range(2))  # which makes them, once for the process
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
