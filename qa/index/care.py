"""What a library file does beside storing and finding: lists, repairs, vectors made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from qa.index import browse, mending, queries, reembed, removed
from qa.index.pool import Pool
from qa.protocols import NoteFile, Remaker, Vectors
from qa.records import ArticleInfo, Facets, Filters, Finding, Removed, Waiting


class CaredFile:
    """The part of ``SQLiteIndex`` that the care of a library calls; the protocol says what."""

    _pool: Pool
    path: Path

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection inside a transaction: one unchanging state, for care of the file."""
        return self._pool.reading()

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend the only connection that may write; all of it is kept, or on an error none."""
        return self._pool.writing()

    def notes(self) -> NoteFile:
        """Return this file, which keeps the conversations, too."""
        return self

    def browse(
        self, query: str, filters: Filters, order: str, offset: int, limit: int
    ) -> tuple[int, list[ArticleInfo]]:
        """Return how many articles fit, and ``limit`` of them from ``offset`` on."""
        with self.reading() as db:
            return browse.list_page(db, query, filters, order, offset, limit)

    def browse_ids(
        self, query: str, filters: Filters, order: str, offset: int = 0, limit: int = -1
    ) -> list[str]:
        """Return the ids of the articles that fit, all when ``limit`` is -1."""
        with self.reading() as db:
            return browse.list_ids(db, query, filters, order, offset, limit)

    def facets(self, filters: Filters) -> Facets:
        """Return how many articles there are of each source, author, language and year."""
        with self.reading() as db:
            return browse.count_facets(db, filters)

    def take_out(self, article_ids: Sequence[str]) -> list[Removed]:
        """Remove articles, and return them whole."""
        with self.writing() as db:
            return removed.take_out(db, article_ids)

    def put_back(self, taken: Sequence[Removed]) -> list[str]:
        """Store removed articles again."""
        with self.writing() as db:
            return removed.put_back(db, taken)

    def survey(self) -> list[Finding]:
        """Read the whole library, and return what is wrong with it."""
        return mending.survey(self)

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""
        return mending.counts(self)

    def mend(self, found: Sequence[Finding], remaker: Remaker) -> None:
        """Make good what can be made anew from the texts."""
        mending.mend(self, found, remaker)

    def start_vectors(self, name: str, dimension: int) -> int | None:
        """Prepare to gather another embedder's vectors; None when nothing is to do."""
        with self.writing() as db:
            if queries.recorded_embedder(db) in (None, (name, dimension)):
                reembed.drop_table(db)
                return None
            return reembed.start_table(db, name, dimension)

    def waiting(self, limit: int) -> tuple[list[Waiting], int]:
        """Return up to ``limit`` articles without gathered vectors, and how many there are."""
        with self.reading() as db:
            return reembed.next_articles(db, limit), reembed.count_waiting(db)[0]

    def keep_vectors(
        self, name: str, dimension: int, made: Sequence[tuple[Waiting, Vectors]]
    ) -> None:
        """Keep new vectors of articles that are still there."""
        with self.writing() as db:
            reembed.store_vectors(db, (name, dimension), made)

    def switch_vectors(
        self,
        name: str,
        dimension: int,
        most: int,
        make: Callable[[list[Waiting]], list[tuple[Waiting, Vectors]]],
    ) -> int | None:
        """Switch in one transaction if at most ``most`` wait; return how many did, else None."""
        target = (name, dimension)
        with self.reading() as db:
            if queries.recorded_embedder(db) == target:
                return 0  # by another process at the same work
            if reembed.count_waiting(db)[0] > most:
                return None
        with self.writing() as db:
            if queries.recorded_embedder(db) == target:
                return 0
            last = reembed.next_articles(db, most + 1)
            if len(last) > most:
                return None
            reembed.store_vectors(db, target, make(last))
            reembed.swap_vectors(db, target)
        return len(last)
