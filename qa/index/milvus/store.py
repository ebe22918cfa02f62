"""Articles in Milvus: what one writer writes and deletes, and what every reader believes.

Milvus has no transactions over several rows. An article is there once its own row is: that is
written last and deleted first, and a reader drops passages of articles without one.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qa.errors import LibraryMissing
from qa.index.milvus.address import parse_address
from qa.index.milvus.coding import any_of, is_id, key_of
from qa.index.milvus.engine import MOST, Engine, Row
from qa.index.milvus.rows import (
    ARTICLES,
    DUMMY,
    INFO_FIELDS,
    TABLES,
    article_of,
    article_rows,
    origin_of,
    origin_row,
    passage_rows,
)
from qa.index.parts import MadeBy
from qa.protocols import Vectors
from qa.records import Article, Origin, Outcome, Passage


class Store:
    """The rows of one library; writers of one process take turns."""

    def __init__(self, path: str, *, create: bool) -> None:
        """Connect, and make the collections where there are none.

        Raises:
            LibraryMissing: there are none, and none may be made.
            LibraryError, MissingDependency: as ``Engine``.
        """
        self.address = parse_address(path)
        self.path = Path(self.address.shown)
        if self.address.lite:
            if not create and not Path(self.address.uri).exists():
                raise self._missing()
            Path(self.address.uri).parent.mkdir(parents=True, exist_ok=True)
        self.engine = Engine(self.address)
        self.lock = threading.RLock()
        self._last = 0
        try:
            self._make_tables(create)
        except BaseException:
            self.engine.close()
            raise

    def _make_tables(self, create: bool) -> None:
        # The last made is the one that is looked for.
        if self.engine.has(ARTICLES):
            return
        if not create:
            raise self._missing()
        for name in sorted(TABLES, key=lambda name: name == ARTICLES):
            if not self.engine.has(name):
                self.engine.make_table(name, *TABLES[name])

    def _missing(self) -> LibraryMissing:
        return LibraryMissing(
            f"{self.address.shown}: there is no such library; check --library, or make it with "
            "`copydesk add PATH`"
        )

    def state(self) -> dict[str, Any]:
        """Return the embedder, its dimension, the collection of passages, what is gathered."""
        found = self.engine.rows("settings", 'pk == "state"', ["data"])
        state: dict[str, Any] = json.loads(found[0]["data"]) if found else {}
        return state

    def put_state(self, state: dict[str, Any]) -> None:
        """Write the state: one row, so that readers see all of it at once."""
        self.engine.put("settings", [{"pk": "state", "data": json.dumps(state), **DUMMY}])

    def recorded(self, state: dict[str, Any] | None = None) -> MadeBy | None:
        """Return name and dimension of the stored vectors' embedder; None without an article."""
        state = self.state() if state is None else state
        if not state or not self.engine.any(ARTICLES, "id"):
            return None
        return str(state["embedder"]), int(state["dimension"])

    def article_rows(self, ids: Iterable[str], *, text: bool = False) -> dict[str, Row]:
        """Return the rows of the articles that are there, by id."""
        wanted = sorted({each for each in ids if is_id(each)})
        fields = (*INFO_FIELDS, "text") if text else INFO_FIELDS
        rows = self.engine.rows(ARTICLES, any_of("id", wanted), fields) if wanted else []
        return {str(row["id"]): row for row in rows}

    def whole(self, rows: dict[str, Row]) -> dict[str, Article]:
        """Return the articles of rows with their texts, without those that go at this moment."""
        long = [each for each, row in rows.items() if row["parts"]]
        pieces: dict[str, list[Row]] = {each: [] for each in rows}
        if long:
            fields = ["article", "part", "text"]
            for piece in self.engine.all_rows("texts", any_of("article", long), fields):
                pieces[piece["article"]].append(piece)
        return {
            each: article_of(row, pieces[each])
            for each, row in rows.items()
            if len(pieces[each]) == row["parts"]
        }

    def write(
        self,
        article: Article,
        passages: Sequence[Passage],
        vectors: Vectors,
        made_by: MadeBy,
        replaces: str = "",
    ) -> None:
        """Write an article, in place of what is stored of its id.

        From then on nobody sees the article ``replaces``, which is to be deleted next.
        """
        state = self._state_for(made_by)
        self._last = max(self._last + 1, time.time_ns() // 1_000)
        row, texts = article_rows(article, self._last, len(passages), replaces)
        before = self.article_rows([article.id]).get(article.id)
        # From the last passage to the first: with the first all are there.
        self.engine.put(
            state["passages"], passage_rows(article, self._last, passages, vectors)[::-1]
        )
        self.engine.put("texts", texts)
        self.engine.put(ARTICLES, [row])
        if before is not None:
            own = any_of("article", [article.id])
            self.engine.delete(state["passages"], f"{own} and position >= {len(passages)}")
            self._drop_gathered(state, own)

    def delete(self, article_id: str) -> None:
        """Delete an article and all that belongs to it."""
        own = any_of("article", [article_id])
        self.engine.delete(ARTICLES, own)
        state = self.state()
        for collection in ("texts", "origins", state["passages"]):
            self.engine.delete(collection, own)
        self._drop_gathered(state, own)

    def link(self, origin: Origin) -> Outcome:
        """Note where an article came from; delete what was there before, if all else is."""
        key = key_of(origin.origin, origin.item)
        before = self.engine.rows("origins", any_of("pk", [key]), ["article"])
        self.engine.put("origins", [origin_row(origin)])
        if not before or before[0]["article"] == origin.article_id:
            return "unchanged"
        return "replaced" if self.drop_unheld(str(before[0]["article"])) else "unchanged"

    def only_there(self, origin: Origin) -> str:
        """Return the id of the article that was read here last and nowhere else; "" for none."""
        key = key_of(origin.origin, origin.item)
        rows = self.engine.rows("origins", any_of("pk", [key]), ["article"])
        found = str(rows[0]["article"]) if rows else ""
        return found if found and len(self.origins_of(found)) == 1 else ""

    def holds(self, origin: Origin) -> bool:
        """Say whether an article came from here, whichever."""
        key = key_of(origin.origin, origin.item)
        return bool(self.engine.rows("origins", any_of("pk", [key]), ["pk"]))

    def drop_unheld(self, article_id: str) -> bool:
        """Delete an article that no origin holds; say whether it was."""
        if self.origins_of(article_id):
            return False
        self.delete(article_id)
        return True

    def origins_of(self, article_id: str) -> tuple[Origin, ...]:
        """Return where one article came from, in order."""
        found = self.engine.rows("origins", any_of("article", [article_id]), ["data"])
        return tuple(sorted(map(origin_of, found), key=lambda each: (each.origin, each.item)))

    def passage_rows(self, collection: str, article_id: str, *more: str) -> list[Row]:
        """Return the rows of an article's passages, in its order."""
        fields = ["position", "first", "last", *more]
        own = any_of("article", [article_id])
        rows = self.engine.rows(collection, own, fields)
        if len(rows) == MOST:
            rows = list(self.engine.all_rows(collection, own, fields))
        return sorted(rows, key=lambda row: int(row["position"]))

    def _state_for(self, made_by: MadeBy) -> dict[str, Any]:
        """Return the state, with a collection for vectors of this embedder."""
        state = self.state()
        if state and (state["embedder"], state["dimension"]) == made_by:
            return state
        # No article is there, or ``match`` would have refused.
        for old in filter(None, (state.get("passages"), state.get("next", {}).get("passages"))):
            self.engine.drop(old)
        name = collection_name(made_by)
        if not self.engine.has(name):
            self.engine.make_passages(name, made_by[1])
        state = {"embedder": made_by[0], "dimension": made_by[1], "passages": name}
        self.put_state(state)
        return state

    def _drop_gathered(self, state: dict[str, Any], own: str) -> None:
        if state.get("next"):
            self.engine.delete(state["next"]["passages"], own)


def superseded(rows: Iterable[Row]) -> set[str]:
    """Return the ids of articles in whose place others of these have come."""
    by_id = {row["id"]: row for row in rows if row}
    return {
        str(row["replaces"])
        for row in by_id.values()
        if row["replaces"] in by_id and by_id[row["replaces"]]["number"] < row["number"]
    }


def collection_name(made_by: MadeBy) -> str:
    """Return the name of the collection with vectors of an embedder."""
    return f"passages_{key_of(made_by[0], str(made_by[1]))[:12]}"
