"""Conversations as a library keeps them: what was asked, in which way, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from qa.records.record import Record

EntryMode = Literal["ask", "compare", "summarize", "quotes", "verify"]
"""What is done with the words of an entry."""

EntryState = Literal["waiting", "running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class ConversationInfo(Record):
    """A conversation without its entries; ``title`` is its first question, "" before that.

    ``owner`` is a user's name, "" where there are no users. ``created`` and ``updated`` are
    ISO 8601 times in UTC.
    """

    id: str
    owner: str
    title: str
    created: str
    updated: str
    entries: int


@dataclass(frozen=True, slots=True)
class Entry(Record):
    """One thing asked in a conversation, and what came of it.

    ``text`` is as it was typed, ``mode`` what it was understood to ask for, and ``understood``
    the question that was really put, which differs where it referred to an earlier one.
    ``options`` are plain data, such as the articles chosen. ``result`` is the plain form of an
    ``Answer``, a ``Comparison`` and so on once ``state`` is "done"; ``message`` says why an
    entry "failed". ``asked`` is an ISO 8601 time in UTC.
    """

    id: str
    conversation_id: str
    mode: EntryMode
    text: str
    asked: str
    state: EntryState = "waiting"
    understood: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] | None = None
    message: str = ""
