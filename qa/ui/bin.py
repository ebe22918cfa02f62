"""What was removed a moment ago, so that it can be brought back."""

from __future__ import annotations

import secrets
import threading
import time
from typing import TYPE_CHECKING, Any

from qa.records import ArticleInfo, Removed
from qa.ui.views.segments import show_controls

if TYPE_CHECKING:
    from qa.desk import Desk

UNDO_SECONDS = 10
"""For so long the page offers to undo a removal."""
GRACE_SECONDS = 5
"""So much longer is kept what was removed: the click may be on its way."""


class Bin:
    """Removes articles, and puts them back within some seconds; safe to share between threads."""

    def __init__(self, desk: Desk) -> None:
        """Begin empty."""
        self._desk = desk
        self._lock = threading.Lock()
        self._held: dict[str, tuple[float, list[Removed]]] = {}

    def remove(self, article_ids: list[str]) -> dict[str, Any]:
        """Remove articles; return the key that brings them back, and their titles.

        Raises:
            ArticleNotFound: one is not there; then none is removed.
        """
        removed = self._desk.take_out(*article_ids)
        key = secrets.token_hex(8)
        with self._lock:
            self._purge()
            self._held[key] = (time.monotonic(), removed)
        titles = [show_controls(each.article.title) for each in removed]
        return {"key": key, "titles": titles, "seconds": UNDO_SECONDS}

    def restore(self, key: str) -> list[ArticleInfo]:
        """Put back what was removed under ``key``; nothing when it is too late."""
        with self._lock:
            self._purge()
            _, removed = self._held.pop(key, (0.0, []))
        return self._desk.put_back(removed)

    def _purge(self) -> None:
        last = time.monotonic() - UNDO_SECONDS - GRACE_SECONDS
        self._held = {key: held for key, held in self._held.items() if held[0] >= last}
