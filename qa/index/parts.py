"""Whether an article, its passages and their vectors fit each other and the library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa.errors import EmbedderMismatch, InputError, LibraryError
from qa.index.queries import drop_surrogates
from qa.protocols import Vectors
from qa.records import Article, Passage

MadeBy = tuple[str, int]
"""Name and dimension of the embedder that made vectors."""


def checked_maker(
    path: Path,
    embedder: MadeBy | None,
    article: Article,
    passages: Sequence[Passage],
    vectors: Vectors,
) -> MadeBy:
    """Return the embedder of the library at ``path``, after checking what it made.

    Raises:
        LibraryError: the library was opened without one.
        InputError: passages and vectors do not fit each other or the article.
    """
    if embedder is None:
        raise LibraryError(
            f"{path}: was opened without an embedder; open it with one to add articles"
        )
    check_parts(article, passages, vectors, embedder[1])
    return embedder


def check_embedder(path: Path, recorded: MadeBy | None, asked: MadeBy) -> None:
    """Refuse vectors of another embedder than the one recorded in the library at ``path``.

    Raises:
        EmbedderMismatch: they are another one's.
    """
    if recorded is not None and recorded != asked:
        raise EmbedderMismatch(
            f"{path.name} holds vectors of {recorded[0]} ({recorded[1]}); asked for "
            f"{asked[0]} ({asked[1]}); open it with --embedder {recorded[0]}, or start "
            "another with --library"
        )


def check_parts(
    article: Article, passages: Sequence[Passage], vectors: Vectors, dimension: int
) -> None:
    """Refuse what would make a library whose parts do not fit each other.

    Raises:
        InputError: passages and vectors do not fit each other or the article.
    """
    for field in (article.id, article.text, article.title, article.source, article.author):
        if field != drop_surrogates(field):
            raise InputError(f"{article.id}: holds half a surrogate pair; save it as UTF-8")
    # Pages without text, such as scanned ones, begin where the next one does.
    if [*article.pages] != sorted(min(max(p, 0), len(article.text)) for p in article.pages):
        raise InputError(
            f"{article.id}: pages begin at {article.pages[:5]}, which do not rise within its "
            f"{len(article.text)} characters; give each page's first character"
        )
    if vectors.shape != (len(passages), dimension):
        raise InputError(
            f"{article.id}: vectors of shape {vectors.shape} for {len(passages)} passages of "
            f"dimension {dimension}; give one row per passage"
        )
    if not np.isfinite(vectors).all():
        raise InputError(f"{article.id}: a vector is not finite; embed the passages anew")
    for passage in passages:
        own = article.text[passage.start : passage.end]
        if passage.article_id != article.id or passage.text != own:
            raise InputError(
                f"{article.id}: passage [{passage.start}, {passage.end}) is not its text; "
                "split the stored text"
            )
