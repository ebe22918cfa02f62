"""The vectors of a library in memory, as one matrix that a scan multiplies."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.index.schema import Unusable
from qa.protocols import Vectors

# Half precision halves a file's vectors and moves cosines of unit rows by at most 6e-5;
# on 554 questions it changes no figure of the benchmark. One byte moves them by 2e-3.
STORED = np.dtype("<f2")

# Cosines are compared to this many decimals: batch size, thread count and
# storage move the digits behind, and equal passages must tie.
DECIMALS = 5

# Rows to make room for at least; 1.5 MB at 384 dimensions.
LEAST_ROOM = 1_024

Integers = NDArray[np.int64]


def pack(vectors: Vectors) -> bytes:
    """Return the bytes of one article's (n, d) vectors."""
    return np.ascontiguousarray(vectors, dtype=STORED).tobytes()


@dataclass(frozen=True, slots=True)
class Matrix:
    """All vectors at one state of the library.

    ``rows`` is (n, d) float32; ``passages`` and ``articles`` (n,) give each
    row's numbers, both ascending. ``edition`` grows when stored vectors change.
    """

    generation: int
    edition: int
    rows: Vectors
    passages: Integers
    articles: Integers

    def cosines(self, query: Vectors, numbers: list[int]) -> dict[int, float]:
        """Return passage number -> cosine with ``query`` for ``numbers``."""
        at = np.searchsorted(self.passages, np.array(numbers, dtype=np.int64))
        return dict(zip(numbers, _rounded(self.rows[at] @ query).tolist(), strict=True))

    def best(self, query: Vectors, k: int, articles: Integers | None) -> dict[int, float]:
        """Return passage number -> cosine of the ``k`` nearest to ``query``.

        Only passages of ``articles`` count, all when None. Equals go to the
        passage added first.
        """
        rows, passages = self.rows, self.passages
        if articles is not None:
            kept = np.isin(self.articles, articles)
            rows, passages = rows[kept], passages[kept]
        scores = _rounded(rows @ query)
        if len(scores) > k:
            # Everything equal to the k-th stays until the tie is broken below.
            threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
            kept = scores >= threshold
            scores, passages = scores[kept], passages[kept]
        order = np.argsort(-scores, kind="stable")[:k]
        return dict(zip(passages[order].tolist(), scores[order].tolist(), strict=True))


class MatrixCache:
    """Keeps the last matrix, and reads only what changed since."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._matrix: Matrix | None = None

    def matrix(
        self, db: sqlite3.Connection, generation: int, edition: int, dimension: int
    ) -> Matrix:
        """Return the matrix of the snapshot that ``db``'s open transaction sees.

        Raises:
            Unusable: The stored vectors do not fit the passages: a damaged file.
            sqlite3.Error: The file cannot be read.
        """
        with self._lock:
            old = self._matrix
            if old is not None and (old.edition, old.rows.shape[1]) != (edition, dimension):
                old = None
            if old is None or old.generation != generation:
                self._matrix = old = _refreshed(db, generation, edition, dimension, old)
            return old

    def clear(self) -> None:
        """Let go of the memory."""
        with self._lock:
            self._matrix = None


def _refreshed(
    db: sqlite3.Connection, generation: int, edition: int, dimension: int, old: Matrix | None
) -> Matrix:
    if old is None:
        empty = np.zeros(0, dtype=np.int64)
        old = Matrix(-1, edition, np.zeros((0, dimension), dtype=np.float32), empty, empty)
    present = np.fromiter(
        (row[0] for row in db.execute("SELECT number FROM articles")), dtype=np.int64
    )
    kept = np.isin(old.articles, present)
    # Numbers are never given twice, so what one edition has under one is still right.
    missing = np.setdiff1d(present, old.articles).tolist()
    rows: list[NDArray[Any]] = [old.rows[kept]]
    passages, articles = [old.passages[kept]], [old.articles[kept]]
    for article in missing:
        numbers = np.fromiter(
            (
                row[0]
                for row in db.execute(
                    "SELECT number FROM passages WHERE article = ? ORDER BY number", (article,)
                )
            ),
            dtype=np.int64,
        )
        stored = db.execute("SELECT data FROM vectors WHERE article = ?", (article,)).fetchone()
        data = np.frombuffer(stored[0] if stored else b"", dtype=STORED)
        if len(data) != len(numbers) * dimension:
            raise Unusable(
                f"is damaged (vectors of article {article}); restore a copy, or start another "
                "with --library"
            )
        # Made float32 where it is put: all of them twice would be the most memory an ask takes.
        rows.append(data.reshape(len(numbers), dimension))
        passages.append(numbers)
        articles.append(np.full(len(numbers), article, dtype=np.int64))
    if kept.all() and all(len(new) == 0 or new[0] > last for new, last in _ends(passages)):
        # Articles were added, nothing else: what is held stays where it is.
        return Matrix(
            generation,
            edition,
            _grown(old.rows, rows[1:]),
            _grown(old.passages, passages[1:]),
            _grown(old.articles, articles[1:]),
        )
    all_passages = np.concatenate(passages)
    order = np.argsort(all_passages, kind="stable")
    return Matrix(
        generation,
        edition,
        np.ascontiguousarray(np.concatenate(rows)[order]),
        all_passages[order],
        np.concatenate(articles)[order],
    )


def _ends(passages: list[Integers]) -> Iterator[tuple[Integers, int]]:
    """Yield each article's passage numbers with the greatest number before them."""
    last = -1
    for numbers in passages:
        yield numbers, last
        last = int(numbers[-1]) if len(numbers) else last


def _grown(old: NDArray[Any], more: list[NDArray[Any]]) -> NDArray[Any]:
    """Return ``old`` with ``more`` behind it, in the room that is left there if it suffices.

    A matrix that a search still reads ends before that room. Only the newest one grows, so
    that no two write there.
    """
    size = len(old) + sum(map(len, more))
    room: NDArray[Any] | None = old.base
    if room is None or len(room) < size:
        # Twice as much as needed: a library that grows one by one is copied a few times only.
        room = np.empty((max(2 * size, LEAST_ROOM), *old.shape[1:]), dtype=old.dtype)
        room[: len(old)] = old
    place = len(old)
    for part in more:
        room[place : place + len(part)] = part
        place += len(part)
    return room[:size]


def _rounded(scores: Vectors) -> NDArray[np.float64]:
    # Half-precision rows are unit to 1e-4 only; a cosine must stay in [-1, 1].
    return np.clip(np.round(scores.astype(np.float64), DECIMALS), -1.0, 1.0)
