"""An embedder without a model: shared words and shared spellings give near vectors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from qa.protocols import Vectors


class HashEmbedder:
    """Bag of hashed words and character trigrams, as unit rows; no model, no randomness."""

    def __init__(self, name: str = "hash-256", dimension: int = 256) -> None:
        self._name = name
        self._dimension = dimension

    @property
    def name(self) -> str:
        """Return the name that the library stores."""
        return self._name

    @property
    def dimension(self) -> int:
        """Return the length of a vector."""
        return self._dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row (float32) for each text."""
        rows = [self.encode_query(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._dimension), dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector (float32) of one text."""
        row = np.zeros(self._dimension, dtype=np.float64)
        for word in re.findall(r"\w+", text.casefold()):
            # Long words say more than "the" and "of"; trigrams let "bridges" meet "bridge".
            row[_hash(word) % self._dimension] += 1.0 if len(word) > 3 else 0.2
            for i in range(len(word) - 2):
                row[_hash("#" + word[i : i + 3]) % self._dimension] += 0.3
        if not row.any():
            row[0] = 1.0
        return (row / np.linalg.norm(row)).astype(np.float32)


@lru_cache(maxsize=100_000)
def _hash(feature: str) -> int:
    digest = hashlib.blake2b(feature.encode("utf-8", "replace"), digest_size=4).digest()
    return int.from_bytes(digest, "big")
