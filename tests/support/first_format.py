"""The tables of a library of the first format, as that version made them."""

from __future__ import annotations

FORMAT_1 = """
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
INSERT INTO settings VALUES ('generation', '1'), ('embedder', 'hash-256'), ('dimension', '256');
PRAGMA user_version = 1;
"""
