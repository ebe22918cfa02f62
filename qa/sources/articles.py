"""Turn files and folders into articles, without changing a character of their text."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from qa.errors import ArticleError
from qa.records import Article, Document
from qa.sources.dates import date_or_blank
from qa.sources.files import DEFAULT_MAX_MB as DEFAULT_MAX_MB
from qa.sources.files import decode, read_bytes
from qa.sources.front_matter import read_front_matter
from qa.sources.metadata import escape_surrogates, normalise_date, one_line, title_of
from qa.sources.opening import read_opening
from qa.sources.suffixes import TEXT_SUFFIXES

_MARKDOWN = (".md", ".markdown")


def article_from_text(
    text: str,
    *,
    title: str = "",
    source: str = "",
    author: str = "",
    date: str = "",
    url: str = "",
    language: str = "",
) -> Article:
    """Return ``text`` as an article; the text is stored exactly as given.

    ``title`` defaults to the first line. ``date`` is normalised to ISO 8601.

    Raises:
        ArticleError: the text is blank, is not text (NUL, lone surrogates), or ``date`` is
            not a day that can be read with certainty.
    """
    return _article(text, "the text", False, title, source, author, date, url, language)


def read_file(
    path: str | os.PathLike[str],
    *,
    max_mb: float = DEFAULT_MAX_MB,
    title: str = "",
    source: str = "",
    author: str = "",
    date: str = "",
    url: str = "",
    language: str = "",
) -> Article:
    """Read one .txt, .md or .markdown file: UTF-8, or UTF-16 with a byte order mark.

    The text is what the bytes decode to, newlines as they are; the byte order mark and
    front matter are not part of it. What is given here takes precedence over front matter.
    A date given here must be readable; one in front matter that is not is left out, since
    the file may be another's.

    Raises:
        ArticleError: the file is missing, unreadable, too large, empty, binary, in another
            encoding or of another kind, or the date given is not a day.
        InputError: ``max_mb`` is not above 0.
    """
    name = escape_surrogates(os.fspath(path))
    date = normalise_date(date)
    data = read_bytes(Path(path), name, max_mb)
    if Path(path).suffix.lower() not in TEXT_SUFFIXES:
        kind = escape_surrogates(Path(path).suffix) or "a file without suffix"
        raise ArticleError(
            f"{name}: {kind} is not one of {', '.join(TEXT_SUFFIXES)}; save its text as one of them"
        )
    text = decode(data, name)
    front = read_front_matter(text)
    values = front.values
    said_author, said_date = read_opening(text[front.start :])
    return _article(
        text[front.start :],
        name,
        Path(path).suffix.lower() in _MARKDOWN,
        title or values.get("title", ""),
        source or values.get("source", ""),
        author or values.get("author", "") or said_author,
        date or date_or_blank(values.get("date", "")) or said_date,
        url or values.get("url", ""),
        language or values.get("language", ""),
    )


def article_from_document(
    document: Document, name: str, overrides: Mapping[str, str] | None = None
) -> Article:
    """Return what a reader took out of a file as an article; ``name`` opens every message.

    ``overrides`` (title, source, author, date, url, language) take precedence where they are
    not blank.

    Raises:
        ArticleError: as ``article_from_text``.
    """
    given = {key: value for key, value in (overrides or {}).items() if value}
    own = {key: getattr(document, key) for key in ("title", "source", "author", "date", "url")}
    known = {**own, "language": document.language, **given}
    made = _article(document.text, name, False, **known)
    return replace(made, pages=document.pages) if document.pages else made


def _article(
    text: str,
    name: str,
    markdown: bool,
    title: str,
    source: str,
    author: str,
    date: str,
    url: str,
    language: str,
) -> Article:
    if not text.strip():
        raise ArticleError(f"{name}: has no text (0 characters that are not blank); give it some")
    if (nul := text.find("\0")) >= 0:
        raise ArticleError(f"{name}: has a NUL at character {nul}, so it is not text; remove it")
    try:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        code = f"U+{ord(text[error.start]):04X}"
        raise ArticleError(
            f"{name}: character {error.start} is half of a surrogate pair ({code}), which no "
            "file can hold; decode the original bytes again, or replace it"
        ) from None
    return Article(
        id=digest[:16],
        text=text,
        title=_lean(title) or title_of(text, markdown=markdown),
        source=_lean(source),
        author=_lean(author),
        date=normalise_date(date),
        url=_lean(url),
        language=_lean(language),
    )


def _lean(value: str) -> str:
    return escape_surrogates(one_line(value))
