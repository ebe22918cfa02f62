"""The shipped reader and embedder, each loaded once in a process, whoever opens a desk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

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
