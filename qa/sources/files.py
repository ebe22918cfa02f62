"""Find files and read their bytes, each refusal in words; text is what the bytes say."""

from __future__ import annotations

import codecs
import math
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from qa.errors import ArticleError, InputError
from qa.records import Failure
from qa.sources.metadata import escape_surrogates
from qa.sources.suffixes import SUFFIXES

# In a folder of articles these speak of the others, and would answer questions in their place.
DESCRIBING = frozenset(
    f"{name}{suffix}"
    for name in ("readme", "sources", "license", "changelog")
    for suffix in (".md", ".txt")
)
# The longest news features are under 0.2 MB; books and logs are the ones to notice.
DEFAULT_MAX_MB = 10.0
_MB = 1_000_000
# Text has tabs, newlines, form feeds and, rarely, a stray control; a binary file that
# happens to be valid UTF-8 has many. (NUL is refused outright.)
MAX_CONTROL_SHARE = 0.02
_TEXT_CONTROLS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85")
_CONTROLS = frozenset(chr(n) for n in (*range(1, 32), *range(127, 160))) - _TEXT_CONTROLS
_SAMPLE_CHARS = 100_000


def find_files(
    path: str | os.PathLike[str], skipped: list[str] | None = None
) -> Iterator[Path | Failure]:
    """Yield the articles' files at ``path``: itself, or all in the folder and its subfolders.

    In a folder, files of ``SUFFIXES`` in the order of their names; hidden files and folders
    are skipped. Links that lead out of the folder, broken ones, and what cannot be listed
    come as ``Failure``, as do files that describe their folder (``DESCRIBING``), a missing
    path and a folder without any article. Files of other kinds are passed over, and their paths
    are appended to ``skipped``. ``reason`` is a whole message, the path included,
    like that of every ``ArticleError``.
    """
    name = os.fspath(path)
    root = Path(path)
    try:
        is_folder = bool(name) and stat.S_ISDIR(root.stat().st_mode)
    except (OSError, ValueError) as error:
        yield _failure(name, _why(error))
        return
    if not name:
        yield _failure("''", "an empty path; name a file or folder")
    elif not is_folder:
        yield root
    else:
        found = 0
        for item in _walk(root, [] if skipped is None else skipped):
            found += 1
            yield item
        if not found:
            yield _failure(name, f"no {', '.join(SUFFIXES)} file in this folder; add one")


def _walk(root: Path, skipped: list[str]) -> Iterator[Path | Failure]:
    inside = root.resolve()
    pending = [root]
    while pending:
        path = pending.pop()
        try:
            kind = path.lstat().st_mode
            if path == root or stat.S_ISDIR(kind):
                # The last is taken first: reversed, so that names come in their order.
                children = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
                pending += [child for child in children if not child.name.startswith(".")]
                continue
            if stat.S_ISLNK(kind):
                target = path.resolve(strict=True)
                leads_out = not target.is_relative_to(inside)
                if target.is_dir() and not leads_out:
                    continue  # it is met, and read, under its own name
                if leads_out and (target.is_dir() or path.suffix.lower() in SUFFIXES):
                    yield _failure(
                        os.fspath(path), "a link that leads out of the folder; add its target"
                    )
                    continue
        except (OSError, RuntimeError) as error:
            if path.suffix.lower() in SUFFIXES or not path.is_symlink():
                yield _failure(os.fspath(path), _why(error))
            continue
        if path.name.casefold() in DESCRIBING:
            reason = "describes its folder and is no article; if it is one, add it by its name"
            yield _failure(os.fspath(path), reason)
        elif path.suffix.lower() in SUFFIXES:
            yield path
        else:
            skipped.append(escape_surrogates(os.fspath(path)))


def read_bytes(path: Path, name: str, max_mb: float = DEFAULT_MAX_MB) -> bytes:
    """Return the bytes of a regular file, called ``name`` in messages.

    Raises:
        ArticleError: the file is missing, unreadable, no regular file or too large.
        InputError: ``max_mb`` is not above 0.
    """
    if not max_mb > 0:
        raise InputError(f"max_mb is {max_mb}; give a number above 0 (--max-mb, default 10)")
    if not name:
        raise ArticleError("an empty path; name a file")
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ArticleError(f"{name}: is a folder; add it whole, or name a file in it")
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(f"{name}: is not a regular file; copy its text into one")
        size = status.st_size
        if size > max_mb * _MB:
            raise ArticleError(
                f"{name}: {math.ceil(size / _MB * 10) / 10:,} MB is over the limit of "
                f"{max_mb:g} MB; raise it with --max-mb"
            )
        with path.open("rb") as file:
            data = file.read(size + 1)
    except (OSError, ValueError) as error:
        raise ArticleError(f"{name}: {_why(error)}") from None
    if len(data) != size:
        raise ArticleError(f"{name}: changed while it was read; add it again")
    return data


def decode(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8, or UTF-16 with a byte order mark, which is left out.

    Raises:
        ArticleError: it is in another encoding, or binary.
    """
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ArticleError(f"{name}: is UTF-32, neither UTF-8 nor UTF-16; save it as UTF-8")
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding, label = ("utf-16", "UTF-16") if wide else ("utf-8", "UTF-8")
    if not wide and b"\0" in data:
        raise ArticleError(
            f"{name}: has a NUL at byte {data.index(0)}, so it is a binary file or UTF-16 without "
            "its byte order mark; save its text as UTF-8"
        )
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + (len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0)
        raise ArticleError(
            f"{name}: byte {at} is not {label}; if it is text (Windows-1252, Latin-1), "
            "save it as UTF-8; if not, it cannot be read"
        ) from None
    sample = text[:_SAMPLE_CHARS]
    controls = sum(char in _CONTROLS for char in sample)
    if controls > MAX_CONTROL_SHARE * len(sample):
        share = 100 * controls / len(sample)
        raise ArticleError(
            f"{name}: {share:.0f}% of it are control characters, over the limit of "
            f"{100 * MAX_CONTROL_SHARE:g}%, so it is not text; save its text as UTF-8"
        )
    return text


def _failure(path: str, reason: str) -> Failure:
    return Failure(escape_surrogates(path), f"{escape_surrogates(path)}: {reason}")


def _why(error: Exception) -> str:
    """Say in words why a path cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return "no such file or folder; check the path"
    if isinstance(error, PermissionError):
        return "permission to read it is denied; change that with chmod, or copy the file"
    if isinstance(error, ValueError):
        return "no path can hold these characters; check the path"
    reason = (error.strerror or "") if isinstance(error, OSError) else ""
    return f"{(reason or 'cannot be read').lower()}; check the path and the disk"
