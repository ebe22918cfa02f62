"""Small libraries: articles, passages of one line each, and an embedder without a model."""

from __future__ import annotations

import hashlib

from benchmarks.support.hash_embedder import HashEmbedder
from qa.protocols import Embedder, Index
from qa.records import Article, Passage

__all__ = ["HashEmbedder", "add_to", "article_of", "line_passages"]


def article_of(
    text: str, title: str = "", *, source: str = "", date: str = "", author: str = ""
) -> Article:
    """An article with the id that its text gives it."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Article(digest, text, title, source=source, author=author, date=date)


def line_passages(article: Article) -> list[Passage]:
    """One passage per line that is not empty: boundaries that a test can see."""
    passages, start = [], 0
    for line in article.text.split("\n"):
        if line:
            passages.append(Passage(article.id, start, start + len(line), line))
        start += len(line) + 1
    return passages


def add_to(index: Index, embedder: Embedder, article: Article) -> bool:
    """Split, embed and add."""
    passages = line_passages(article)
    return index.add(article, passages, embedder.encode_passages([p.text for p in passages]))
