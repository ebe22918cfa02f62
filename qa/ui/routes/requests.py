"""What a page sends, and what every address of it shares."""

from __future__ import annotations

from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from qa.desk.summaries import MAX_SENTENCES
from qa.records import EntryMode
from qa.ui.state import PageState

MOST_IDS = 10_000
MOST_TEXT = 2_000_000
"""Characters of a text that is pasted in."""

Word = Annotated[str, Field(max_length=500)]


class Which(BaseModel):
    """Which articles count: chosen ones, or those that fit what the library pane shows."""

    model_config = ConfigDict(extra="forbid")

    articles: list[Word] = Field(default=[], max_length=MOST_IDS)
    words: Word = ""
    source: Word = ""
    author: Word = ""
    since: Word = ""
    until: Word = ""


class Options(Which):
    """Which articles, and how long a summary is to be."""

    sentences: int = Field(default=3, ge=1, le=MAX_SENTENCES)


class Asked(BaseModel):
    """What is asked in a conversation."""

    model_config = ConfigDict(extra="forbid")

    mode: EntryMode = "ask"
    text: str = Field(max_length=25_000)
    options: Options = Options()


class Ids(BaseModel):
    """Articles, by their ids."""

    articles: list[Word] = Field(min_length=1, max_length=MOST_IDS)


class Key(BaseModel):
    """What brings back what was removed."""

    key: Word


class Pasted(BaseModel):
    """Addresses, one a line, or a text."""

    text: str = Field(max_length=MOST_TEXT)


def page_state(request: Request) -> PageState:
    """Return what the addresses of one application share."""
    found: PageState = request.app.state.page
    return found


def owner_of(request: Request) -> str:
    """Return whose conversations a request sees: a user's name, "" where there are no users."""
    return str(request.scope.get("copydesk_user", ""))
