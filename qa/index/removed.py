"""Articles taken out of a library whole, so that they can be put back as they were."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from qa.index import origins, queries
from qa.index.vectors import STORED
from qa.records import Passage, Removed


def take_out(db: sqlite3.Connection, article_ids: Sequence[str]) -> list[Removed]:
    """Remove articles, and return them in this order; those that are not there are left out."""
    taken: list[Removed] = []
    for article_id in article_ids:
        found = queries.find_article(db, article_id)
        made_by = queries.recorded_embedder(db)
        if found is None or made_by is None:
            continue
        number, article = found
        spans = queries.passage_offsets(db, number)
        stored = db.execute("SELECT data FROM vectors WHERE article = ?", (number,)).fetchone()
        data = np.frombuffer(stored[0] if stored else b"", dtype=STORED)
        rows = data.reshape(len(spans), made_by[1]).astype(np.float32)
        passages = tuple(Passage(article.id, s, e, article.text[s:e]) for _, s, e in spans)
        taken.append(Removed(article, passages, rows, made_by, origins.of_article(db, number)))
        queries.delete_article(db, number, article)
    return taken


def put_back(db: sqlite3.Connection, removed: Sequence[Removed]) -> list[str]:
    """Store removed articles again; return the ids of those that were not there meanwhile.

    An origin that holds another article by now keeps that one.
    """
    restored: list[str] = []
    for each in removed:
        if queries.find_article(db, each.article.id) is not None:
            continue
        if queries.recorded_embedder(db) not in (None, each.made_by):
            continue
        number = queries.insert_article(db, each.article, each.passages, each.vectors, each.made_by)
        for origin in each.origins:
            if not any(o.item == origin.item for o in origins.items_at(db, origin.origin)):
                origins.link(db, number, origin)
        restored.append(each.article.id)
    return restored
