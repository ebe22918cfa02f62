"""Vectors of another embedder, gathered in a table beside the old ones until all are there.

Readers use the old vectors all the while. Whatever is gathered survives a kill; the switch is
one short transaction. ``vectors_next`` exists only from the first batch to the switch.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from qa.index import queries
from qa.index.schema import Unusable
from qa.index.vectors import pack
from qa.protocols import Vectors
from qa.records import Waiting

NEXT_TABLE = """
CREATE TABLE IF NOT EXISTS vectors_next (
    article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    data BLOB NOT NULL
)"""
_KEYS = ("next_embedder", "next_dimension")


def start_table(db: sqlite3.Connection, name: str, dimension: int) -> int:
    """Prepare for vectors of ``name``; return how many articles have theirs from earlier.

    What was gathered for another embedder is dropped.
    """
    if _target(db) != (name, str(dimension)):
        drop_table(db)
    db.execute(NEXT_TABLE)
    db.executemany(
        "INSERT OR REPLACE INTO settings VALUES (?, ?)",
        [(_KEYS[0], name), (_KEYS[1], str(dimension))],
    )
    return int(db.execute("SELECT count(*) FROM vectors_next").fetchone()[0])


def drop_table(db: sqlite3.Connection) -> None:
    """Forget what was gathered."""
    db.execute("DROP TABLE IF EXISTS vectors_next")
    db.executemany("DELETE FROM settings WHERE key = ?", [(key,) for key in _KEYS])


def count_waiting(db: sqlite3.Connection) -> tuple[int, int]:
    """Return how many articles and passages have no new vectors yet."""
    row = db.execute(
        "SELECT count(*), coalesce(sum(passages), 0) FROM articles "
        "WHERE number NOT IN (SELECT article FROM vectors_next)"
    ).fetchone()
    return int(row[0]), int(row[1])


def next_articles(db: sqlite3.Connection, limit: int) -> list[Waiting]:
    """Return up to ``limit`` articles without new vectors, in the order they were added."""
    found = db.execute(
        "SELECT number, title, text FROM articles "
        "WHERE number NOT IN (SELECT article FROM vectors_next) ORDER BY number LIMIT ?",
        (limit,),
    ).fetchall()
    return [
        Waiting(number, title, tuple(text[s:e] for _, s, e in queries.passage_offsets(db, number)))
        for number, title, text in found
    ]


def store_vectors(
    db: sqlite3.Connection, target: tuple[str, int], made: Sequence[tuple[Waiting, Vectors]]
) -> None:
    """Keep the new vectors of articles that are still there.

    Raises:
        Unusable: Another process has begun to gather another embedder's, or was quicker.
    """
    if _target(db) != (target[0], str(target[1])):
        raise Unusable(
            f"is no longer being given vectors of {target[0]}: another process has finished or "
            "begun something else; look with `copydesk check`, and try again"
        )
    # OR IGNORE: a second process may be at the same work, and has come to the same vectors.
    db.executemany(
        "INSERT OR IGNORE INTO vectors_next SELECT number, ? FROM articles WHERE number = ?",
        [(pack(vectors), each.number) for each, vectors in made],
    )


def swap_vectors(db: sqlite3.Connection, target: tuple[str, int]) -> None:
    """Put the new vectors in the place of the old; ``vectors_next`` must be complete."""
    db.execute("DROP TABLE vectors")
    db.execute("ALTER TABLE vectors_next RENAME TO vectors")
    db.executemany(
        "INSERT OR REPLACE INTO settings VALUES (?, ?)",
        [("embedder", target[0]), ("dimension", str(target[1]))],
    )
    db.executemany("DELETE FROM settings WHERE key = ?", [(key,) for key in _KEYS])
    queries.bump_vectors_version(db)


def _target(db: sqlite3.Connection) -> tuple[str, str] | None:
    """Return name and dimension that ``start_table`` was given last; None when nothing is begun."""
    table = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'vectors_next'").fetchone()
    found = dict(db.execute("SELECT key, value FROM settings WHERE key IN (?, ?)", _KEYS))
    if table is None or len(found) < len(_KEYS):
        return None
    return str(found[_KEYS[0]]), str(found[_KEYS[1]])
