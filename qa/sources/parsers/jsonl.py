"""JSON Lines and JSON: articles as ``copydesk export``, crawlers and news archives write them."""

from __future__ import annotations

import codecs
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from qa.language import lexicon
from qa.records import Document, Failure
from qa.sources.front_matter import known_values
from qa.sources.parsers.common import (
    Unreadable,
    check_text,
    clean,
    date_notes,
    make_failure,
    metadata_line,
    parse_date,
)
from qa.sources.parsers.limits import Limits
from qa.sources.parsers.web import html_to_text

_TEXT, _HTML = lexicon.ordered("metadata", "text"), lexicon.ordered("metadata", "html")
# A text that opens with an element which it closes: some tools give HTML under the names of texts.
_MARKUP = re.compile(
    r"\s*<(p|div|span|section|article|h[1-6]|strong|b|em|i)\b[^<>]*>.*</\1\s*>", re.S
)
_LISTS = lexicon.words("metadata", "lists")


def read_jsonl(data: bytes, name: str, limits: Limits) -> Iterator[Document | Failure]:
    """Yield the article of each line, or of each object of an array that is the whole file.

    An article is an object with ``text``, and ``title``, ``source``, ``author`` and so on, or
    the names that other tools give these. Other keys are ignored, blank lines passed by, and a
    bad line is a ``Failure`` that names its number.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    whole = _whole(data)
    if whole is not None:
        yield from _objects(*whole, name, limits)
        return
    number = start = 0
    while start < len(data):
        number += 1
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        raw, start = data[start:end], end + 1
        if not raw.strip():
            continue
        try:
            yield _document(_loaded(raw), limits)
        except Unreadable as error:
            yield make_failure(f"{name}: line {number}", str(error))
    if not number:
        raise Unreadable("is empty; write one JSON object per line")


def _whole(data: bytes) -> tuple[list[Any], Mapping[str, str]] | None:
    """Return the objects of a file that is one array or object, None for one of lines.

    With what the object around a list says of all in it, as a JSON Feed does.

    Raises:
        Unreadable: it begins an array, and is no JSON.
    """
    lean = data.strip()
    first = lean.partition(b"\n")[0]
    lines = lean.startswith(b"{") and _is_json(first)
    if not lean.startswith((b"[", b"{")) or (lines and first != lean):
        return None
    try:
        value = _loaded(lean)
    except Unreadable:
        if lean.startswith(b"["):
            raise
        return None
    if isinstance(value, dict) and not _text(value)[0]:
        for key, inner in value.items():
            if _lean(key) in _LISTS and isinstance(inner, list):
                return inner, _of_all(value)
    return (value if isinstance(value, list) else [value]), {}


def _of_all(around: Mapping[str, Any]) -> dict[str, str]:
    """Return source, language, author and address that a list's object has for its items."""
    known = known_values({key: each for key, each in around.items() if _lean(key) != "title"})
    title, page = around.get("title"), around.get("home_page_url") or around.get("feed_url")
    known["source"] = title if isinstance(title, str) else known.get("source", "")
    known["url"] = page if isinstance(page, str) else known.get("url", "")
    return {key: known[key] for key in ("source", "language", "author", "url") if known.get(key)}


def _is_json(raw: bytes) -> bool:
    try:
        _loaded(raw)
    except Unreadable:
        return False
    return True


def _objects(
    found: list[Any], around: Mapping[str, str], name: str, limits: Limits
) -> Iterator[Document | Failure]:
    if not found:
        raise Unreadable("is an empty array; give it articles")
    for number, value in enumerate(found, 1):
        try:
            yield _with(_document(value, limits), around)
        except Unreadable as error:
            label = name if len(found) == 1 else f"{name}: article {number}"
            yield make_failure(label, str(error))


def _with(document: Document, around: Mapping[str, str]) -> Document:
    """Return an item with what it does not say itself, and its address made whole."""
    if not around:
        return document
    try:
        url = urljoin(around.get("url", ""), document.url) if document.url else ""
    except ValueError:
        url = document.url
    return replace(
        document,
        source=document.source or metadata_line(around.get("source", "")),
        author=document.author or metadata_line(around.get("author", "")),
        language=document.language or metadata_line(around.get("language", "")),
        url=metadata_line(url),
    )


def _loaded(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start} is not UTF-8; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is not JSON ({error}); write one object per line") from None


def _lean(key: str) -> str:
    return re.sub(r"[-_ ]", "", key).lower()


def _text(value: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the article's text and whether it is HTML, ("", False) where there is none."""
    lean = {_lean(key): each for key, each in value.items()}
    for names, is_html in ((_TEXT, False), (_HTML, True)):
        for name in names:
            if isinstance(lean.get(name), str):
                return lean[name], is_html or _MARKUP.match(lean[name]) is not None
            if rendered := _rendered(lean.get(name)):
                return rendered, True
    return "", False


def _rendered(value: Any) -> str:
    """Return the HTML of a text that WordPress gives: {"rendered": "<p>...", "protected": ...}."""
    found = value.get("rendered") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _document(value: Any, limits: Limits) -> Document:
    if not isinstance(value, dict):
        raise Unreadable("is no JSON object; write one object per line")
    text, is_html = _text(value)
    if not text and not any(_lean(key) in (*_TEXT, *_HTML) for key in value):
        raise Unreadable('has no "text"; give it the article\'s text as a string')
    text = html_to_text(text, limits) if is_html else clean(text)
    check_text(text, limits)
    plain = {
        key: metadata_line(html_to_text(found, limits)) if (found := _rendered(each)) else each
        for key, each in value.items()
        if key != "guid"
    }
    known = known_values(plain)
    if known.get("author", "").isdigit():
        del known["author"]  # its number in a site's own list
    return Document(
        text=text,
        title=metadata_line(html.unescape(known.get("title", ""))),
        source=metadata_line(known.get("source", "")),
        author=metadata_line(known.get("author", "")),
        date=parse_date(known.get("date", "")),
        url=metadata_line(known.get("url", "")),
        language=metadata_line(known.get("language", "")),
        notes=date_notes(known.get("date", "")),
    )
