"""BM25 of all passages at once, from what each word of a question adds to them.

BM25 is a sum over words (Robertson and Zaragoza 2009), so FTS5 is asked for each word once, and
its answer kept until the library changes: the common words, which cost most, are those that the
next question has, too.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

REMEMBERED = 2_000_000
"""Pairs of a passage and its score that are kept, at 12 bytes each."""


@dataclass(frozen=True, slots=True)
class _Postings:
    """The passages that have a word, and what it adds to the BM25 of each."""

    passages: NDArray[np.int32]
    scores: Floats


@dataclass(slots=True)
class _State:
    """What is known of the library at one state.

    ``length`` is one more than the greatest number of a passage; ``owners`` is the article of each
    passage, read when articles are chosen.
    """

    generation: int
    length: int
    owners: NDArray[np.int32] | None = None
    postings: OrderedDict[str, _Postings] = field(default_factory=OrderedDict)
    size: int = 0


class WordScores:
    """The BM25 of passages for questions; safe to share between threads."""

    def __init__(self, title_weight: float) -> None:
        self._title_weight = title_weight
        self._lock = threading.Lock()
        self._state: _State | None = None

    def best(
        self,
        db: sqlite3.Connection,
        generation: int,
        terms: Sequence[str],
        k: int,
        articles: Integers | None,
        also: Sequence[int],
    ) -> dict[int, float]:
        """Return passage number -> BM25 of the ``k`` best, and of those in ``also``.

        Only passages of ``articles`` are among the best, all when None; equals go to the passage
        added first. Higher is better; passages without any of ``terms`` are left out.

        Raises:
            sqlite3.Error: The file cannot be read.
        """
        with self._lock:
            state = self._state
            if state is None or state.generation != generation:
                self._state = state = _State(generation, _length(db))
            found = [self._postings(db, state, term) for term in terms]
            if articles is not None and state.owners is None:
                state.owners = _owners(db, state.length)
        scores = np.zeros(state.length)
        for each in found:
            scores[each.passages] += each.scores
        held = scores
        if articles is not None and state.owners is not None:
            held = np.where(_of_articles(state.owners, articles), scores, 0.0)
        best = _first(held, k)
        wanted = [*best.tolist(), *(number for number in also if scores[number] > 0.0)]
        return {number: float(scores[number]) for number in wanted}

    def clear(self) -> None:
        """Let go of the memory."""
        with self._lock:
            self._state = None

    def _postings(self, db: sqlite3.Connection, state: _State, term: str) -> _Postings:
        known = state.postings.pop(term, None)
        if known is None:
            known = _read(db, term, self._title_weight)
            state.size += len(known.scores)
        state.postings[term] = known  # the last one used stands last
        while state.size > REMEMBERED and len(state.postings) > 1:
            _, oldest = state.postings.popitem(last=False)
            state.size -= len(oldest.scores)
        return known


def _length(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(max(number), 0) + 1 FROM passages").fetchone()[0])


def _owners(db: sqlite3.Connection, length: int) -> NDArray[np.int32]:
    """Return the number of each passage's article, by the passage's number; 0 for none."""
    rows = db.execute("SELECT number, article FROM passages").fetchall()
    pairs = np.array(rows, dtype=np.int32).reshape(-1, 2)
    owners = np.zeros(length, dtype=np.int32)
    owners[pairs[:, 0]] = pairs[:, 1]
    return owners


def _read(db: sqlite3.Connection, term: str, title_weight: float) -> _Postings:
    # Quoted, nothing in a term is an operator (sqlite.org/fts5.html, section 3.1). FTS5's own
    # bm25 is lower for better.
    rows = db.execute(
        "SELECT rowid, -bm25(words, ?, 1.0) FROM words WHERE words MATCH ?",
        (title_weight, f'"{term}"'),
    ).fetchall()
    return _Postings(
        np.fromiter((row[0] for row in rows), dtype=np.int32, count=len(rows)),
        np.fromiter((row[1] for row in rows), dtype=np.float64, count=len(rows)),
    )


def _of_articles(owners: NDArray[np.int32], articles: Integers) -> NDArray[np.bool_]:
    """Say of each passage whether it is one of ``articles``."""
    kept = np.zeros(int(max(owners.max(initial=0), articles.max(initial=0))) + 1, dtype=bool)
    kept[articles] = True
    return np.asarray(kept[owners])


def _first(scores: Floats, k: int) -> Integers:
    """Return the places of the ``k`` highest scores over 0, the highest first."""
    there = np.flatnonzero(scores > 0.0)
    if len(there) > k:
        values = scores[there]
        # Everything equal to the k-th stays until the tie is broken below.
        there = there[values >= np.partition(values, len(values) - k)[len(values) - k]]
    return there[np.argsort(-scores[there], kind="stable")[:k]]
