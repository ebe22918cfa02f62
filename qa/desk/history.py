"""The conversations that a library keeps, each its owner's."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import replace
from typing import Any

from qa.errors import InputError
from qa.index import conversations
from qa.protocols import NoteFile
from qa.records import ConversationInfo, Entry, EntryMode


class History:
    """Conversations in a library's file; safe to share between threads and processes."""

    def __init__(self, notes: NoteFile) -> None:
        """Keep conversations in this file."""
        self._notes = notes

    def conversations(self, owner: str = "") -> list[ConversationInfo]:
        """Return an owner's conversations, the one that was used last first."""
        with self._notes.reading() as db:
            return conversations.list_conversations(db, owner)

    def begin(self, owner: str = "") -> ConversationInfo:
        """Begin an empty conversation."""
        now = _now()
        made = ConversationInfo(secrets.token_hex(8), owner, "", now, now, 0)
        with self._notes.writing() as db:
            conversations.insert_conversation(db, made)
        return made

    def delete(self, conversation_id: str, owner: str = "") -> None:
        """Delete a conversation.

        Raises:
            InputError: this owner has no such conversation.
        """
        with self._notes.writing() as db:
            if not conversations.delete_conversation(db, owner, conversation_id):
                raise InputError(_MISSING)

    def entries(self, conversation_id: str, owner: str = "") -> list[Entry]:
        """Return what was asked and what came of it, oldest first.

        Raises:
            InputError: this owner has no such conversation.
        """
        with self._notes.reading() as db:
            found = conversations.list_entries(db, owner, conversation_id)
        if found is None:
            raise InputError(_MISSING)
        return found

    def entry(self, entry_id: str, owner: str = "") -> Entry:
        """Return one entry.

        Raises:
            InputError: this owner has no such entry.
        """
        with self._notes.reading() as db:
            found = conversations.find_entry(db, owner, entry_id)
        if found is None:
            raise InputError(_MISSING)
        return found

    def append(
        self, conversation_id: str, mode: EntryMode, text: str, options: dict[str, Any]
    ) -> Entry:
        """Add an entry that is yet to be worked on.

        Raises:
            InputError: the conversation is gone.
        """
        entry = Entry(secrets.token_hex(8), conversation_id, mode, text, _now(), options=options)
        self.put(entry)
        return entry

    def put(self, entry: Entry) -> None:
        """Store an entry in place of what it was before.

        Raises:
            InputError: its conversation is gone.
        """
        with self._notes.writing() as db:
            if not conversations.put_entry(db, entry):
                raise InputError(_MISSING)

    def stop_unfinished(self) -> int:
        """Mark what nobody works on any more as stopped; return how many entries these were."""
        with self._notes.reading() as db:
            if not conversations.has_unfinished(db):  # a library may be one to be read only
                return 0
        with self._notes.writing() as db:
            return conversations.stop_unfinished(db)


_MISSING = "this conversation is gone; begin another"


def stopped(entry: Entry) -> Entry:
    """Return an entry as it is when it was stopped."""
    return replace(entry, state="stopped")


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
