"""An ``Index`` in Milvus: vectors and BM25 by the engine, articles in its rows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence

from qa.errors import InputError
from qa.index.milvus import finding
from qa.index.milvus.care import Cared
from qa.index.milvus.coding import any_of, code, expression, key_of
from qa.index.milvus.engine import Row
from qa.index.milvus.rows import ARTICLES, INFO_FIELDS, info_of, origin_of, origin_row
from qa.index.milvus.spelling import correct_spelling
from qa.index.milvus.store import superseded
from qa.index.parts import MadeBy, check_embedder, checked_maker
from qa.protocols import Vectors
from qa.records import Article, ArticleInfo, Filters, Hit, Origin, Outcome, Passage

NO_FILTERS = Filters()


class MilvusIndex(Cared):
    """A library in Milvus, shared by threads, processes and machines; in Lite by one process."""

    def use_embedder(self, name: str, dimension: int) -> None:
        """Say whose vectors ``add`` and ``search`` will bring.

        Raises:
            EmbedderMismatch: the library holds another embedder's.
        """
        check_embedder(self.path, self.store.recorded(), (name, dimension))
        self.embedder = (name, dimension)

    def add(self, article: Article, passages: Sequence[Passage], vectors: Vectors) -> bool:
        """Store one article; False when its id is there already; raises as SQLite's ``add``."""
        made_by = checked_maker(self.path, self.embedder, article, passages, vectors)
        with self.store.lock:
            if self.store.article_rows([article.id]):
                return False
            check_embedder(self.path, self.store.recorded(), made_by)
            self.store.write(article, passages, vectors, made_by)
        return True

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, origin: Origin
    ) -> Outcome:
        """Store one article and where it came from.

        A reader meets the old article of a changed file or the new one.
        """
        made_by = checked_maker(self.path, self.embedder, article, passages, vectors)
        with self.store.lock:
            check_embedder(self.path, self.store.recorded(), made_by)
            outcome: Outcome = "added"
            stored = self.get(article.id)
            if stored is not None:
                held = [(each.origin, each.item) for each in self.store.origins_of(article.id)]
                if stored == article or held != [(origin.origin, origin.item)]:
                    return self.store.link(origin)
                outcome = "replaced"
            self.store.write(article, passages, vectors, made_by, self.store.only_there(origin))
            linked = self.store.link(origin)
        return "replaced" if linked == "replaced" else outcome

    def link(self, origin: Origin) -> Outcome | None:
        """Note that a stored article came from ``origin``; None when it is not there."""
        with self.store.lock:
            if not self.store.article_rows([origin.article_id]):
                return None
            return self.store.link(origin)

    def origins(self, origin: str) -> list[Origin]:
        """Return the items that were read at ``origin``."""
        found = self._origins(f'path == "{code(json.dumps(origin))}"')
        return [each for each in found if each.origin == origin]

    def origins_under(self, folder: str) -> list[Origin]:
        """Return the items of all files below ``folder``, an absolute path."""
        first = folder.rstrip(os.sep) + os.sep
        found = self._origins(f'path like "{code(json.dumps(first)[:-1])}%"')
        return [each for each in found if each.origin.startswith(first)]

    def stamp(self, origin: str, size: int, modified: int, digest: str) -> None:
        """Note the state in which the whole file at ``origin`` was read."""
        with self.store.lock:
            self.store.engine.put(
                "origins",
                [
                    origin_row(
                        Origin(each.origin, each.item, each.article_id, size, modified, digest)
                    )
                    for each in self.origins(origin)
                ],
            )

    def forget(self, gone: Sequence[Origin]) -> list[ArticleInfo]:
        """Drop origins, and return the articles that went since they have no other."""
        deleted = []
        with self.store.lock:
            for each in gone:
                key = any_of("pk", [key_of(each.origin, each.item)])
                for row in self.store.engine.rows("origins", key, ["article"]):
                    article_id = str(row["article"])
                    info = self.store.article_rows([article_id]).get(article_id)
                    self.store.engine.delete("origins", key)
                    if self.store.drop_unheld(article_id) and info is not None:
                        deleted.append(info_of(info))
        return deleted

    def remove(self, article_id: str) -> bool:
        """Delete one article and all of it; False when there is none of this id."""
        with self.store.lock:
            if not self.store.article_rows([article_id]):
                return False
            self.store.delete(article_id)
        return True

    def get(self, article_id: str) -> Article | None:
        """Return one article whole, by exact id."""
        rows = self.store.article_rows([article_id], text=True)
        return self.store.whole(rows).get(article_id)

    def texts(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of the articles that are there, by id."""
        whole = self.store.whole(self.store.article_rows(article_ids, text=True))
        return {each: article.text for each, article in whole.items()}

    def articles(self, filters: Filters = NO_FILTERS) -> list[ArticleInfo]:
        """List articles, newest date first, then in the order they were added."""
        infos = [info_of(row) for row in self.rows_in_order(filters)]
        return sorted(infos, key=lambda info: info.date, reverse=True)

    def rows_in_order(self, filters: Filters) -> list[Row]:
        """Return the rows of the articles that pass, without their texts, as they were added."""
        rows = list(self.store.engine.all_rows(ARTICLES, expression(filters), INFO_FIELDS))
        gone = superseded(rows)
        rows = [row for row in rows if row["id"] not in gone]
        return sorted(rows, key=lambda row: (int(row["number"]), str(row["id"])))

    def passages(self, article_id: str) -> list[Passage]:
        """Return an article's passages in its own order."""
        article = self.get(article_id)
        if article is None:
            return []
        rows = self.store.passage_rows(self.store.state()["passages"], article_id)
        spans = [(int(row["first"]), int(row["last"])) for row in rows]
        return [Passage(article.id, s, e, article.text[s:e]) for s, e in spans]

    def search(
        self, query_text: str, query_vector: Vectors | None, k: int, filters: Filters = NO_FILTERS
    ) -> list[Hit]:
        """Return the union of the ``k`` best by cosine and the ``k`` best by BM25.

        Raises:
            InputError: ``k`` is under 1.
            EmbedderMismatch: ``query_vector`` is not of the library's embedder.
        """
        if k < 1:
            raise InputError(f"k: {k} is under the least, 1; give 1 or more")
        state = self.store.state()
        if not state:
            return []
        made_by: MadeBy = (state["embedder"], state["dimension"])
        if query_vector is not None:
            name = self.embedder[0] if self.embedder else made_by[0]
            if (name, len(query_vector)) != made_by:
                check_embedder(self.path, self.store.recorded(state), (name, len(query_vector)))
                return []
        return finding.search(self.store, state["passages"], query_text, query_vector, k, filters)

    def correct_spelling(self, text: str, suggest: Callable[[str], str]) -> str:
        """Return ``text`` with words that no passage has as a passage spells their like."""
        state = self.store.state()
        return correct_spelling(self.store, state["passages"], text, suggest) if state else text

    def close(self) -> None:
        """Release the connection; later calls raise ``LibraryError``."""
        self.store.engine.close()
        self.close_notes()

    def _origins(self, condition: str) -> list[Origin]:
        rows = self.store.engine.all_rows("origins", condition, ["data"])
        return sorted(map(origin_of, rows), key=lambda each: (each.origin, each.item))
