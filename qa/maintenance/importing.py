"""Take back what ``export`` has written as JSON Lines."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from qa.errors import ArticleError, InputError
from qa.index.integrity import id_of_text
from qa.ingest import add_all
from qa.protocols import Embedder, Index
from qa.records import AddReport, Article, Document, Failure, Progress, ProgressEvent
from qa.sources.articles import article_from_document
from qa.sources.metadata import escape_surrogates

# Articles added by one call: enough to embed them together, few enough to hold in memory.
BATCH_ARTICLES = 64
# The longest article may be 10 MB, and JSON may spell each of its bytes with six.
MAX_LINE_MB = 64
_MB = 1_000_000
_TEXTS = ("text", "title", "source", "author", "date", "url", "language")


def import_file(
    index: Index,
    source: str | os.PathLike[str] | BinaryIO,
    embedder: Callable[[], Embedder],
    *,
    name: str = "",
    progress: Progress | None = None,
) -> AddReport:
    """Add every article of a file that ``export`` has written, or of an open binary stream.

    Each line is checked as a file is that is added; a bad one is in the report by its number,
    and the rest goes on. The text must be what the line's ``id`` was made of; a line without
    ``id`` takes its text as it is. Vectors are computed anew, so that any library's lines may
    be taken. Articles that are there already stay as they are. Ctrl-C keeps what is done.

    Raises:
        InputError: the file cannot be read.
        LibraryError: the library cannot take more.
    """
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        label = name or escape_surrogates(str(path))
        try:
            with path.open("rb") as file:
                return _imported(index, file, embedder, label, path.stat().st_size, progress)
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or "not a path"
            raise InputError(
                f"{label}: cannot be read ({reason.lower()}); check the file"
            ) from None
    return _imported(index, source, embedder, name or "standard input", 0, progress)


def _imported(
    index: Index,
    file: BinaryIO,
    embedder: Callable[[], Embedder],
    name: str,
    size: int,
    progress: Progress | None,
) -> AddReport:
    total = AddReport()
    batch: list[Article] = []
    lines = 0
    try:
        for line, read, item in _read(file, name):
            lines = line
            if isinstance(item, Failure):
                total = _joined(total, AddReport(failed=(item,)))
                continue
            batch.append(item)
            if len(batch) == BATCH_ARTICLES:
                total = _joined(total, add_all(batch, index, embedder, metadata={}))
                batch.clear()
                if total.interrupted:
                    return total
                if progress is not None:
                    # Bytes tell how far a file is read without reading it twice.
                    expected = round(line * size / read) if size and read else 0
                    progress(ProgressEvent("import", line, max(expected, line), name))
        if batch:
            total = _joined(total, add_all(batch, index, embedder, metadata={}))
    except KeyboardInterrupt:
        return _joined(total, AddReport(interrupted=True))
    if not lines:
        raise InputError(f"{name}: has no lines; one JSON object a line is expected")
    if progress is not None:
        progress(ProgressEvent("import", lines, lines, name))
    return total


def _read(file: BinaryIO, name: str) -> Iterator[tuple[int, int, Article | Failure]]:
    """Yield (line number, bytes read, article or what is wrong) of each line not blank."""
    number = read = 0
    while line := file.readline(MAX_LINE_MB * _MB + 1):
        number += 1
        read += len(line)
        where = f"{name}, line {number}"
        if len(line) > MAX_LINE_MB * _MB and not line.endswith(b"\n"):
            while (rest := file.readline(_MB)) and not rest.endswith(b"\n"):
                read += len(rest)
            reason = f"{where}: is over the limit of {MAX_LINE_MB} MB for one line; split its text"
            yield number, read, Failure(where, reason)
        elif line.strip():
            try:
                yield number, read, _article(line, where)
            except ArticleError as error:
                reason = str(error)
                if not reason.startswith(where):
                    reason = f"{where}: {reason}"
                yield number, read, Failure(where, reason)


def _article(line: bytes, where: str) -> Article:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ArticleError(f"{where}: byte {error.start} is not UTF-8; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{where}: is not JSON ({error}); export it again") from None
    if not isinstance(row, dict):
        raise ArticleError(f"{where}: is no JSON object; each line is one article")
    texts: dict[str, Any] = {key: _text(row, key, where) for key in _TEXTS}
    document = Document(**texts, pages=_pages(row, len(texts["text"]), where))
    article = article_from_document(document, where)
    given = _text(row, "id", where)
    if given and given != article.id:
        raise ArticleError(
            f"{where}: its id {escape_surrogates(given[:40])!r} is not its text's, "
            f"{id_of_text(article.text)}; restore the text, "
            "or leave the id out to add it as another article"
        )
    return article


def _text(row: dict[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise ArticleError(f'{where}: "{key}" is no text; write it in quotes')
    return value


def _pages(row: dict[str, Any], characters: int, where: str) -> tuple[int, ...]:
    pages = row.get("pages") or []
    ascending = isinstance(pages, list) and all(type(place) is int for place in pages)
    if not ascending or pages != sorted(pages) or any(not 0 <= p <= characters for p in pages):
        raise ArticleError(f'{where}: "pages" are not ascending places of the text; leave them out')
    return tuple(pages)


def _joined(a: AddReport, b: AddReport) -> AddReport:
    return AddReport(
        added=(*a.added, *b.added),
        unchanged=(*a.unchanged, *b.unchanged),
        failed=(*a.failed, *b.failed),
        interrupted=a.interrupted or b.interrupted,
        replaced=(*a.replaced, *b.replaced),
        removed=(*a.removed, *b.removed),
    )
