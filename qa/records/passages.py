"""Passages of articles, how they are searched for, found and cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.records.record import Record

SearchMode = Literal["hybrid", "dense", "lexical"]
"""How passages are ranked: both signals mixed, vectors alone, or BM25 alone."""


@dataclass(frozen=True, slots=True)
class Passage(Record):
    """A run of whole sentences of one article; ``text`` is ``article.text[start:end]``."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Filters(Record):
    """Which articles count; an empty field filters nothing.

    ``since`` and ``until`` are inclusive ISO dates; undated articles fail both.
    """

    article_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit(Record):
    """A passage found for a question, with every score that placed it.

    ``dense`` is a cosine in [-1, 1]; ``lexical`` a BM25 score, 0 without a
    shared word and higher for better; ``score`` the fused one, comparable
    within one search only.
    """

    passage: Passage
    title: str
    date: str
    dense: float
    lexical: float
    score: float


@dataclass(frozen=True, slots=True)
class Citation(Record):
    """Characters of one article: ``article.text[start:end] == quote``.

    ``page`` counts from 1; None when the article has no pages.
    """

    article_id: str
    title: str
    start: int
    end: int
    quote: str
    page: int | None = None
