"""The shipped reader and embedder, each loaded once in a process, whoever opens a desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qa.neural import embedder
from qa.neural.resources import models_dir
from qa.neural.seq2seq import copydesk

_READERS = models_dir()
_load_reader = copydesk.load_copydesk
_load_shipped_reader = cache(_load_reader)
_load_embedder = embedder._default
_load_shipped_embedder = cache(_load_embedder)


def _reader(folder: Path, **options: Any) -> copydesk.CopydeskGenerator:
    """Load what a test has made itself: that may have changed since."""
    whole = folder.resolve()
    if whole.parent == _READERS:
        return _load_shipped_reader(whole, **options)
    return _load_reader(folder, **options)


def _embedder(folder: Path, *options: Any) -> Any:
    shipped = folder.parent.name == embedder.DEFAULT_PACKAGE
    return (_load_shipped_embedder if shipped else _load_embedder)(folder, *options)


@contextmanager
def loaded_once() -> Iterator[None]:
    """Give whoever loads shipped weights with the same options the same model meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copydesk, "load_copydesk", _reader)
        patch.setattr(embedder, "_default", _embedder)
        yield


@contextmanager
def read_once() -> Iterator[None]:
    """Let no shipped reader read the same passages for the same question twice meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("answer", "point", "salience"):
            patch.setattr(copydesk.CopydeskGenerator, name, _remembering(name))
        patch.setattr(copydesk.JudgingGenerator, "entailment", _remembering("entailment"))
        yield


def _remembering(name: str) -> Callable[..., Any]:
    inner = getattr(copydesk.JudgingGenerator, name)
    made: dict[tuple[object, ...], Any] = {}

    def remembered(self: object, *given: str | Sequence[str]) -> Any:
        key = (self, *(each if isinstance(each, str) else tuple(each) for each in given))
        if key not in made:
            made[key] = inner(self, *given)
        return copy(made[key])

    return remembered
