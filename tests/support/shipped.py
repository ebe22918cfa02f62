"""The shipped reader and embedder, each loaded once in a process, whoever opens a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest

from qa.neural import embedder
from qa.neural.seq2seq import copydesk

_load_reader = cache(copydesk.load_copydesk)
_load_embedder = cache(embedder._default)


@contextmanager
def loaded_once() -> Iterator[None]:
    """Give whoever loads shipped weights with the same options the same model meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copydesk, "load_copydesk", _load_reader)
        patch.setattr(embedder, "_default", _load_embedder)
        yield


@contextmanager
def read_once() -> Iterator[None]:
    """Let no shipped reader read the same passages for the same question twice meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("answer", "point"):
            patch.setattr(copydesk.CopydeskGenerator, name, _remembering(name))
        yield


def _remembering(name: str) -> Callable[..., list[Any]]:
    inner = getattr(copydesk.CopydeskGenerator, name)
    made: dict[tuple[object, ...], list[Any]] = {}

    def remembered(self: object, question: str, passages: Sequence[str]) -> list[Any]:
        key = (self, question, *passages)
        if key not in made:
            made[key] = inner(self, question, passages)
        return list(made[key])

    return remembered
