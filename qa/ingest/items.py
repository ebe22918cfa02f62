"""Between readers and library: what a document becomes, and what it is known by."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace

from qa.errors import ArticleError
from qa.ingest.sources import Blob, Page, Task
from qa.records import Article, Document, FeedItem
from qa.sources.articles import article_from_text
from qa.sources.fetch import Fetched
from qa.sources.metadata import escape_surrogates
from qa.sources.parsers import kind_of
from qa.sources.parsers.bounded_zip import GZIP
from qa.sources.parsers.kinds import suffix_of


def flag_single_document(documents: Iterator[Document]) -> Iterator[tuple[Document, bool]]:
    """Yield each document, and whether it is its file's only one."""
    first = next(documents, None)
    if first is None:
        return
    second = next(documents, None)
    yield first, second is None
    if second is not None:
        yield second, False
        for document in documents:
            yield document, False


def item_key(document: Document, article: Article, seen: set[str]) -> str:
    """Name one of several documents so that it is found again in a later state of its file.

    By its address where it has one, else by its text: places shift when one is put before.
    """
    return document.url if document.url and document.url not in seen else article.id


def is_feed(found: Fetched) -> bool:
    """Say whether what was fetched is RSS or Atom."""
    if found.data.startswith(GZIP):
        return suffix_of(found.final_url) in (".gz", ".xml", ".rss", ".atom")
    if found.data.lstrip()[:1] != b"<":
        return False
    return kind_of(found.data, found.final_url, found.content_type) == "feed"


def is_plain(data: bytes, name: str) -> bool:
    """Say whether a text file is text: a page saved as .txt needs a parser."""
    try:
        return kind_of(data, name) in ("text", "markdown")
    except ArticleError:
        return False


def fill_metadata(document: Document, found: Fetched, item: FeedItem | None) -> Document:
    """Return a fetched page with its address, and with what a feed says where it is silent."""
    made = replace(document, url=document.url or found.final_url)
    if item is None:
        return made
    return replace(
        made,
        title=made.title or item.title,
        author=made.author or item.author,
        date=made.date or item.date,
    )


def validate_article(given: Article, metadata: Mapping[str, str]) -> Article:
    """Make a caller's article anew: checked as a file is, its id that of its text."""
    own = {key: getattr(given, key) for key in ("title", "source", "author", "date", "url")}
    overrides = {key: value for key, value in metadata.items() if value}
    made = article_from_text(given.text, language=given.language, **{**own, **overrides})
    if given.id != made.id:
        raise ArticleError(
            f"{made.title}: the id {escape_surrogates(given.id[:40])!r} is not its text's, "
            f"{made.id}; make articles with article_from_text"
        )
    return replace(made, pages=given.pages)


def source_name(task: Task) -> str:
    """Return what to call a source in messages."""
    if isinstance(task, Article):
        return escape_surrogates(task.title)
    if isinstance(task, Blob):
        return escape_surrogates(task.name)
    return escape_surrogates(task.url if isinstance(task, Page) else os.fspath(task))
