"""Fakes that rank meaningfully: shared words and shared spellings give near vectors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from qa.protocols import Embedder, Index, Vectors
from qa.records import Article, Passage


class HashEmbedder:
    """Bag of hashed words and character trigrams, as unit rows; no model, no randomness."""

    def __init__(self, name: str = "hash-256", dimension: int = 256) -> None:
        self._name = name
        self._dimension = dimension

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        rows = [self.encode_query(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._dimension), dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        row = np.zeros(self._dimension, dtype=np.float64)
        for word in re.findall(r"\w+", text.casefold()):
            # Long words say more than "the" and "of"; trigrams let "bridges" meet "bridge".
            row[self._slot(word)] += 1.0 if len(word) > 3 else 0.2
            for i in range(len(word) - 2):
                row[self._slot("#" + word[i : i + 3])] += 0.3
        if not row.any():
            row[0] = 1.0
        return (row / np.linalg.norm(row)).astype(np.float32)

    def _slot(self, feature: str) -> int:
        digest = hashlib.blake2b(feature.encode("utf-8", "replace"), digest_size=4).digest()
        return int.from_bytes(digest, "big") % self._dimension


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
