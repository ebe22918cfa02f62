"""What a page sends to be added, as sources that a desk takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.errors import InputError
from qa.ingest.sources import Blob, Source, is_address
from qa.neural import resources
from qa.sources.files import DEFAULT_MAX_MB

if TYPE_CHECKING:
    from fastapi import UploadFile

MOST_FILES = 500
"""Files in one upload; a page sends more in several."""
MOST_BYTES = int(DEFAULT_MAX_MB * 1_000_000)


def read_uploads(files: Sequence[UploadFile]) -> tuple[list[Blob], list[str]]:
    """Return dropped files, and why some are refused."""
    blobs, refused = [], []
    for file in files:
        blob = _blob(file)
        if len(blob.data) > MOST_BYTES:
            refused.append(f"{blob.name}: is over the limit of {DEFAULT_MAX_MB:g} MB; split it.")
        else:
            blobs.append(blob)
    return blobs, refused


def text_sources(pasted: str) -> list[Source]:
    """Return what was pasted: addresses, one a line, or else a text.

    Raises:
        InputError: nothing was pasted.
    """
    lines = [line.strip() for line in pasted.splitlines() if line.strip()]
    if not lines:
        raise InputError("nothing was pasted; give addresses or the text of an article")
    if all(is_address(line) and " " not in line for line in lines):
        return [*lines]
    return [Blob(pasted.encode(), "pasted text", ".txt")]


def sample_sources() -> list[Source]:
    """Return the sample articles.

    Raises:
        InputError: this installation holds none.
    """
    paths = resources.seed_articles()
    if not paths:
        raise InputError("this installation holds no sample articles")
    return [*paths]


def _blob(file: UploadFile) -> Blob:
    """Return a dropped file, of one that is too large a byte more than is allowed."""
    name = (file.filename or "file").replace("\\", "/").rpartition("/")[2]
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    data = file.file.read(MOST_BYTES + 1)
    return Blob(data, name, suffix)
