"""The tables of a library file, and who may open it."""

from __future__ import annotations

import sqlite3

# "Copy" in ASCII: tells a library from any other SQLite file (sqlite.org/pragma.html).
APPLICATION_ID = 0x436F7079
SCHEMA_VERSION = 2

TOKENIZER = "porter unicode61 remove_diacritics 2"
# Titles and passages for BM25.
WORDS = (
    f"CREATE VIRTUAL TABLE words USING fts5 (title, text, content = '', tokenize = '{TOKENIZER}')"
)

# Text is stored once: passages are offsets into it, and the full-text table is
# contentless. AUTOINCREMENT never gives a number twice, which is what lets a
# cache of vectors be brought up to date by comparing article numbers.
TABLES = f"""
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
    text TEXT NOT NULL,
    pages TEXT NOT NULL DEFAULT '[]'
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

{WORDS};

INSERT INTO settings VALUES ('generation', '0');
"""

# Where an article was read: an absolute path or an address, and which part of it. ``modified``
# is the file's time in nanoseconds; -1 and an empty digest stand for "read it again".
ORIGINS = """
CREATE TABLE origins (
    origin TEXT NOT NULL,
    item TEXT NOT NULL DEFAULT '',
    article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (origin, item)
) WITHOUT ROWID;
CREATE INDEX origins_article ON origins (article);
"""

# MIGRATIONS[n] brings format n to n + 1.
MIGRATIONS = {
    1: f"ALTER TABLE articles ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';\n{ORIGINS}",
}


class Unusable(Exception):
    """The file is SQLite, but no library that this version can use; the message says why."""


def prepare(db: sqlite3.Connection) -> None:
    """Check that ``db`` is a library, creating the tables in an empty file.

    A library of an earlier format is brought to this one in one transaction. Nothing is
    written to a file that holds anything else.

    Raises:
        Unusable: Another program's file, a newer Copydesk's, or an older one's that cannot
            be written.
        sqlite3.Error: The file cannot be read or written.
    """
    version = _version(db)
    if version == SCHEMA_VERSION:
        return
    if version == 0:
        # WAL lets readers go on while one process writes; it is a property of the
        # file, and cannot be set inside a transaction.
        db.execute("PRAGMA journal_mode = WAL")
    try:
        db.execute("BEGIN IMMEDIATE")
        # Another process may have done it all while this one waited.
        version = _version(db)
        if version == 0:
            _run(db, TABLES + ORIGINS)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for step in range(version or SCHEMA_VERSION, SCHEMA_VERSION):
            _run(db, MIGRATIONS[step])
        _stamp(db)
        db.execute("COMMIT")
    except BaseException as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if version and code == sqlite3.SQLITE_READONLY:
            raise Unusable(
                f"is a library of format {version}, which is brought to format {SCHEMA_VERSION} "
                "before it is read, but it cannot be written; make it and its folder writable, "
                "or open a copy with --library"
            ) from error
        raise


def _run(db: sqlite3.Connection, statements: str) -> None:
    # Not executescript: it would commit the open transaction first.
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _stamp(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _version(db: sqlite3.Connection) -> int:
    """Return a library's format, 0 for a file without tables; raise for anything else."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if application == APPLICATION_ID:
        if version > SCHEMA_VERSION:
            raise Unusable(
                f"was written by a newer Copydesk (format {version}, this one reads up to "
                f"{SCHEMA_VERSION}); upgrade Copydesk"
            )
        if version < 1:
            raise Unusable(
                f"is damaged (format {version}); restore a copy, or start another with --library"
            )
        return version
    if application or version or db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        raise Unusable(
            "is another program's SQLite file, not a library; name another with --library"
        )
    return 0
