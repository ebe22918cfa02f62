"""One SQLite file: articles, passages, vectors, and FTS5's BM25 over all of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from qa.errors import InputError
from qa.index import origins, queries
from qa.index.bm25 import WordScores
from qa.index.care import CaredFile
from qa.index.parts import check_embedder, checked_maker
from qa.index.pool import BUSY_SECONDS, Pool
from qa.index.spelling import correct_spelling
from qa.index.terms import query_terms
from qa.index.vectors import MatrixCache
from qa.protocols import Vectors
from qa.records import Article, ArticleInfo, Filters, Hit, Origin, Outcome, Passage

# How much a word in an article's title counts against one in the passage. Over a
# news archive of 8,000 articles, 1 finds the article first for 62% of 300 questions
# and 0, no titles, for 56%; 2 is no better than 1 (benchmarks/retrieval.py).
TITLE_WEIGHT = 1.0

NO_FILTERS = Filters()


class SQLiteIndex(CaredFile):
    """An ``Index`` in one file, shared by threads and processes.

    Each operation runs in one transaction, so that it sees whole articles only.
    Words are ranked by BM25 (Robertson and Zaragoza 2009; FTS5 has k1 = 1.2,
    b = 0.75), vectors by an exact scan.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        busy_seconds: float = BUSY_SECONDS,
        title_weight: float = TITLE_WEIGHT,
    ) -> None:
        """Open ``path``; ``open_index`` says what can go wrong."""
        self._pool = Pool(Path(path), create=create, busy_seconds=busy_seconds)
        self.path = self._pool.path
        self._embedder: tuple[str, int] | None = None
        self._cache = MatrixCache()
        self._words = WordScores(title_weight)

    def use_embedder(self, name: str, dimension: int) -> None:
        """Say whose vectors ``add`` and ``search`` will bring.

        Raises:
            EmbedderMismatch: The library holds another embedder's.
        """
        with self._pool.reading() as db:
            check_embedder(self.path, queries.recorded_embedder(db), (name, dimension))
        self._embedder = (name, dimension)

    def add(self, article: Article, passages: Sequence[Passage], vectors: Vectors) -> bool:
        """Store one article in one transaction; False when its id is there already.

        Raises:
            LibraryError: No embedder was named, or the file cannot take it.
            EmbedderMismatch: The library holds another embedder's vectors.
            InputError: Passages and vectors do not fit each other or the article.
        """
        made_by = checked_maker(self.path, self._embedder, article, passages, vectors)
        with self._pool.writing() as db:
            if queries.find_article(db, article.id) is not None:
                return False
            check_embedder(self.path, queries.recorded_embedder(db), made_by)
            queries.insert_article(db, article, passages, vectors, made_by)
        return True

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, origin: Origin
    ) -> Outcome:
        """Store one article and where it came from; raises as ``add`` does.

        In one transaction, so that a reader meets either the old article of a changed file
        or the new one.
        """
        made_by = checked_maker(self.path, self._embedder, article, passages, vectors)
        with self._pool.writing() as db:
            check_embedder(self.path, queries.recorded_embedder(db), made_by)
            outcome: Outcome = "added"
            found = queries.find_article(db, article.id)
            if found is not None:
                number, stored = found
                if stored == article or not origins.is_only_origin(db, number, origin):
                    return origins.link(db, number, origin)
                queries.delete_article(db, number, stored)
                outcome = "replaced"
            number = queries.insert_article(db, article, passages, vectors, made_by)
            linked = origins.link(db, number, origin)
        return "replaced" if linked == "replaced" else outcome

    def link(self, origin: Origin) -> Outcome | None:
        """Note that a stored article came from ``origin``; None when it is not there."""
        with self._pool.writing() as db:
            found = queries.find_article(db, origin.article_id)
            return origins.link(db, found[0], origin) if found else None

    def origins(self, origin: str) -> list[Origin]:
        """Return the items that were read at ``origin``."""
        with self._pool.reading() as db:
            return origins.items_at(db, origin)

    def origins_under(self, folder: str) -> list[Origin]:
        """Return the items of all files below ``folder``, an absolute path."""
        with self._pool.reading() as db:
            return origins.items_under(db, folder)

    def stamp(self, origin: str, size: int, modified: int, digest: str) -> None:
        """Note the state in which the whole file at ``origin`` was read."""
        with self._pool.writing() as db:
            origins.stamp(db, origin, size, modified, digest)

    def forget(self, gone: Sequence[Origin]) -> list[ArticleInfo]:
        """Drop origins, and return the articles that went since they have no other."""
        with self._pool.writing() as db:
            return origins.forget(db, gone)

    def remove(self, article_id: str) -> bool:
        """Delete one article and all of it; False when there is none of this id."""
        with self._pool.writing() as db:
            found = queries.find_article(db, article_id)
            if found is None:
                return False
            queries.delete_article(db, *found)
        return True

    def get(self, article_id: str) -> Article | None:
        """Return one article whole, by exact id."""
        with self._pool.reading() as db:
            found = queries.find_article(db, article_id)
        return found[1] if found else None

    def texts(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of the articles that are there, by id."""
        with self._pool.reading() as db:
            return queries.article_texts(db, article_ids)

    def articles(self, filters: Filters = NO_FILTERS) -> list[ArticleInfo]:
        """List articles, newest date first, then in the order they were added."""
        with self._pool.reading() as db:
            return queries.list_articles(db, filters)

    def passages(self, article_id: str) -> list[Passage]:
        """Return an article's passages in its own order."""
        with self._pool.reading() as db:
            found = queries.find_article(db, article_id)
            if found is None:
                return []
            number, article = found
            return [
                Passage(article.id, start, end, article.text[start:end])
                for _, start, end in queries.passage_offsets(db, number)
            ]

    def search(
        self, query_text: str, query_vector: Vectors | None, k: int, filters: Filters = NO_FILTERS
    ) -> list[Hit]:
        """Return the union of the ``k`` best by cosine and the ``k`` best by BM25.

        Filters apply before either ranking. Hits come in the order their
        passages were added, each with both scores and ``score`` 0.0.

        Raises:
            InputError: ``k`` is under 1.
            EmbedderMismatch: ``query_vector`` is not of the library's embedder.
        """
        if k < 1:
            raise InputError(f"k: {k} is under the least, 1; give 1 or more")
        terms = query_terms(query_text)
        with self._pool.reading() as db:
            generation = queries.generation(db)
            allowed = None if filters == NO_FILTERS else queries.passing_numbers(db, filters)
            cosines: dict[int, float] = {}
            matrix = None
            recorded = queries.recorded_embedder(db)
            if query_vector is not None and recorded is not None:
                name = self._embedder[0] if self._embedder else recorded[0]
                check_embedder(self.path, recorded, (name, len(query_vector)))
                edition = queries.vectors_version(db)
                matrix = self._cache.matrix(db, generation, edition, recorded[1])
                cosines = matrix.best(query_vector, k, allowed)
            words: dict[int, float] = {}
            if terms:
                words = self._words.best(db, generation, terms, k, allowed, list(cosines))
            if matrix is not None and query_vector is not None:
                cosines |= matrix.cosines(query_vector, [n for n in words if n not in cosines])
            wanted = sorted({*cosines, *words})
            found = queries.load_passages(db, wanted)
        return [
            Hit(passage, title, date, cosines.get(number, 0.0), words.get(number, 0.0), 0.0)
            for number, (passage, title, date) in zip(wanted, found, strict=True)
        ]

    def correct_spelling(self, text: str, suggest: Callable[[str], str]) -> str:
        """Return ``text`` with words that no passage has as a passage spells their like.

        ``suggest`` returns a folded word of the language itself, else what was meant or "".
        """
        with self._pool.reading() as db:
            return correct_spelling(db, text, suggest)

    def close(self) -> None:
        """Release the file; later calls raise ``LibraryError``."""
        self._pool.close()
        self._cache.clear()
        self._words.clear()
