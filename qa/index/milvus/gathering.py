"""Vectors of another embedder, gathered in a collection of their own until all are there.

What is gathered survives a kill. The switch is one row: the state names the collection in use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa.errors import LibraryError
from qa.index.milvus.engine import Row
from qa.index.milvus.rows import ARTICLES, INFO_FIELDS, info_of, passage_rows
from qa.index.milvus.store import Store, collection_name
from qa.index.parts import MadeBy
from qa.protocols import Vectors
from qa.records import Passage, Waiting


class Gathering:
    """The articles that wait, as they were when last looked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._left: list[Row] = []

    def start(self, target: MadeBy) -> int | None:
        """Prepare for vectors of ``target``; return how many articles have theirs from earlier."""
        store = self._store
        with store.lock:
            state = store.state()
            if store.recorded(state) in (None, target):
                self._drop()
                return None
            begun = state.get("next")
            if not begun or (begun["embedder"], begun["dimension"]) != target:
                self._drop()
                name = collection_name(target)
                if not store.engine.has(name):
                    store.engine.make_passages(name, target[1])
                made = {"embedder": target[0], "dimension": target[1], "passages": name}
                store.put_state({**store.state(), "next": made})
            done, self._left = self._look()
            return done

    def waiting(self, limit: int) -> tuple[list[Waiting], int]:
        """Return up to ``limit`` articles that wait, and how many do."""
        if not self._left:
            _, self._left = self._look()
        store, batch = self._store, self._left[:limit]
        articles = store.whole(store.article_rows([row["id"] for row in batch], text=True))
        current = store.state()["passages"]
        found = []
        for row in batch:
            article = articles.get(row["id"])
            if article is None:
                continue
            spans = [(r["first"], r["last"]) for r in store.passage_rows(current, article.id)]
            texts = tuple(article.text[int(s) : int(e)] for s, e in spans)
            found.append(Waiting(int(row["number"]), article.title, texts, article.id))
        # What is gone waits no more.
        self._left[:limit] = [row for row in batch if row["id"] in articles]
        return found, len(self._left)

    def keep(self, target: MadeBy, made: Sequence[tuple[Waiting, Vectors]]) -> None:
        """Keep the new vectors of articles that are still there.

        Raises:
            LibraryError: another process gathers another embedder's, or was quicker.
        """
        store = self._store
        with store.lock:
            state = store.state()
            begun = state.get("next") or {}
            if (begun.get("embedder"), begun.get("dimension")) != target:
                raise LibraryError(
                    f"{store.path}: is no longer being given vectors of {target[0]}: another "
                    "process has finished or begun something else; try again"
                )
            rows = store.article_rows([each.article_id for each, _ in made], text=True)
            articles = store.whole(rows)
            for each, vectors in made:
                article = articles.get(each.article_id)
                if article is None or int(rows[article.id]["number"]) != each.number:
                    continue
                spans = store.passage_rows(state["passages"], article.id)
                places = [(int(row["first"]), int(row["last"])) for row in spans]
                passages = [Passage(article.id, s, e, article.text[s:e]) for s, e in places]
                if len(passages) == len(vectors):
                    new = passage_rows(article, each.number, passages, vectors)
                    store.engine.put(begun["passages"], new[::-1])
        kept = {each.article_id for each, _ in made}
        self._left = [row for row in self._left if row["id"] not in kept]

    def switch(
        self,
        target: MadeBy,
        most: int,
        make: Callable[[list[Waiting]], list[tuple[Waiting, Vectors]]],
    ) -> int | None:
        """Switch if at most ``most`` wait; return how many did, else None."""
        store = self._store
        if len(self._left) > most:
            return None
        with store.lock:
            if store.recorded() == target:
                return 0
            _, self._left = self._look()
            last, left = self.waiting(most + 1)
            if left > most:
                return None
            self.keep(target, make(last))
            state = store.state()
            old, begun = state["passages"], state["next"]
            store.put_state(begun)
            store.engine.drop(old)
        return len(last)

    def _look(self) -> tuple[int, list[Row]]:
        """Return how many articles have new vectors, and the rows of those that wait."""
        store = self._store
        begun = store.state().get("next")
        rows = sorted(
            store.engine.all_rows(ARTICLES, "", INFO_FIELDS), key=lambda row: int(row["number"])
        )
        if not begun:
            return 0, []
        # The first passage is written last.
        first = store.engine.all_rows(begun["passages"], "position == 0", ["article"])
        done = {str(row["article"]) for row in first}
        left = [row for row in rows if row["id"] not in done and info_of(row).passages]
        return len(rows) - len(left), left

    def _drop(self) -> None:
        state = self._store.state()
        begun = state.pop("next", None)
        if begun:
            self._store.engine.drop(begun["passages"])
            self._store.put_state(state)
