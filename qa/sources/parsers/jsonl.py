"""JSON Lines: one article per line, as ``copydesk export`` and news archives write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from qa.records import Document, Failure
from qa.sources.parsers.common import (
    Unreadable,
    check_text,
    clean,
    make_failure,
    metadata_line,
    parse_date,
)
from qa.sources.parsers.limits import Limits


def read_jsonl(data: bytes, name: str, limits: Limits) -> Iterator[Document | Failure]:
    """Yield the article of each line: ``text``, and ``title``, ``source``, ``author`` and so on.

    Other keys are ignored, blank lines passed by, and a bad line is a ``Failure`` that names
    its number.
    """
    number = start = 0
    data = data.removeprefix(b"\xef\xbb\xbf")
    while start < len(data):
        number += 1
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        raw, start = data[start:end], end + 1
        if not raw.strip():
            continue
        try:
            yield _document(raw, limits)
        except Unreadable as error:
            yield make_failure(f"{name}: line {number}", str(error))
    if not number:
        raise Unreadable("is empty; write one JSON object per line")


def _document(raw: bytes, limits: Limits) -> Document:
    try:
        value: Any = json.loads(raw)
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start} is not UTF-8; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"is not JSON ({error}); write one object per line") from None
    if not isinstance(value, dict):
        raise Unreadable("is no JSON object; write one object per line")
    text = value.get("text")
    if not isinstance(text, str):
        raise Unreadable('has no "text"; give it the article\'s text as a string')
    text = clean(text)
    check_text(text, limits)
    return Document(
        text=text,
        title=metadata_line(value.get("title")),
        source=metadata_line(value.get("source")),
        author=metadata_line(value.get("author")),
        date=parse_date(value.get("date")),
        url=metadata_line(value.get("url")),
        language=metadata_line(value.get("language")),
    )
