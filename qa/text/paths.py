"""Paths of files within messages: whoever calls a server is told a file's name, not its place."""

from __future__ import annotations

import re
from pathlib import Path

# Folders before a name, from a root or a home on. Not within an address, a date or "and/or".
_FOLDERS = re.compile(
    r"(?<![\w/:.~-])(?:~?/|[A-Za-z]:\\)(?:[^\s/\\:;,'\"<>()]+[/\\])+(?=[^\s/\\:;,])"
)


def hide_folders(text: str, *known: Path) -> str:
    """Return ``text`` with the name alone of every file that it gives with its folders.

    ``known`` paths are found whatever they are made of, blanks and addresses included.
    """
    for path in known:
        # Of "milvus://host/name" a Path keeps one slash.
        for shown in (str(path), str(path).replace(":/", "://", 1)):
            text = text.replace(shown, path.name)
    return _FOLDERS.sub("", text)
