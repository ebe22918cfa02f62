"""Mend a library file: what can be made anew from the articles' texts, by SQL."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from qa.index import integrity, queries
from qa.index.schema import WORDS
from qa.index.vectors import pack
from qa.protocols import Vectors


@dataclass(frozen=True, slots=True)
class ArticleRepair:
    """What an article gets anew: passages as offsets, their vectors, or neither (None)."""

    number: int
    text: str
    spans: tuple[tuple[int, int], ...] | None = None
    vectors: Vectors | None = None


def rebuild_indexes(db: sqlite3.Connection) -> None:
    """Make the file's own indexes anew from their tables."""
    db.execute("REINDEX")


def repair_settings(db: sqlite3.Connection) -> None:
    """Give a lost count of changes a value that no cache can have seen."""
    row = db.execute("SELECT value FROM settings WHERE key = 'generation'").fetchone()
    if row is None or not (str(row[0]).isascii() and str(row[0]).isdecimal()):
        db.execute(
            "INSERT OR REPLACE INTO settings VALUES ('generation', ?)", (str(time.time_ns()),)
        )


def record_embedder(db: sqlite3.Connection, name: str, dimension: int) -> None:
    """Write down whose vectors the library holds."""
    db.executemany(
        "INSERT OR REPLACE INTO settings VALUES (?, ?)",
        [("embedder", name), ("dimension", str(dimension))],
    )


def drop_orphans(db: sqlite3.Connection) -> None:
    """Delete rows of articles that are not there."""
    for table in ("passages", "vectors", "origins"):
        db.execute(f"DELETE FROM {table} WHERE article NOT IN (SELECT number FROM articles)")


def repair_articles(db: sqlite3.Connection, renewals: Sequence[ArticleRepair]) -> None:
    """Write passages and vectors anew, and what is derived from them and the text.

    An article that has gone or changed since it was read is passed over.
    """
    for renewal in renewals:
        stored = (
            integrity.read_article(db, renewal.number) if _present(db, renewal.number) else None
        )
        if stored is None or stored.text != renewal.text:
            continue
        spans = renewal.spans if renewal.spans is not None else stored.spans
        if renewal.vectors is not None and len(renewal.vectors) != len(spans):
            continue
        if renewal.spans is not None:
            _put_passages(db, renewal.number, renewal.spans)
        if renewal.vectors is not None:
            db.execute(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                (renewal.number, pack(renewal.vectors)),
            )
        _derive(db, stored)
    queries.bump_vectors_version(db)


def _present(db: sqlite3.Connection, number: int) -> bool:
    found = db.execute("SELECT 1 FROM articles WHERE number = ?", (number,))
    return found.fetchone() is not None


def _put_passages(db: sqlite3.Connection, article: int, spans: Sequence[tuple[int, int]]) -> None:
    """Replace an article's passages, under the numbers it had if they have room.

    Of equal hits the lowest number wins, so that a repair should not move them to the end.
    """
    db.execute("DELETE FROM passages WHERE article = ?", (article,))
    first = db.execute(
        "SELECT coalesce(max(number), 0) + 1 FROM passages WHERE article < ?", (article,)
    ).fetchone()[0]
    beyond = db.execute(
        "SELECT min(number) FROM passages WHERE article > ?", (article,)
    ).fetchone()[0]
    fits = beyond is None or first + len(spans) <= beyond
    db.executemany(
        'INSERT INTO passages (number, article, start, "end") VALUES (?, ?, ?, ?)',
        [
            (first + at if fits else None, article, start, end)
            for at, (start, end) in enumerate(spans)
        ],
    )


def _derive(db: sqlite3.Connection, stored: integrity.Stored) -> None:
    """Set the columns that follow from an article's text and passages."""
    text = stored.text or ""
    number = stored.number
    own = integrity.id_of_text(text)
    twin = db.execute(
        "SELECT 1 FROM articles WHERE id = ? AND number <> ?", (own, number)
    ).fetchone()
    if twin is not None:
        # Its text is there under its own id already.
        db.execute("DELETE FROM articles WHERE number = ?", (number,))
        return
    pages = stored.pages if integrity.valid_pages(stored.pages, len(text)) else json.dumps([])
    db.execute(
        "UPDATE articles SET id = ?, characters = ?, pages = ?, passages = "
        "(SELECT count(*) FROM passages WHERE article = ?) WHERE number = ?",
        (own, len(text), pages, number, number),
    )


def rebuild_words(db: sqlite3.Connection) -> None:
    """Make the index of words anew from titles and passages."""
    # Dropped, not emptied: a damaged index may refuse even that.
    db.execute("DROP TABLE IF EXISTS words")
    db.execute(WORDS)
    for number in integrity.article_numbers(db):
        stored = integrity.read_article(db, number)
        text = stored.text or ""
        db.executemany(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            [(row, stored.title, text[start:end]) for row, start, end in stored.spans],
        )
    queries.bump_vectors_version(db)
