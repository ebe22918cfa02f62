"""What a desk keeps beside its articles: its conversations, and what was removed a moment ago."""

from __future__ import annotations

from collections.abc import Sequence

from qa.desk.history import History
from qa.desk.maintenance import MaintainedLibrary
from qa.index.removed import Removed, put_back, take_out
from qa.maintenance.reports import as_sqlite
from qa.records import ArticleInfo, Filters


class Shelf(MaintainedLibrary):
    """A library with its conversations, from which nothing goes by mistake."""

    @property
    def history(self) -> History:
        """Return the conversations that the library keeps."""
        return History(as_sqlite(self._index))

    def take_out(self, *article_ids: str) -> list[Removed]:
        """Remove articles by id or prefix, and return them whole, for ``put_back``.

        Raises:
            ArticleNotFound: one of them is not there; then nothing is removed.
        """
        ids = self._ids(article_ids)
        with as_sqlite(self._index).writing() as db:
            return take_out(db, ids)

    def put_back(self, removed: Sequence[Removed]) -> list[ArticleInfo]:
        """Store again what ``take_out`` has removed, as it was; return what was not there.

        Articles are left out whose vectors are of another embedder than the library's now.
        """
        index = as_sqlite(self._index)
        with index.writing() as db:
            ids = put_back(db, removed)
        return index.articles(Filters(article_ids=tuple(ids))) if ids else []
