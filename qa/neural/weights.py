"""Weights are checked by their sha256 before they are trusted."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from qa.errors import ModelError


def verify_weights(path: Path, sha256: str, remedy: str) -> None:
    """Check a weights file against its sha256; a file that is unchanged is read once a process.

    Raises:
        ModelError: The file is missing, unreadable or another one.
    """
    found = file_digest(path, path.name)
    if found != sha256:
        raise ModelError(
            f"{path}: sha256 {found[:12]}... is not the expected {sha256[:12]}...; {remedy}"
        )


def file_digest(path: Path, name: str) -> str:
    """Return the sha256 of a file, called ``name`` in messages.

    Raises:
        ModelError: It cannot be read.
    """
    try:
        state = path.stat()
        return _digest(path, state.st_size, state.st_mtime_ns)
    except OSError as error:
        raise ModelError(f"{name}: {path} cannot be read: {error.strerror}") from error


@functools.lru_cache(maxsize=16)
def _digest(path: Path, size: int, mtime_ns: int) -> str:
    """Hash once per process; size and time are the cache's key, so a changed file is read anew."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
