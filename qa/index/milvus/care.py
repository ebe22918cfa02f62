"""What a library in Milvus does beside storing and finding; the protocol says what."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.index.milvus import mending
from qa.index.milvus.coding import coded_words
from qa.index.milvus.engine import MOST, Row
from qa.index.milvus.gathering import Gathering
from qa.index.milvus.rows import info_of
from qa.index.milvus.store import Store
from qa.index.parts import MadeBy
from qa.protocols import NoteFile, Remaker, Vectors
from qa.records import ArticleInfo, Facets, Filters, Finding, Passage, Removed, Waiting

if TYPE_CHECKING:
    from qa.index.sqlite import SQLiteIndex

_SHOWN = ("title", "source", "author", "date", "url", "id")


class Cared:
    """The part of ``MilvusIndex`` that the care of a library calls."""

    def __init__(self, path: str | os.PathLike[str], *, create: bool = True) -> None:
        """Connect to ``path``; ``open_index`` says what can go wrong."""
        self.store = Store(os.fspath(path), create=create)
        self.path = self.store.path
        self.embedder: MadeBy | None = None
        self._gathering = Gathering(self.store)
        self._notes: SQLiteIndex | None = None
        self._notes_lock = threading.Lock()

    def rows_in_order(self, filters: Filters) -> list[Row]:
        """Return the rows of the articles that pass, as they were added."""
        raise NotImplementedError

    def notes(self) -> NoteFile:
        """Return a file of this machine: conversations are a user's, and not the archive's."""
        from qa.index.sqlite import SQLiteIndex

        with self._notes_lock:
            if self._notes is None:
                self._notes = SQLiteIndex(self._notes_path())
            return self._notes

    def close_notes(self) -> None:
        """Close the file of conversations, where it was opened."""
        if self._notes is not None:
            self._notes.close()

    def browse(
        self, query: str, filters: Filters, order: str, offset: int, limit: int
    ) -> tuple[int, list[ArticleInfo]]:
        """Return how many articles fit, and ``limit`` of them from ``offset`` on."""
        found = self._fitting(query, filters, order)
        return len(found), found[offset:][:limit]

    def browse_ids(
        self, query: str, filters: Filters, order: str, offset: int = 0, limit: int = -1
    ) -> list[str]:
        """Return the ids of the articles that fit, all when ``limit`` is -1."""
        found = self._fitting(query, filters, order)[offset:]
        return [info.id for info in (found if limit < 0 else found[:limit])]

    def facets(self, filters: Filters) -> Facets:
        """Return how many articles there are of each source, author, language and year."""
        infos = [info_of(row) for row in self.rows_in_order(filters)]
        return Facets(
            sources=_counted(info.source for info in infos),
            authors=_counted(info.author for info in infos),
            languages=_counted(info.language for info in infos),
            years=_counted(info.date[:4] for info in infos),
        )

    def take_out(self, article_ids: Sequence[str]) -> list[Removed]:
        """Remove articles, and return them whole."""
        taken = []
        with self.store.lock:
            for each in article_ids:
                removed = self._removed(each)
                if removed is not None:
                    taken.append(removed)
                    self.store.delete(each)
        return taken

    def put_back(self, removed: Sequence[Removed]) -> list[str]:
        """Store removed articles again; return the ids of those that were not there meanwhile."""
        restored = []
        with self.store.lock:
            for each in removed:
                article = each.article
                if self.store.article_rows([article.id]):
                    continue
                if self.store.recorded() not in (None, each.made_by):
                    continue
                self.store.write(article, each.passages, each.vectors, each.made_by)
                for origin in each.origins:
                    if not self.store.holds(origin):
                        self.store.link(origin)
                restored.append(article.id)
        return restored

    def survey(self) -> list[Finding]:
        """Read the whole library, and return what is wrong with it."""
        return list(mending.find_faults(self.store))

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""
        infos = [info_of(row) for row in self.rows_in_order(Filters())]
        return len(infos), sum(info.passages for info in infos)

    def mend(self, found: Sequence[Finding], remaker: Remaker) -> None:
        """Make good what can be made anew from the texts."""
        with self.store.lock:
            mending.mend(self.store, found, remaker)

    def start_vectors(self, name: str, dimension: int) -> int | None:
        """Prepare to gather another embedder's vectors; None when nothing is to do."""
        return self._gathering.start((name, dimension))

    def waiting(self, limit: int) -> tuple[list[Waiting], int]:
        """Return up to ``limit`` articles without gathered vectors, and how many there are."""
        return self._gathering.waiting(limit)

    def keep_vectors(
        self, name: str, dimension: int, made: Sequence[tuple[Waiting, Vectors]]
    ) -> None:
        """Keep new vectors of articles that are still there."""
        self._gathering.keep((name, dimension), made)

    def switch_vectors(
        self,
        name: str,
        dimension: int,
        most: int,
        make: Callable[[list[Waiting]], list[tuple[Waiting, Vectors]]],
    ) -> int | None:
        """Switch if at most ``most`` wait; return how many did, else None."""
        return self._gathering.switch((name, dimension), most, make)

    def _notes_path(self) -> Path:
        address = self.store.address
        if address.lite:
            return Path(address.uri).with_suffix(".conversations")
        from platformdirs import user_data_path

        name = address.shown.partition("//")[2].replace("/", "_").replace(":", "_")
        return user_data_path("copydesk", appauthor=False) / "milvus" / f"{name}.conversations"

    def _fitting(self, query: str, filters: Filters, order: str) -> list[ArticleInfo]:
        infos = [info_of(row) for row in self.rows_in_order(filters)]
        for word in query.split():
            lowered, having = word.lower(), self._having(word)
            infos = [
                info
                for info in infos
                if info.id in having
                or any(lowered in str(getattr(info, name)).lower() for name in _SHOWN)
            ]
        # Sorting is stable, and they come as they were added.
        if order == "oldest":
            infos = sorted(reversed(infos), key=lambda info: info.date)
        elif order != "added":
            infos = sorted(infos, key=lambda info: info.date, reverse=True)
        if order in ("title", "source"):
            infos = sorted(infos, key=lambda info: str(getattr(info, order)).lower())
        return infos

    def _having(self, word: str) -> set[str]:
        """Return the articles with a word in a passage."""
        state, words = self.store.state(), coded_words(word)
        if not state or not words:
            return set()
        rows = self.store.engine.nearest(state["passages"], "sparse", words, MOST)
        return {str(row["article"]) for row in rows}

    def _removed(self, article_id: str) -> Removed | None:
        article = self.store.whole(self.store.article_rows([article_id], text=True)).get(article_id)
        if article is None:
            return None
        state = self.store.state()
        rows = self.store.passage_rows(state["passages"], article_id, "dense")
        spans = [(int(row["first"]), int(row["last"])) for row in rows]
        return Removed(
            article,
            tuple(Passage(article_id, s, e, article.text[s:e]) for s, e in spans),
            np.array([row["dense"] for row in rows], np.float32).reshape(
                len(rows), state["dimension"]
            ),
            (state["embedder"], state["dimension"]),
            self.store.origins_of(article_id),
        )


def _counted(values: Iterable[str]) -> dict[str, int]:
    """Return how often each value occurs, the most frequent first; "" is none."""
    counts = Counter(value for value in values if value)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
