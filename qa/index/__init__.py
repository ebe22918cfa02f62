"""Libraries: where articles, passages and vectors are kept, and first-stage search."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.index.sqlite import SQLiteIndex


def open_index(
    path: str | os.PathLike[str],
    embedder_name: str | None = None,
    dimension: int | None = None,
    *,
    create: bool = True,
) -> SQLiteIndex:
    """Open the library at ``path``, making it and its folder when ``create``.

    Without ``embedder_name`` and ``dimension`` everything but ``add`` works;
    ``use_embedder`` names them later.

    Raises:
        LibraryError: The file cannot be opened, is damaged or is no library.
        EmbedderMismatch: The library's vectors are another embedder's.
    """
    from qa.index.sqlite import SQLiteIndex

    index = SQLiteIndex(path, create=create)
    if embedder_name is not None and dimension is not None:
        try:
            index.use_embedder(embedder_name, dimension)
        except BaseException:
            index.close()
            raise
    return index
