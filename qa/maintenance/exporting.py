"""Copies of a library to read or to keep: JSON Lines, which import takes back, and Markdown."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Literal, get_args

from qa.errors import CopydeskError, InputError, LibraryError
from qa.maintenance.reports import ExportReport
from qa.protocols import Index
from qa.records import Article, ArticleInfo, Failure, Filters, Progress, ProgressEvent
from qa.sources.metadata import escape_surrogates, one_line
from qa.text.blocks import split_blocks

Format = Literal["jsonl", "markdown"]
FORMATS: tuple[Format, ...] = get_args(Format)
FIELDS = ("id", "title", "source", "author", "date", "url", "language", "pages", "text")
"""The keys of an exported line, in this order."""

# Raw in JSON strings by the standard; escaped they are the same JSON, and split no line and
# drive no terminal.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# What Markdown may read as markup, and HTML's own: article text is never markup.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~$&]")
# At a line's start these begin lists, quotes, rules and headings.
_LEADING = re.compile(r"(?m)^(\d{1,9}(?=[.)])|(?=[-+=]))")
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069]")


def export(
    index: Index,
    target: str | os.PathLike[str] | BinaryIO,
    *,
    format: Format = "jsonl",
    filters: Filters = Filters(),  # noqa: B008 - frozen
    library: Path | None = None,
    progress: Progress | None = None,
) -> ExportReport:
    """Write the articles that pass ``filters`` to a file, or to an open binary stream.

    A file appears whole or not at all: it is written beside its place, then moved there. JSON
    Lines hold every article's text and metadata, in the order they were added, and ``import``
    makes the same articles of them; Markdown holds them newest first, for reading. An article
    that cannot be read is in the report, and the rest is written. ``library`` is the
    library's own file, which is never written over.

    Raises:
        InputError: ``target`` cannot be written or is the library, or the format is unknown.
    """
    if format not in FORMATS:
        raise InputError(f"format: {format!r} is none of {', '.join(FORMATS)}; choose one")
    infos = index.articles(filters)
    failed: list[Failure] = []
    pieces = _told(_articles(index, infos, format, failed), len(infos), progress)
    made = _markdown(infos, pieces) if format == "markdown" else _lines(pieces)
    if isinstance(target, str | os.PathLike):
        _write(Path(target), made, library)
    else:
        for piece in made:
            target.write(piece)
        target.flush()
    return ExportReport(len(infos) - len(failed), tuple(failed))


def json_line(article: Article) -> bytes:
    """Return one article as a line of JSON in UTF-8, its end included."""
    values = article.to_dict()
    text = json.dumps({key: values[key] for key in FIELDS}, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text).encode() + b"\n"


def anchor_name(article_id: str, start: int | None = None) -> str:
    """Return the name of an article's place, or of its paragraph that begins at ``start``."""
    return f"a-{article_id}" if start is None else f"a-{article_id}-{start}"


def _articles(
    index: Index, infos: Sequence[ArticleInfo], format: Format, failed: list[Failure]
) -> Iterator[Article]:
    if format == "jsonl":
        # Of equal hits the one added first wins, so a copy keeps the order.
        order = {each: at for at, each in enumerate(index.browse_ids("", Filters(), "added"))}
        infos = sorted(infos, key=lambda info: order.get(info.id, len(order)))
    for info in infos:
        try:
            article = index.get(info.id)
        except LibraryError as error:
            failed.append(Failure(info.id, str(error)))
            continue
        if article is None:
            failed.append(Failure(info.id, f"{info.id}: removed a moment ago"))
        else:
            yield article


def _told(articles: Iterator[Article], total: int, progress: Progress | None) -> Iterator[Article]:
    for done, article in enumerate(articles):
        if progress is not None:
            progress(ProgressEvent("export", done, total, article.title))
        yield article


def _lines(articles: Iterator[Article]) -> Iterator[bytes]:
    for article in articles:
        yield json_line(article)


def _markdown(infos: Sequence[ArticleInfo], articles: Iterator[Article]) -> Iterator[bytes]:
    yield f"# {len(infos)} articles\n\n".encode()
    for info in infos:
        about = ", ".join(part for part in (info.source, info.date) if part)
        line = f"- [{_inline(info.title)}](#{anchor_name(info.id)})"
        yield (line + (f" ({_inline(about)})" if about else "") + "\n").encode()
    for article in articles:
        yield _section(article).encode()


def _section(article: Article) -> str:
    """Return an article as a section: what it is, how to cite it, its paragraphs by place."""
    fields = ("id", "source", "author", "date", "url", "language")
    known = [(key, getattr(article, key)) for key in fields if getattr(article, key)]
    parts = [
        f'\n<a id="{anchor_name(article.id)}"></a>\n',
        f"## {_inline(article.title)}\n",
        "\n".join(f"- {key}: {_inline(value)}" for key, value in known) + "\n",
        f"Cite as: {_inline(_citation(article))}\n",
    ]
    for start, end in split_blocks(article.text):
        body = _block(article.text[start:end])
        if body.strip():
            parts.append(f'<a id="{anchor_name(article.id, start)}"></a>{body}\n')
    return "\n".join(parts)


def _citation(article: Article) -> str:
    known = (article.author, f"\u201c{article.title}\u201d", article.source, article.date)
    return ", ".join(part for part in (*known, article.url) if part) + f" [{article.id}]"


def _inline(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", one_line(text))


def _block(text: str) -> str:
    """Return a paragraph whose lines and words Markdown shows as they are."""
    lean = _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (line.strip() for line in _ACTIVE.sub(r"\\\g<0>", lean).split("\n"))
    # A backslash at a line's end breaks the line, as the article does.
    joined = "\\\n".join(line for line in lines if line)
    return _LEADING.sub(r"\1\\", joined)


def _write(path: Path, pieces: Iterator[bytes], library: Path | None) -> None:
    """Write a file beside its place and move it there; on an error nothing is left."""
    name = escape_surrogates(str(path))
    try:
        if library is not None and path.exists() and path.samefile(library):
            raise InputError(f"{name}: is the library itself; name another file")
        if path.is_dir():
            raise InputError(f"{name}: is a folder; name a file in it")
        # A link keeps pointing where it did.
        place = path.resolve()
        handle, temporary = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(name, error) from None
    made = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        made.chmod(_mode(place))
        made.replace(place)
    except BaseException as error:
        with contextlib.suppress(OSError):
            made.unlink()
        if isinstance(error, OSError) and not isinstance(error, CopydeskError):
            raise _unwritable(name, error) from None
        raise


def _mode(path: Path) -> int:
    """Return the rights of the file that is replaced, or those of any new one."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(name: str, error: Exception) -> InputError:
    reason = (error.strerror if isinstance(error, OSError) else None) or "not a path"
    return InputError(f"{name}: cannot be written ({reason.lower()}); name another with -o")
