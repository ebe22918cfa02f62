"""What a desk keeps beside its articles: its conversations, and what was removed a moment ago."""

from __future__ import annotations

from collections.abc import Sequence

from qa.desk.history import History
from qa.desk.maintenance import MaintainedLibrary
from qa.records import ArticleInfo, Filters, Removed


class Shelf(MaintainedLibrary):
    """A library with its conversations, from which nothing goes by mistake."""

    @property
    def history(self) -> History:
        """Return the conversations that the library keeps."""
        return History(self._index.notes())

    def take_out(self, *article_ids: str) -> list[Removed]:
        """Remove articles by id or prefix, and return them whole, for ``put_back``.

        Raises:
            ArticleNotFound: one of them is not there; then nothing is removed.
        """
        ids = self._ids(article_ids)
        return self._index.take_out(ids)

    def put_back(self, removed: Sequence[Removed]) -> list[ArticleInfo]:
        """Store again what ``take_out`` has removed, as it was; return what was not there.

        Articles are left out whose vectors are of another embedder than the library's now.
        """
        ids = self._index.put_back(removed)
        return self._index.articles(Filters(article_ids=tuple(ids))) if ids else []
