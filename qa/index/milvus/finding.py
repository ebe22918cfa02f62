"""Search in Milvus: both rankings by the engine, ties and half-written articles by us."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qa.index.milvus.coding import any_of, coded_query, coded_words, expression
from qa.index.milvus.engine import MOST, Row
from qa.index.milvus.store import Store, superseded
from qa.index.terms import query_terms
from qa.index.vectors import DECIMALS
from qa.protocols import Vectors
from qa.records import Filters, Hit, Passage

MARGIN = 16
"""Rows looked at beyond those wanted, in which ties and rows of no article have room."""
DEEP = 20
"""Times as many rows by words are asked for, so that most nearest passages have their score."""
TRIES = 4
RECENT = 60_000_000
"""Microseconds. What is younger may have been half written when it was found."""


def search(
    store: Store, collection: str, text: str, vector: Vectors | None, k: int, filters: Filters
) -> list[Hit]:
    """Return the union of the ``k`` best by cosine and by BM25, in the order they were added.

    An article may be found by half while it is written, or not at all while another takes its
    place. So a search that met a young article, or passages of none, is made again until two
    say the same; at last while no writer of this process writes.
    """
    passing = expression(filters)
    before: list[Hit] | None = None
    for _ in range(TRIES):
        one = _Search(store, collection, passing)
        hits = one.run(text, vector, k)
        if not one.missed and (hits == before or not one.has_young(hits)):
            return hits
        before = hits
    with store.lock:
        return _Search(store, collection, passing).run(text, vector, k)


@dataclass(slots=True)
class _Search:
    store: Store
    collection: str
    passing: str
    articles: dict[str, Row] = field(default_factory=dict)
    """Rows of articles; empty for those that are not there."""
    missed: bool = False
    """Whether passages of an article that is not there were among the best."""

    def has_young(self, hits: Sequence[Hit]) -> bool:
        """Say whether an article was written so lately that it may have been half there."""
        oldest = time.time_ns() // 1_000 - RECENT
        return any(int(self.articles[hit.passage.article_id]["number"]) > oldest for hit in hits)

    def run(self, text: str, vector: Vectors | None, k: int) -> list[Hit]:
        terms = coded_query(coded_words(" ".join(query_terms(text))).split())
        found: dict[str, Row] = {}
        cosines: dict[str, float] = {}
        if vector is not None:
            query = [float(value) for value in vector]
            rows, cosines, _ = self._best("dense", query, k, k + MARGIN)
            found |= {row["pk"]: row for row in rows}
        words: dict[str, float] = {}
        if terms:
            nearest = list(found)
            rows, words, full = self._best("sparse", terms, k, max(k + MARGIN, DEEP * k))
            found |= {row["pk"]: row for row in rows}
            missing = [pk for pk in nearest if pk not in words] if full else []
            if missing:
                # Milvus Lite weighs a word by the rows that pass: no score beyond the least seen.
                least = min(words.values())
                for pk, score in self._scores("sparse", terms, missing).items():
                    words[pk] = min(score, least)
        if vector is not None:
            missing = [pk for pk in found if pk not in cosines]
            if missing:
                cosines |= self._scores("dense", query, missing)
        return self._hits(found, cosines, words)

    def _best(
        self, ranking: str, query: Any, k: int, limit: int
    ) -> tuple[list[Row], dict[str, float], bool]:
        """Return the ``k`` best rows, the scores of all that were seen, whether there are more."""
        while True:
            rows = self.store.engine.nearest(self.collection, ranking, query, limit, self.passing)
            more = len(rows) >= limit and limit < MOST
            for row in rows:
                row["score"] = _rounded(row["score"], ranking)
            rows.sort(key=_order)
            good = self._whole(rows[: max(k + MARGIN, limit // DEEP)])
            # Of equals those added first count, so that the last must be worse than the k-th.
            if not more or (len(good) >= k and rows[-1]["score"] < good[k - 1]["score"]):
                return good[:k], {row["pk"]: row["score"] for row in rows}, more
            limit = min(MOST, 4 * limit)

    def _whole(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows whose articles are there."""
        ids = {str(row["article"]) for row in rows} - self.articles.keys()
        found = self.store.article_rows(ids, text=True) if ids else {}
        self.articles |= {each: found.get(each, {}) for each in ids}
        whole = [row for row in rows if self.articles[row["article"]]]
        self.missed = self.missed or len(whole) < len(rows)
        gone = superseded(self.articles.values())
        return [row for row in whole if row["article"] not in gone]

    def _scores(self, ranking: str, query: Any, keys: Sequence[str]) -> dict[str, float]:
        rows = self.store.engine.nearest(
            self.collection, ranking, query, len(keys), any_of("pk", keys)
        )
        return {row["pk"]: _rounded(row["score"], ranking) for row in rows}

    def _hits(
        self, found: dict[str, Row], cosines: dict[str, float], words: dict[str, float]
    ) -> list[Hit]:
        wanted = {str(row["article"]) for row in found.values()} - superseded(
            self.articles.values()
        )
        texts = self.store.whole({each: self.articles[each] for each in wanted})
        hits = []
        for row in sorted(found.values(), key=lambda row: _order(row)[1:]):
            article = texts.get(row["article"])
            if article is None and row["article"] not in wanted:
                continue
            if article is None:
                self.missed = True  # deleted since
                continue
            start, end = int(row["first"]), int(row["last"])
            passage = Passage(article.id, start, end, article.text[start:end])
            dense, lexical = cosines.get(row["pk"], 0.0), words.get(row["pk"], 0.0)
            hits.append(Hit(passage, article.title, article.date, dense, lexical, 0.0))
        return hits


def _order(row: Row) -> tuple[float, int, str, int]:
    return -row["score"], int(row["number"]), str(row["article"]), int(row["position"])


def _rounded(score: float, ranking: str) -> float:
    rounded = round(float(score), DECIMALS)
    return max(-1.0, min(1.0, rounded)) if ranking == "dense" else rounded
