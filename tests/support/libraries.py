"""The kinds of library, each opened in a folder of the test's own."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from qa.index import open_index
from qa.protocols import Embedder, Index

Opener = Callable[[Path, Embedder], Index]

NEEDS_MILVUS = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("pymilvus", "milvus_lite")),
    reason="Milvus Lite is not installed; `make backends` installs it and runs these tests",
)


def open_sqlite(path: Path, embedder: Embedder) -> Index:
    """Open a library in a file."""
    return open_index(path, embedder.name, embedder.dimension)


def open_milvus(path: Path, embedder: Embedder) -> Index:
    """Open a library in Milvus Lite, by the code that a cluster is spoken to with."""
    return open_index(f"milvus-lite:{path}.db", embedder.name, embedder.dimension)


BACKENDS = [
    pytest.param(open_sqlite, id="sqlite"),
    pytest.param(open_milvus, id="milvus", marks=NEEDS_MILVUS),
]
