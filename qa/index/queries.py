"""The SQL of a library: what one open transaction reads and writes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from qa.index.schema import Unusable
from qa.index.vectors import pack
from qa.protocols import Vectors
from qa.records import Article, ArticleInfo, Filters, Passage

INFO_COLUMNS = "id, title, source, author, date, url, language, characters, passages"
ARTICLE_COLUMNS = "id, text, title, source, author, date, url, language, pages"


def drop_surrogates(text: str) -> str:
    """Return ``text`` as SQLite can bind it: a lone surrogate is in no stored text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def generation(db: sqlite3.Connection) -> int:
    """Return the count of changes ever made, the key of every cache."""
    return int(_setting(db, "generation"))


def vectors_version(db: sqlite3.Connection) -> int:
    """Return how often vectors of stored articles were made anew; caches of others are void."""
    row = db.execute("SELECT value FROM settings WHERE key = 'edition'").fetchone()
    return int(_setting(db, "edition")) if row else 0


def bump_vectors_version(db: sqlite3.Connection) -> None:
    """Say that vectors of stored articles have changed."""
    db.execute("INSERT OR IGNORE INTO settings VALUES ('edition', '0')")
    db.execute("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE key = 'edition'")
    _count_change(db)


def recorded_embedder(db: sqlite3.Connection) -> tuple[str, int] | None:
    """Return name and dimension of the stored vectors' embedder; None without an article."""
    if db.execute("SELECT 1 FROM articles LIMIT 1").fetchone() is None:
        return None
    return str(_setting(db, "embedder")), int(_setting(db, "dimension"))


def find_article(db: sqlite3.Connection, article_id: str) -> tuple[int, Article] | None:
    """Return an article and its number."""
    row = db.execute(
        f"SELECT number, {ARTICLE_COLUMNS} FROM articles WHERE id = ?",
        (drop_surrogates(article_id),),
    ).fetchone()
    return (row[0], replace(Article(*row[1:9]), pages=_pages(row[9]))) if row else None


def article_texts(db: sqlite3.Connection, article_ids: Sequence[str]) -> dict[str, str]:
    """Return the texts of the articles that are there, by id."""
    wanted = json.dumps([drop_surrogates(each) for each in article_ids])
    rows = db.execute(
        "SELECT id, text FROM articles WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
    )
    return dict(rows.fetchall())


def list_articles(db: sqlite3.Connection, filters: Filters) -> list[ArticleInfo]:
    """Return the articles that pass, newest date first, then as they were added."""
    condition, values = filter_condition(filters)
    rows = db.execute(
        f"SELECT {INFO_COLUMNS} FROM articles WHERE {condition} ORDER BY date DESC, number", values
    )
    return [ArticleInfo(*row) for row in rows]


def passing_numbers(db: sqlite3.Connection, filters: Filters) -> NDArray[np.int64]:
    """Return the numbers of the articles that pass."""
    condition, values = filter_condition(filters)
    rows = db.execute(f"SELECT number FROM articles WHERE {condition}", values)
    return np.fromiter((row[0] for row in rows), dtype=np.int64)


def insert_article(
    db: sqlite3.Connection,
    article: Article,
    passages: Sequence[Passage],
    vectors: Vectors,
    made_by: tuple[str, int],
) -> int:
    """Write one article, its passages, words and vectors; return its number."""
    db.executemany(
        "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        [("embedder", made_by[0]), ("dimension", str(made_by[1]))],
    )
    info = (article.id, article.title, article.source, article.author, article.date)
    number = _rowid(
        db,
        f"INSERT INTO articles ({INFO_COLUMNS}, text, pages) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(*info, article.url, article.language, len(article.text), len(passages)),
            *(article.text, json.dumps(article.pages)),
        ),
    )
    for passage in passages:
        row = db.execute(
            'INSERT INTO passages (article, start, "end") VALUES (?, ?, ?)',
            (number, passage.start, passage.end),
        ).lastrowid
        db.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (row, article.title, passage.text),
        )
    db.execute("INSERT INTO vectors VALUES (?, ?)", (number, pack(vectors)))
    _count_change(db)
    return number


