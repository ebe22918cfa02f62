"""Articles, passages and origins as rows of Milvus, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from qa.errors import InputError
from qa.index.milvus.coding import MAX_BYTES, code, coded_words, filter_fields, key_of
from qa.index.milvus.engine import FILTER_FIELDS, Row
from qa.protocols import Vectors
from qa.records import Article, ArticleInfo, Origin, Passage

ARTICLES = "articles"
TABLES = {
    ARTICLES: (
        {
            "id": 64,
            "article": 64,
            "replaces": 64,
            **dict.fromkeys((*FILTER_FIELDS, "info", "text"), MAX_BYTES),
        },
        ("number", "parts"),
    ),
    # More of a long text: its pieces.
    "texts": ({"pk": 128, "article": 64, "text": MAX_BYTES}, ("part",)),
    "origins": ({"pk": 64, "article": 64, "path": MAX_BYTES, "data": MAX_BYTES}, ()),
    "settings": ({"pk": 64, "data": MAX_BYTES}, ()),
}
"""The collections that are looked up: lengths of texts, of which the first is the key; numbers."""
INFO_FIELDS = ("id", "number", "parts", "info", "replaces")
DUMMY = {"dummy": [0.0, 0.0]}
_INFO = ("title", "source", "author", "date", "url", "language")


def article_rows(
    article: Article, number: int, passages: int, replaces: str
) -> tuple[dict[str, Any], list[Row]]:
    """Return an article's row, and those of what of its text has no room there.

    ``replaces`` is the id of the article in whose place it comes, or "".

    Raises:
        InputError: its metadata are longer than a field of Milvus.
    """
    first, *more = _pieces(article.text)
    known = {name: getattr(article, name) for name in _INFO}
    info = {**known, "characters": len(article.text), "passages": passages}
    info["pages"] = list(article.pages)
    stored = json.dumps(info)
    if len(stored) > MAX_BYTES:
        raise InputError(
            f"{article.id}: its metadata have {len(stored):,} characters, over the limit of "
            f"{MAX_BYTES:,} of Milvus; shorten its title"
        )
    row: dict[str, Any] = {
        **{"id": article.id, "number": number, "parts": len(more), "info": stored, "text": first},
        "replaces": replaces,
        **filter_fields(article.id, **{name: known[name] for name in FILTER_FIELDS}),
        **DUMMY,
    }
    texts: list[Row] = [
        {"pk": f"{article.id}:{n}", "article": article.id, "text": piece, "part": n, **DUMMY}
        for n, piece in enumerate(more)
    ]
    return row, texts


def article_of(row: Row, more: Sequence[Row]) -> Article:
    """Return the article of its row with the text, and of the further pieces in any order."""
    info = json.loads(row["info"])
    text = row["text"] + "".join(each["text"] for each in sorted(more, key=lambda r: r["part"]))
    known = {name: info[name] for name in _INFO}
    return Article(row["id"], text, pages=tuple(info["pages"]), **known)


def info_of(row: Row) -> ArticleInfo:
    """Return what lists show of an article."""
    info = json.loads(row["info"])
    known = {name: info[name] for name in _INFO}
    return ArticleInfo(row["id"], **known, characters=info["characters"], passages=info["passages"])


def passage_rows(
    article: Article, number: int, passages: Sequence[Passage], vectors: Vectors
) -> list[Row]:
    """Return the rows of an article's passages, with their words and vectors."""
    known = {name: getattr(article, name) for name in FILTER_FIELDS}
    narrowing = filter_fields(article.id, **known)
    return [
        {
            "pk": passage_key(article.id, at),
            **narrowing,
            **{"number": number, "position": at, "first": passage.start, "last": passage.end},
            "words": coded_words(article.title, passage.text),
            "dense": vector,
        }
        for at, (passage, vector) in enumerate(
            zip(passages, vectors.astype(np.float32), strict=True)
        )
    ]


def passage_key(article_id: str, position: int) -> str:
    """Return the key of a passage: adding it again writes the same row."""
    return f"{article_id}:{position:07d}"


def origin_row(origin: Origin) -> Row:
    """Return the row of an origin."""
    path = json.dumps(origin.origin)  # half of a surrogate pair is no UTF-8
    data = json.dumps(origin.to_dict())
    key = key_of(origin.origin, origin.item)
    return {
        **{"pk": key, "article": origin.article_id, "path": code(path), "data": data},
        **DUMMY,
    }


def origin_of(row: Row) -> Origin:
    """Return an origin of its row."""
    return Origin(**json.loads(row["data"]))


def _pieces(text: str) -> Iterator[str]:
    """Yield the text in pieces that a field of Milvus has room for."""
    limit = MAX_BYTES if text.isascii() else MAX_BYTES // 4
    yield text[:limit]
    for start in range(limit, len(text), limit):
        yield text[start : start + limit]
