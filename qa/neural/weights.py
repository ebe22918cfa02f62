"""Weights are checked by their sha256 before they are trusted, and named by it in results."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from qa.errors import ModelError

INDEX = "model.safetensors.index.json"
_DIGITS = 64
_hashed: dict[tuple[str, int, int, int], str] = {}


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
        return _digest(path.resolve())
    except OSError as error:
        raise ModelError(f"{name}: {path} cannot be read: {error.strerror}") from error


def _digest(path: Path) -> str:
    """Hash once a process; size and time are part of the key, so a changed file is read anew."""
    key = _state(path)
    if key not in _hashed:
        with path.open("rb") as file:
            _hashed[key] = hashlib.file_digest(file, "sha256").hexdigest()
    return _hashed[key]


def _state(path: Path) -> tuple[str, int, int, int]:
    state = path.stat()
    return str(path), state.st_size, state.st_mtime_ns, state.st_ino


def weights_digest(path: Path) -> str:
    """Return the sha256 of a model's file, or of a folder's safetensors; "" where there are none.

    Of several files it is that of their list, as ``sha256sum *.safetensors | sha256sum`` prints it.
    Gigabytes take seconds to hash: what was hashed once is remembered in the user's cache, a
    file of the hub's cache has its hash for a name, and an index of ours has those that were
    checked when the weights were loaded.
    """
    try:
        if path.is_file():
            return _remembered(path)
        hashes = _listed(path / INDEX)
        if not hashes:
            files = sorted(path.glob("*.safetensors"))
            hashes = {file.name: _remembered(file) for file in files}
    except OSError:  # the folder is gone, and the model in memory goes on
        return ""
    if len(hashes) < 2:
        return next(iter(hashes.values()), "")
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _listed(index: Path) -> Mapping[str, str]:
    """Return the hashes that an index has of its files, none where it has none."""
    try:
        listed = json.loads(index.read_text(encoding="utf-8"))["metadata"]["sha256"]
        return {str(name): str(digest) for name, digest in listed.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _remembered(path: Path) -> str:
    """Return the sha256 of a file: from its name in the hub's cache, from ours, or computed."""
    real = path.resolve()
    if len(real.name) == _DIGITS and set(real.name) <= set("0123456789abcdef"):
        return real.name
    state = _state(real)
    if state in _hashed:
        return _hashed[state]
    from platformdirs import user_cache_path

    folder = user_cache_path("copydesk", appauthor=False) / "sha256"
    key = "\0".join(map(str, state)).encode("utf-8", "surrogateescape")
    kept = folder / hashlib.sha256(key).hexdigest()[:32]
    with contextlib.suppress(OSError, UnicodeDecodeError):
        known = kept.read_text("ascii")
        if len(known) == _DIGITS:
            return known
    digest = _digest(real)
    with contextlib.suppress(OSError):  # a full disk, or a cache that cannot be written
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, made = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(digest)
        Path(made).replace(kept)
    return digest
