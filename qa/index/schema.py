"""The tables of a library file, and who may open it."""

from __future__ import annotations

import sqlite3

# "Copy" in ASCII: tells a library from any other SQLite file (sqlite.org/pragma.html).
APPLICATION_ID = 0x436F7079
SCHEMA_VERSION = 1

# Text is stored once: passages are offsets into it, and the full-text table is
# contentless. AUTOINCREMENT never gives a number twice, which is what lets a
# cache of vectors be brought up to date by comparing article numbers.
TABLES = """
CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    date TEXT NOT NULL,
    url TEXT NOT NULL,
    language TEXT NOT NULL,
    characters INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX articles_date ON articles (date);

CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
);
CREATE INDEX passages_article ON passages (article);

CREATE TABLE vectors (
    article INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,
    data BLOB NOT NULL
);

CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);

INSERT INTO settings VALUES ('generation', '0');
"""


class Unusable(Exception):
    """The file is SQLite, but no library that this version can use; the message says why."""


def prepare(db: sqlite3.Connection) -> None:
    """Check that ``db`` is a library, creating the tables in an empty file.

    Nothing is written to a file that holds anything else.

    Raises:
        Unusable: Another program's file, or a newer Copydesk's.
        sqlite3.Error: The file cannot be read or written.
    """
    if _is_library(db):
        return
    # WAL lets readers go on while one process writes; it is a property of the
    # file, and cannot be set inside a transaction.
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have created the tables while this one waited.
        if not _is_library(db):
            for statement in TABLES.split(";\n"):
                if statement.strip():
                    db.execute(statement)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _is_library(db: sqlite3.Connection) -> bool:
    """Return False for a file without tables; raise for one that is something else."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if application == APPLICATION_ID:
        if version > SCHEMA_VERSION:
            raise Unusable(
                f"was written by a newer Copydesk (format {version}, this one reads up to "
                f"{SCHEMA_VERSION}); upgrade Copydesk"
            )
        return True
    if application or version or db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise Unusable(
            "is another program's SQLite file, not a library; name another with --library"
        )
    return False
