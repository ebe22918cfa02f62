"""Bytes of many kinds to documents: pure functions that a hostile file cannot make raise.

``worker`` runs them in a process of their own, where a parser that crashes, hangs
or fills the memory costs one file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from qa.errors import CopydeskError
from qa.language.english import NOT_ENGLISH, seems_english
from qa.records import Document, Failure, FeedItem
from qa.sources.files import decode
from qa.sources.front_matter import read_front_matter
from qa.sources.metadata import title_of
from qa.sources.opening import read_opening
from qa.sources.parsers.archive import read_zip
from qa.sources.parsers.bounded_zip import GZIP, unpacked_gzip
from qa.sources.parsers.common import (
    Budget,
    Item,
    check_text,
    date_notes,
    limit_items,
    make_failure,
    metadata_line,
    parse_date,
)
from qa.sources.parsers.docx import read_docx
from qa.sources.parsers.encodings import encoding_notes
from qa.sources.parsers.epub import read_epub
from qa.sources.parsers.feed import read_feed
from qa.sources.parsers.jsonl import read_jsonl
from qa.sources.parsers.kinds import KINDS, declared_kind, describe_error, kind_of
from qa.sources.parsers.limits import Limits
from qa.sources.parsers.mail import read_eml, read_mbox
from qa.sources.parsers.pdf import read_pdf
from qa.sources.parsers.web import read_html
from qa.sources.suffixes import SUFFIXES

__all__ = [
    "KINDS",
    "SUFFIXES",
    "Item",
    "Limits",
    "declared_kind",
    "feed_links",
    "kind_of",
    "read_documents",
    "read_items",
]

DEFAULT = Limits()


def read_documents(
    data: bytes, name: str, *, kind: str = "", limits: Limits = DEFAULT
) -> Iterator[Document | Failure]:
    """Yield the articles that ``data`` holds, and a ``Failure`` for each that it fails to give.

    Args:
        data: a whole file.
        name: what to call it: a path or an address. It opens every failure's reason.
        kind: a suffix, name of a kind or MIME type; "" to tell by name and bytes.
        limits: see ``Limits``; a file over one of them is a ``Failure``.

    Items of a feed that are no more than links are left out: ``feed_links`` has these.
    """
    for item in read_items(data, name, kind=kind, limits=limits):
        if not isinstance(item, FeedItem):
            yield item


def feed_links(
    data: bytes, name: str = "", *, kind: str = "", limits: Limits = DEFAULT
) -> list[FeedItem]:
    """Return the items of a feed whose text has to be fetched; [] for what is no feed."""
    items = read_items(data, name, kind=kind, limits=limits)
    return [item for item in items if isinstance(item, FeedItem)]


def read_items(
    data: bytes, name: str, *, kind: str = "", limits: Limits = DEFAULT
) -> Iterator[Item]:
    """Yield all that a file holds, as ``read_documents``, with a feed's links among it."""
    yield from _read(data, name, kind, Budget(limits), 0)


def _read(data: bytes, name: str, kind: str, budget: Budget, nested: int) -> Iterator[Item]:
    limits = budget.limits
    try:
        if data.startswith(GZIP):  # feeds and exports are served so
            data = unpacked_gzip(data, budget)
            inner = PurePosixPath(name.partition("?")[0].removesuffix(".gz"))
            kind = kind if declared_kind(kind) else inner.suffix
        found = kind_of(data, name, kind)
        charset = kind.partition("charset=")[2].partition(";")[0]
        count = 0
        for item in limit_items(_dispatch(data, name, found, charset, budget, nested), limits):
            if isinstance(item, Document):
                check_text(item.text, limits)
                if notes := (*encoding_notes(item.text), *_language_notes(item.text)):
                    item = replace(item, notes=item.notes + notes)
            count += 1
            yield item
        if not count:
            yield make_failure(name, "holds no article; give it one")
    except CopydeskError as error:
        reason = str(error)
        label = metadata_line(name)
        yield Failure(label, reason) if reason.startswith(label) else make_failure(name, reason)
    except Exception as error:
        # A parser met what its authors did not foresee; one file must not end the others.
        yield make_failure(
            name, f"is damaged, or of a kind its reader does not know ({describe_error(error)})"
        )


def _language_notes(text: str) -> tuple[str, ...]:
    return () if seems_english(text) else (f"it seems not to be in English, and {NOT_ENGLISH}",)


def _dispatch(
    data: bytes, name: str, kind: str, charset: str, budget: Budget, nested: int
) -> Iterator[Item]:
    limits = budget.limits
    if kind == "html":
        return read_html(data, name, limits, charset=charset)
    if kind == "pdf":
        return read_pdf(data, name, limits)
    if kind == "docx":
        return read_docx(data, name, budget)
    if kind == "epub":
        return read_epub(data, name, budget)
    if kind == "feed":
        return read_feed(data, name, limits)
    if kind == "jsonl":
        return read_jsonl(data, name, limits)
    if kind == "mbox":
        return read_mbox(data, name, limits)
    if kind == "eml":
        return read_eml(data, name, limits)
    if kind == "zip":
        return read_zip(data, name, budget, nested, _read)
    return _text(data, name, kind == "markdown")


def _text(data: bytes, name: str, markdown: bool) -> Iterator[Document]:
    """Yield a text file as ``qa.sources.files`` reads it: not a character is changed."""
    text = decode(data, metadata_line(name))
    front = read_front_matter(text)
    values = front.values
    body = text[front.start :]
    author, date = read_opening(body)
    yield Document(
        text=body,
        title=metadata_line(values.get("title", "")) or title_of(body, markdown=markdown),
        source=metadata_line(values.get("source", "")),
        author=metadata_line(values.get("author", "")) or author,
        date=parse_date(values.get("date", "")) or date,
        url=metadata_line(values.get("url", "")),
        language=metadata_line(values.get("language", "")),
        notes=date_notes(values.get("date", "")),
    )
