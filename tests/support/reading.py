"""A reader of files that starts no process."""

from __future__ import annotations

from collections.abc import Iterator

from qa.sources.parsers import read_items
from qa.sources.parsers.common import Item
from qa.sources.parsers.worker import Reader


class ReaderHere(Reader):
    """Reads in this process what a ``Reader`` reads in one of its own."""

    def read(self, data: bytes, name: str, *, kind: str = "") -> Iterator[Item]:
        """Yield the articles of a file, and its failures."""
        return read_items(data, name, kind=kind, limits=self.limits)
