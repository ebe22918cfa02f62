"""A library as a list to look through: searched, filtered, sorted, a part at a time."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence

from qa.index.queries import INFO_COLUMNS, drop_surrogates, filter_condition
from qa.records import ArticleInfo, Facets, Filters

ORDERS: Mapping[str, str] = {
    "added": "number",
    "newest": "date DESC, number",
    "oldest": "date, number DESC",
    "title": "lower(title), date DESC, number",
    "source": "lower(source), date DESC, number",
}
# What a list shows of an article.
_SHOWN = " || char(10) || ".join(("title", "source", "author", "date", "url", "id"))
_FACETS = {
    "sources": "source",
    "authors": "author",
    "languages": "language",
    "years": "substr(date, 1, 4)",
}


def list_page(
    db: sqlite3.Connection, query: str, filters: Filters, order: str, offset: int, limit: int
) -> tuple[int, list[ArticleInfo]]:
    """Return how many articles fit, and ``limit`` of them from ``offset`` on."""
    condition, values = _condition(query, filters)
    total = db.execute(f"SELECT count(*) FROM articles WHERE {condition}", values).fetchone()[0]
    rows = db.execute(
        f"SELECT {INFO_COLUMNS} FROM articles WHERE {condition} "
        f"ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return int(total), [ArticleInfo(*row) for row in rows]


def list_ids(
    db: sqlite3.Connection,
    query: str,
    filters: Filters,
    order: str,
    offset: int = 0,
    limit: int = -1,
) -> list[str]:
    """Return the ids of the articles that fit, from ``offset`` on; all when ``limit`` is -1."""
    condition, values = _condition(query, filters)
    rows = db.execute(
        f"SELECT id FROM articles WHERE {condition} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [row[0] for row in rows]


def count_facets(db: sqlite3.Connection, filters: Filters) -> Facets:
    """Return how many articles there are of each source, author, language and year."""
    condition, values = filter_condition(filters)
    counted = {
        name: dict(
            db.execute(
                f"SELECT {value} AS name, count(*) AS n FROM articles WHERE {condition} "
                "GROUP BY name HAVING name <> '' ORDER BY n DESC, name",
                values,
            ).fetchall()
        )
        for name, value in _FACETS.items()
    }
    return Facets(**counted)


def _condition(query: str, filters: Filters) -> tuple[str, Sequence[str]]:
    """Return an SQL condition on ``articles``: the filters, and every word in it somewhere."""
    condition, values = filter_condition(filters)
    conditions = [condition]
    for word in drop_surrogates(query).split():
        shown = f"instr(lower({_SHOWN}), lower(?))"
        values.append(word)
        # Digits and letters alone reach FTS5, so that nothing typed is an operator.
        parts = re.findall(r"\w+", word.casefold())
        if parts:
            # What is being typed may be the beginning of a word.
            shown += (
                " OR number IN (SELECT p.article FROM words w JOIN passages p "
                "ON p.number = w.rowid WHERE words MATCH ?)"
            )
            values.append(" ".join(f'"{part}"' for part in parts) + "*")
        conditions.append(f"({shown})")
    return " AND ".join(conditions), values