def _rowid(db: sqlite3.Connection, statement: str, values: Sequence[object]) -> int:
    return int(db.execute(statement, values).lastrowid or 0)


def delete_article(db: sqlite3.Connection, number: int, article: Article) -> None:
    """Delete all that ``insert_article`` wrote."""
    # A contentless table has to be told what it indexed (sqlite.org/fts5.html, section 6.3).
    db.executemany(
        "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        [(row, article.title, article.text[s:e]) for row, s, e in passage_offsets(db, number)],
    )
    db.execute("DELETE FROM articles WHERE number = ?", (number,))
    _count_change(db)


def passage_offsets(db: sqlite3.Connection, number: int) -> list[tuple[int, int, int]]:
    """Return (passage number, start, end) of an article's passages, in its order."""
    return db.execute(
        'SELECT number, start, "end" FROM passages WHERE article = ? ORDER BY number', (number,)
    ).fetchall()


def load_passages(db: sqlite3.Connection, wanted: list[int]) -> list[tuple[Passage, str, str]]:
    """Return (passage, title, date) for each passage number of ``wanted``, which ascends."""
    rows = db.execute(
        'SELECT p.start, p."end", a.number, a.id, a.title, a.date FROM passages p '
        "JOIN articles a ON a.number = p.article "
        "WHERE p.number IN (SELECT value FROM json_each(?)) ORDER BY p.number",
        (json.dumps(wanted),),
    ).fetchall()
    texts: dict[int, str] = {}
    for number in {row[2] for row in rows}:
        text = db.execute("SELECT text FROM articles WHERE number = ?", (number,))
        texts[number] = text.fetchone()[0]
    return [
        (Passage(article_id, start, end, texts[number][start:end]), title, date)
        for start, end, number, article_id, title, date in rows
    ]


def filter_condition(filters: Filters) -> tuple[str, list[str]]:
    """Return an SQL condition on ``articles``, and its values; ``fold`` is ``fold_name``."""
    conditions, values = ["1"], []
    for column, wanted, shown in (
        ("id", filters.article_ids, "value"),
        ("fold(source)", filters.sources, "fold(value)"),
    ):
        if wanted:
            conditions.append(f"{column} IN (SELECT {shown} FROM json_each(?))")
            values.append(json.dumps(wanted))
    # A name or address is known in part; "en" also means "en-GB" (RFC 4647, section 3.3.1).
    for column, wanted, test in (
        ("author", filters.authors, "instr(fold(author), fold(value))"),
        ("url", filters.urls, "instr(lower(url), lower(value))"),
        (
            "language",
            filters.languages,
            "substr(lower(language) || '-', 1, length(value) + 1) = lower(value) || '-'",
        ),
    ):
        if wanted:
            conditions.append(
                f"{column} <> '' AND EXISTS (SELECT 1 FROM json_each(?) WHERE {test})"
            )
            # json.dumps escapes a lone surrogate, and SQLite reads it as no character at all.
            values.append(json.dumps(wanted))
    # Dates compare to the precision that both have: "until 2025-03" includes
    # 2025-03-31T23:59, and an article dated by its day alone is in all of that day.
    for bound, operator in (
        (drop_surrogates(filters.since), ">="),
        (drop_surrogates(filters.until), "<="),
    ):
        if bound:
            conditions.append(
                f"date <> '' AND substr(date, 1, length(?)) {operator} substr(?, 1, length(date))"
            )
            values += [bound, bound]
    return " AND ".join(conditions), values


def _pages(stored: str) -> tuple[int, ...]:
    try:
        return tuple(int(start) for start in json.loads(stored))
    except (ValueError, TypeError):
        raise Unusable(
            "is damaged (an article's pages); restore a copy, or start another with --library"
        ) from None


def _count_change(db: sqlite3.Connection) -> None:
    db.execute("UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'")


def _setting(db: sqlite3.Connection, key: str) -> str:
    row = db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
    if row is None or (key != "embedder" and not str(row[0]).isdecimal()):
        raise Unusable(
            f"is damaged (setting {key!r}); restore a copy, or start another with --library"
        )
    return str(row[0])
