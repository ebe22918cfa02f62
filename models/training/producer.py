"""Batches made in a process of their own, beside the training."""

from __future__ import annotations

import multiprocessing
import queue
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from models.training.schedule import Arrays, Position, schedule
from models.training.settings import Settings

AHEAD = 48
"""Batches made before they are asked for."""
PATIENCE = 20.0
"""Seconds between two looks at whether the process still lives."""


def _produce(made: Any, settings: Settings, data: Path, tokenizer: Path, begin: Position) -> None:
    for each in schedule(settings, data, tokenizer, begin):
        made.put(each)


class Producer:
    """Iterates over a run's batches; a context manager that ends its process.

    The process is a fresh one and reads the files itself: it needs no torch, and the training
    need not keep the rows.
    """

    def __init__(self, settings: Settings, data: Path, tokenizer: Path, begin: Position) -> None:
        """Start the process."""
        context = multiprocessing.get_context("spawn")
        self._queue: Any = context.Queue(maxsize=AHEAD)
        arguments = (self._queue, settings, data, tokenizer, begin)
        self._process = context.Process(target=_produce, args=arguments, daemon=True)
        self._process.start()

    def __iter__(self) -> Iterator[tuple[Arrays, Position]]:
        """Return the producer itself."""
        return self

    def __next__(self) -> tuple[Arrays, Position]:
        """Wait for the next batch.

        Raises:
            RuntimeError: the process has died.
        """
        while True:
            try:
                made: tuple[Arrays, Position] = self._queue.get(timeout=PATIENCE)
            except queue.Empty:
                if not self._process.is_alive():
                    raise RuntimeError("the process that makes batches has died") from None
            else:
                return made

    def __enter__(self) -> Producer:
        """Return the producer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """End the process."""
        self._process.terminate()
        self._process.join()
