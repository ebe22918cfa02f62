"""Where articles came from: what one open transaction reads and writes of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence

from qa.index import queries
from qa.records import ArticleInfo, Filters, Origin, Outcome

_SELECT = (
    "SELECT o.origin, o.item, a.id, o.size, o.modified, o.digest FROM origins o "
    "JOIN articles a ON a.number = o.article WHERE {} ORDER BY o.origin, o.item"
)


def items_at(db: sqlite3.Connection, origin: str) -> list[Origin]:
    """Return the items of one origin."""
    return [Origin(*row) for row in db.execute(_SELECT.format("o.origin = ?"), (origin,))]


def of_article(db: sqlite3.Connection, number: int) -> tuple[Origin, ...]:
    """Return where one article came from."""
    found = db.execute(_SELECT.format("o.article = ?"), (number,))
    return tuple(Origin(*row) for row in found)


def items_under(db: sqlite3.Connection, folder: str) -> list[Origin]:
    """Return the items of every file below ``folder``."""
    first = folder.rstrip(os.sep) + os.sep
    # The least text that is above all that begin with ``first``.
    beyond = first[:-1] + chr(ord(os.sep) + 1)
    found = db.execute(_SELECT.format("o.origin >= ? AND o.origin < ?"), (first, beyond))
    return [Origin(*row) for row in found]


def is_only_origin(db: sqlite3.Connection, number: int, origin: Origin) -> bool:
    """Say whether an article came from ``origin`` and from nowhere else."""
    found = db.execute("SELECT origin, item FROM origins WHERE article = ? LIMIT 2", (number,))
    return found.fetchall() == [(origin.origin, origin.item)]


def link(db: sqlite3.Connection, number: int, origin: Origin) -> Outcome:
    """Note where article ``number`` came from; delete what was there before, if all else is.

    Returns "replaced" if an article was deleted, else "unchanged".
    """
    before = db.execute(
        "SELECT article FROM origins WHERE origin = ? AND item = ?", (origin.origin, origin.item)
    ).fetchone()
    db.execute(
        "INSERT INTO origins VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET article = "
        "excluded.article, size = excluded.size, modified = excluded.modified, "
        "digest = excluded.digest",
        (origin.origin, origin.item, number, origin.size, origin.modified, origin.digest),
    )
    if before is None or before[0] == number:
        return "unchanged"
    return "replaced" if _deleted(db, before[0]) else "unchanged"


def stamp(db: sqlite3.Connection, origin: str, size: int, modified: int, digest: str) -> None:
    """Note the state in which all items of one origin were read."""
    db.execute(
        "UPDATE origins SET size = ?, modified = ?, digest = ? WHERE origin = ?",
        (size, modified, digest, origin),
    )


def forget(db: sqlite3.Connection, gone: Sequence[Origin]) -> list[ArticleInfo]:
    """Drop origins; return the articles that were deleted as they have no other."""
    deleted = []
    for each in gone:
        row = db.execute(
            "DELETE FROM origins WHERE origin = ? AND item = ? RETURNING article",
            (each.origin, each.item),
        ).fetchone()
        if row is not None and (info := _deleted(db, row[0])):
            deleted.append(info)
    return deleted


def _deleted(db: sqlite3.Connection, number: int) -> ArticleInfo | None:
    """Delete an article that no origin holds any more, and return what it was."""
    if db.execute("SELECT 1 FROM origins WHERE article = ? LIMIT 1", (number,)).fetchone():
        return None
    article_id = db.execute("SELECT id FROM articles WHERE number = ?", (number,)).fetchone()[0]
    [info] = queries.list_articles(db, Filters(article_ids=(article_id,)))
    found = queries.find_article(db, article_id)
    if found is not None:
        queries.delete_article(db, *found)
    return info
