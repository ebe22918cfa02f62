"""The SQL of the conversations that a library keeps."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from qa.index.queries import drop_surrogates
from qa.records import ConversationInfo, Entry

# Made when the first conversation is kept, so that a library without any is as it always was
# and an earlier version still reads one with some: it knows nothing that depends on these.
TABLES = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    mode TEXT NOT NULL,
    text TEXT NOT NULL,
    asked TEXT NOT NULL,
    state TEXT NOT NULL,
    understood TEXT NOT NULL,
    options TEXT NOT NULL,
    result TEXT,
    message TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS entries_conversation ON entries (conversation);
"""
ENTRY = "id, conversation, mode, text, asked, state, understood, options, result, message"


def make_tables(db: sqlite3.Connection) -> None:
    """Make the tables where there are none."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)


def has_tables(db: sqlite3.Connection) -> bool:
    """Say whether a conversation was ever kept here."""
    found = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'conversations'").fetchone()
    return found is not None


def insert_conversation(db: sqlite3.Connection, made: ConversationInfo) -> None:
    """Begin a conversation."""
    make_tables(db)
    db.execute(
        "INSERT INTO conversations VALUES (?, ?, ?, ?, ?)",
        (made.id, drop_surrogates(made.owner), made.title, made.created, made.updated),
    )


def list_conversations(db: sqlite3.Connection, owner: str) -> list[ConversationInfo]:
    """Return an owner's conversations, the one that was used last first."""
    if not has_tables(db):
        return []
    rows = db.execute(
        "SELECT id, owner, title, created, updated, "
        "(SELECT count(*) FROM entries e WHERE e.conversation = c.id) FROM conversations c "
        "WHERE owner = ? ORDER BY updated DESC, id",
        (drop_surrogates(owner),),
    )
    return [ConversationInfo(*row) for row in rows]


def delete_conversation(db: sqlite3.Connection, owner: str, conversation_id: str) -> bool:
    """Delete a conversation of this owner with all its entries; False when there is none."""
    if not has_tables(db):
        return False
    found = db.execute(
        "DELETE FROM conversations WHERE id = ? AND owner = ?",
        (drop_surrogates(conversation_id), drop_surrogates(owner)),
    )
    return found.rowcount > 0


def put_entry(db: sqlite3.Connection, entry: Entry) -> bool:
    """Store an entry, in place of what it was before; False if its conversation is gone."""
    if not has_tables(db):
        return False
    touched = db.execute(
        "UPDATE conversations SET updated = max(updated, ?), "
        "title = CASE title WHEN '' THEN ? ELSE title END WHERE id = ?",
        (entry.asked, drop_surrogates(entry.text), drop_surrogates(entry.conversation_id)),
    )
    if not touched.rowcount:
        return False
    db.execute(
        f"INSERT INTO entries ({ENTRY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET mode = excluded.mode, state = excluded.state, "
        "understood = excluded.understood, result = excluded.result, message = excluded.message",
        (
            *(entry.id, entry.conversation_id, entry.mode, drop_surrogates(entry.text)),
            *(entry.asked, entry.state, drop_surrogates(entry.understood)),
            json.dumps(dict(entry.options)),
            None if entry.result is None else json.dumps(dict(entry.result)),
            drop_surrogates(entry.message),
        ),
    )
    return True


def list_entries(db: sqlite3.Connection, owner: str, conversation_id: str) -> list[Entry] | None:
    """Return a conversation's entries, oldest first; None when this owner has no such one."""
    if not has_tables(db):
        return None
    key = (drop_surrogates(conversation_id), drop_surrogates(owner))
    if not db.execute("SELECT 1 FROM conversations WHERE id = ? AND owner = ?", key).fetchone():
        return None
    rows = db.execute(
        f"SELECT {ENTRY} FROM entries WHERE conversation = ? ORDER BY number", key[:1]
    )
    return [_entry(row) for row in rows]


def find_entry(db: sqlite3.Connection, owner: str, entry_id: str) -> Entry | None:
    """Return one entry of this owner's conversations."""
    if not has_tables(db):
        return None
    row = db.execute(
        f"SELECT {ENTRY} FROM entries WHERE id = ? AND conversation IN "
        "(SELECT id FROM conversations WHERE owner = ?)",
        (drop_surrogates(entry_id), drop_surrogates(owner)),
    ).fetchone()
    return _entry(row) if row else None


def has_unfinished(db: sqlite3.Connection) -> bool:
    """Say whether an entry is marked as waiting or worked on."""
    if not has_tables(db):
        return False
    found = db.execute("SELECT 1 FROM entries WHERE state IN ('waiting', 'running') LIMIT 1")
    return found.fetchone() is not None


def stop_unfinished(db: sqlite3.Connection) -> int:
    """Mark as stopped what nobody works on any more; return how many."""
    if not has_tables(db):
        return 0
    found = db.execute("UPDATE entries SET state = 'stopped' WHERE state IN ('waiting', 'running')")
    return found.rowcount


def _entry(row: tuple[Any, ...]) -> Entry:
    """Return an entry of its row, whose fields are those of ``Entry`` in order."""
    entry_id, conversation, mode, text, asked, state, understood, options, result, message = row
    return Entry(
        entry_id,
        conversation,
        mode,
        text,
        asked,
        state,
        understood,
        json.loads(options),
        json.loads(result) if result else None,
        message,
    )
