"""EPUB: every chapter is an article, under its own heading."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from qa.errors import ArticleError
from qa.records import Document, Failure
from qa.sources.parsers.bounded_zip import BoundedZip
from qa.sources.parsers.common import (
    Budget,
    Unreadable,
    clean,
    make_failure,
    metadata_line,
    parse_date,
    web_url,
)
from qa.sources.parsers.encodings import decode_html
from qa.sources.parsers.trees import paragraphs, parse_html, parse_xml

_CONTAINER = "META-INF/container.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EVENT = "{http://www.idpf.org/2007/opf}event"
# Covers, title pages and copyright notices are shorter, and answer nothing.
_MIN_CHAPTER = 200


def read_epub(data: bytes, name: str, budget: Budget) -> Iterator[Document | Failure]:
    """Yield the chapters of a book in their order, each under its heading.

    The book's title is the ``source``. Parts shorter than a paragraph are left out, unless
    the whole book is.

    Raises:
        Unreadable: damaged, protected, over a limit, or without text.
        MissingDependency: defusedxml or lxml is not installed.
    """
    with BoundedZip(data, budget) as packed:
        if "META-INF/rights.xml" in packed.names:
            raise Unreadable("is protected (DRM), so its text cannot be read")
        path = _package_path(packed)
        package = parse_xml(packed.read(path), path)
        known = _known(package)
        failures: list[Failure] = []
        chapters: list[tuple[str, str]] = []
        for part in _spine(package, posixpath.dirname(path)):
            try:
                chapters.append(_chapter(packed, part, budget))
            except ArticleError as error:
                failures.append(make_failure(f"{name}: {part}", str(error)))
    long = [item for item in chapters if len(item[1]) >= _MIN_CHAPTER]
    for number, (title, text) in enumerate(long or [c for c in chapters if c[1]], 1):
        yield Document(
            text=clean(text),
            title=metadata_line(title)
            or (f"{known['title']}, part {number}" if known["title"] else ""),
            source=known["title"],
            author=known["creator"],
            date=parse_date(known["date"]),
            url=web_url(known["source"]) or web_url(known["identifier"]),
            language=known["language"],
        )
    yield from failures
    if not any(text for _, text in chapters) and not failures:
        raise Unreadable("has no text; if it shows pictures of text, run OCR on them")


def _package_path(packed: BoundedZip) -> str:
    for element in parse_xml(packed.read(_CONTAINER), _CONTAINER).iter():
        if element.tag.rpartition("}")[2] == "rootfile" and element.get("full-path"):
            return posixpath.normpath(str(element.get("full-path")))
    raise Unreadable("names no package file, so it is damaged; save it anew")


def _known(package: Any) -> dict[str, str]:
    """Return what a book says of itself: of each the first, but all who wrote it."""
    known = dict.fromkeys(("title", "creator", "date", "language", "source", "identifier"), "")
    creators: list[str] = []
    for element in package.iter():
        key, text = element.tag.removeprefix(_DC), metadata_line(element.text or "")
        if element.tag == key or key not in known or not text:
            continue
        if key == "creator" and text not in creators:
            creators.append(text)
        # EPUB 2 has dates of several events; that of the file's making says nothing of the text.
        if not known[key] or (key == "date" and element.get(_EVENT) == "publication"):
            known[key] = text
    return known | {"creator": ", ".join(creators)}


def _spine(package: Any, folder: str) -> list[str]:
    """Return the names of the chapters' files in reading order, without the list of contents."""
    names: dict[str, str] = {}
    order: list[str] = []
    for element in package.iter():
        tag = element.tag.rpartition("}")[2]
        if "nav" in (element.get("properties") or "").split():
            continue
        if tag == "item" and "html" in (element.get("media-type") or ""):
            href = unquote(element.get("href") or "").partition("#")[0]
            names[element.get("id") or ""] = posixpath.normpath(posixpath.join(folder, href))
        elif tag == "itemref":
            order.append(element.get("idref") or "")
    return list(dict.fromkeys(names[each] for each in order if each in names))


def _chapter(packed: BoundedZip, part: str, budget: Budget) -> tuple[str, str]:
    tree = parse_html(decode_html(packed.read(part)), budget.limits)
    headings = tree.xpath("//body//h1 | //body//h2 | //body//h3")[:1] or tree.xpath("//title")[:1]
    title = headings[0].text_content() if headings else ""
    return title, "\n\n".join(paragraphs(tree.find("body")))
