"""Libraries: where articles, passages and vectors are kept, and first-stage search."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from qa.protocols import Index

if TYPE_CHECKING:
    from qa.index.sqlite import SQLiteIndex

Opened = TypeVar("Opened", bound=Index)


def open_index(
    path: str | os.PathLike[str],
    embedder_name: str | None = None,
    dimension: int | None = None,
    *,
    create: bool = True,
) -> Index:
    """Open the library at ``path``, making it and its folder when ``create``.

    ``path`` is a file, ``milvus://HOST:PORT/NAME`` or ``milvus-lite:FILE.db``. Without
    ``embedder_name`` and ``dimension`` everything but ``add`` works; ``use_embedder`` names
    them later.

    Raises:
        LibraryError: The library cannot be opened, is damaged or is none.
        EmbedderMismatch: The library's vectors are another embedder's.
        MissingDependency: Milvus's client is not installed.
    """
    from qa.index.milvus.address import is_milvus

    index: Index
    if is_milvus(path):
        from qa.index.milvus.index import MilvusIndex

        index = MilvusIndex(path, create=create)
    else:
        index = open_file(path, create=create)
    return _used(index, embedder_name, dimension)


def open_file(
    path: str | os.PathLike[str],
    embedder_name: str | None = None,
    dimension: int | None = None,
    *,
    create: bool = True,
) -> SQLiteIndex:
    """Open a library in a file, as ``open_index``."""
    from qa.index.sqlite import SQLiteIndex

    return _used(SQLiteIndex(path, create=create), embedder_name, dimension)


def _used(index: Opened, name: str | None, dimension: int | None) -> Opened:
    """Return the index, which is told whose vectors will come if that is known."""
    if name is not None and dimension is not None:
        try:
            index.use_embedder(name, dimension)
        except BaseException:
            index.close()
            raise
    return index
