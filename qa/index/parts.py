"""Whether an article, its passages and their vectors fit each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.errors import InputError
from qa.index.queries import drop_surrogates
from qa.protocols import Vectors
from qa.records import Article, Passage


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
