"""Articles, the documents they are made of, and where those came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.records.record import Record


@dataclass(frozen=True, slots=True)
class Article(Record):
    """A stored text, byte for byte as it was read, and what is known of it.

    ``id`` is the first 16 hex digits of the sha256 of the UTF-8 text.
    ``date`` is ISO 8601 (``2025-03-14`` or with a time), or "" when unknown.
    ``pages[i]`` is the character at which page ``i + 1`` begins; empty without pages.
    """

    id: str
    text: str
    title: str
    source: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document(Record):
    """A text that a reader took out of a file, before it is stored; fields as in ``Article``.

    ``title`` is "" when the file does not say, ``pages`` empty unless it has pages. ``notes``
    say in whole clauses what its owner should know of it: "its date '3/4/25' is not a day".
    """

    text: str
    title: str = ""
    source: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedItem(Record):
    """An entry of a feed that has no full text of its own, only where to read it."""

    url: str
    title: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Origin(Record):
    """Where an article was read: an absolute path or an address, and which part of it.

    ``origin`` is "" for a text that was given by itself; ``item`` is "" where the file is one
    article. ``size`` in bytes, ``modified`` in nanoseconds since 1970 and ``digest`` (sha256)
    tell whether the file has changed; with -1 or "" it is read again in any case.
    """

    origin: str
    item: str
    article_id: str
    size: int = -1
    modified: int = -1
    digest: str = ""


Outcome = Literal["added", "unchanged", "replaced"]
"""What storing an article did; "replaced" also deleted what its origin had held before."""


@dataclass(frozen=True, slots=True)
class ArticleInfo(Record):
    """An article without its text, as lists show it."""

    id: str
    title: str
    source: str
    author: str
    date: str
    url: str
    language: str
    characters: int
    passages: int


@dataclass(frozen=True, slots=True)
class ArticlePage(Record):
    """Articles ``[offset, offset + limit)`` of a list of ``total``."""

    articles: tuple[ArticleInfo, ...]
    total: int
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class Facets(Record):
    """How many articles have each source, author, language and year; most frequent first."""

    sources: Mapping[str, int]
    authors: Mapping[str, int]
    languages: Mapping[str, int]
    years: Mapping[str, int]
