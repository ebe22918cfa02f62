"""What is to be read, and under which name a library remembers it."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qa.records import Article, Failure, FeedItem, Origin
from qa.sources.fetch import FetchLimits
from qa.sources.files import find_files
from qa.sources.metadata import escape_surrogates


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that are no file, such as standard input; ``kind`` is a suffix or MIME type, or ""."""

    data: bytes = field(repr=False)
    name: str
    kind: str = ""


Source = str | os.PathLike[str] | Article | Blob
"""A path or pattern, an address that begins with http:// or https://, an article, or bytes."""

# A file that is written to again within the resolution of its file system's clock, and keeps
# its size, looks the same afterwards: one as young as this is known by its bytes only (as in
# git: "racy-git.txt"). FAT counts in steps of 2 s.
YOUNG_NS = 2_000_000_000

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Page:
    """An address to be fetched; ``item`` is what a feed says of it."""

    url: str
    item: FeedItem | None = None


@dataclass(frozen=True, slots=True)
class Web:
    """How addresses are fetched: see ``FetchLimits``; ``max_items`` bounds a feed's links."""

    limits: FetchLimits = field(default_factory=FetchLimits)
    max_items: int = 50


Task = Article | Path | Page | Blob
"""One thing to read."""


def expand(sources: Sequence[Source], skipped: list[str] | None = None) -> Iterator[Task | Failure]:
    """Yield each thing to read once, in the order given; folders file by file.

    ``skipped`` gets the paths of files in folders that are of no kind that is read.
    """
    seen: set[Path | Page] = set()
    for source in sources:
        if isinstance(source, Article | Blob):
            yield source
            continue
        if is_address(source):
            found: Iterable[Path | Page | Failure] = (Page(str(source).strip()),)
        else:
            found = _files(source, skipped)
        for each in found:
            if isinstance(each, Failure) or each not in seen:
                yield each
            if not isinstance(each, Failure):
                seen.add(each)


def _files(source: str | os.PathLike[str], skipped: list[str] | None) -> Iterator[Path | Failure]:
    """Yield a path's files; of a pattern ("news/*.html", "**" for any folders) all it fits."""
    name = os.fspath(source)
    # A file may be called "[1].txt": what is there is no pattern.
    if not glob.has_magic(name) or os.path.lexists(name):
        yield from find_files(source, skipped)
        return
    fitting = sorted(glob.glob(name, recursive=True))  # noqa: PTH207 - keeps names as given
    for each in fitting:
        yield from find_files(each, skipped)
    if not fitting:
        yield Failure(
            escape_surrogates(name),
            f"{escape_surrogates(name)}: no file fits this pattern; check it",
        )


def is_address(source: object) -> bool:
    """Say whether a source is an address and not a path."""
    return isinstance(source, str) and re.match(r"\s*https?://", source, re.I) is not None


def origin_of(path: Path) -> str:
    """Return the name of a file that does not depend on where and through which folder it is met.

    Links to folders are followed, a link to a file keeps its own name. Names that are no UTF-8
    are escaped, and marked by an end that no path has.
    """
    name = os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118
    if not _SURROGATE.search(name):
        return name
    return os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace") + "//"


def is_gone(origin: str) -> bool:
    """Say whether a file certainly is no more; one that cannot be looked at is not."""
    if origin.endswith("//"):
        escaped = origin.removesuffix("//").encode("utf-8")
        raw = re.sub(
            rb"\\(?:x([0-9a-f]{2})|(\\))",
            lambda m: bytes.fromhex(m[1].decode()) if m[1] else m[2],
            escaped,
        )
        path = Path(os.fsdecode(raw))
    else:
        path = Path(origin)
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


@dataclass(frozen=True, slots=True)
class State:
    """How a file was when it was read; fields as in ``Origin``."""

    size: int = -1
    modified: int = -1
    digest: str = ""

    @classmethod
    def of_file(cls, path: Path) -> State:
        """Return size and time; (-1, -1) for what cannot be told or may still change unseen."""
        try:
            status = path.stat()
        except (OSError, ValueError):
            return cls()
        young = time.time_ns() - status.st_mtime_ns < YOUNG_NS
        return cls(status.st_size, -1 if young else status.st_mtime_ns)

    def with_data(self, data: bytes) -> State:
        """Return the state with the digest of the file's bytes."""
        return State(len(data), self.modified, hashlib.sha256(data).hexdigest())

    def looks_like(self, known: Sequence[Origin]) -> bool:
        """Say whether size and time say that nothing has changed."""
        return self.modified >= 0 and all(
            bool(o.digest) and (o.size, o.modified) == (self.size, self.modified) for o in known
        )

    def is_same(self, known: Sequence[Origin]) -> bool:
        """Say whether the bytes are those that were read before."""
        return bool(self.digest) and all(o.digest == self.digest for o in known)
