"""What a desk does with its library: add, follow, list, remove."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from threading import Event
from typing import TYPE_CHECKING, TypedDict, Unpack

from qa.desk.browsing import MAX_PAGE, ArticleOrder, browse, browse_ids, count_facets
from qa.desk.inputs import (
    checked_date,
    full_id,
    stored_articles,
)
from qa.desk.no_match import explain_no_match
from qa.desk.opening import OpenLibrary
from qa.desk.options import FilterOptions
from qa.errors import ArticleNotFound, InputError
from qa.records import (
    AddReport,
    Article,
    ArticleInfo,
    ArticlePage,
    Facets,
    Filters,
    Passage,
    Progress,
    ProgressEvent,
)
from qa.sources.files import DEFAULT_MAX_MB

if TYPE_CHECKING:
    from qa.ingest import Source, Web
    from qa.sources.parsers.limits import Limits


class SyncOptions(TypedDict, total=False):
    """How ``sync`` and ``watch`` follow a folder."""

    keep: bool
    source: str
    max_mb: float
    limits: Limits | None
    progress: Progress | None


class Library(OpenLibrary):
    """The articles of one file, with an embedder for new ones; what ``Desk`` asks."""

    def add(
        self,
        *sources: Source,
        title: str = "",
        source: str = "",
        author: str = "",
        date: str = "",
        url: str = "",
        max_mb: float = DEFAULT_MAX_MB,
        limits: Limits | None = None,
        web: Web | None = None,
        progress: Progress | None = None,
    ) -> AddReport:
        """Add files, folders, web addresses and articles; adding one again changes nothing.

        A file that has changed since it was added replaces what it gave then.
        An address begins with http:// or https://; of a feed, the items are fetched, too.
        ``title``, ``source``, ``author``, ``date`` and ``url`` override what the files say of
        themselves; ``max_mb``, ``limits`` and ``web`` bound what one may take. Whatever
        cannot be added is in the report with its reason, and the rest is added all the same.

        Raises:
            InputError: nothing was given, or ``date`` is no day.
            EmbedderMismatch: the library's vectors are another embedder's.
            LibraryError: the file cannot take more (a full disk, say).
        """
        if not sources:
            raise InputError("nothing to add; give files, folders or addresses")
        known = {"title": title, "source": source, "author": author, "url": url}
        known["date"] = checked_date("date", date)
        # Late: an answer parses and fetches nothing.
        from qa.ingest import add_all

        return add_all(
            sources,
            self._index,
            self._models.embedder,
            metadata=known,
            max_mb=max_mb,
            limits=limits,
            web=web,
            progress=progress or self._models.progress,
        )

    def sync(
        self,
        folder: str | os.PathLike[str],
        *,
        keep: bool = False,
        source: str = "",
        max_mb: float = DEFAULT_MAX_MB,
        limits: Limits | None = None,
        progress: Progress | None = None,
    ) -> AddReport:
        """Make the library hold what a folder's files hold: add, replace and remove.

        An article goes when every file it was added from is gone; with ``keep`` none goes.

        Raises:
            InputError: this is no folder, or it is empty though articles came from it, as one
                on a disk that is not mounted is.
            EmbedderMismatch: the library's vectors are another embedder's.
            LibraryError: the file cannot take more (a full disk, say).
        """
        from qa.ingest import sync_folder

        return sync_folder(
            folder,
            self._index,
            self._models.embedder,
            metadata={"source": source},
            keep=keep,
            max_mb=max_mb,
            limits=limits,
            progress=progress or self._models.progress,
        )

    def watch(
        self,
        folder: str | os.PathLike[str],
        *,
        stop: Event | None = None,
        **how: Unpack[SyncOptions],
    ) -> Iterator[AddReport]:
        """Sync a folder, and again whenever something in it changes, until ``stop`` is set.

        Yields the first report, then one each time that something was added, replaced or
        removed, or could not be; what failed before and still does is not named again.
        ``how`` is what ``sync`` takes.

        Raises:
            InputError: as ``sync``, at any time (the folder may go); or it can't be watched.
            MissingDependency: watchfiles is not installed.
            EmbedderMismatch, LibraryError: as ``sync``.
        """
        tell = how.get("progress") or self._models.progress

        def waiting() -> None:
            if tell is not None:
                tell(ProgressEvent("watch", 0, 0, os.fspath(folder)))

        from qa.ingest import sync_repeatedly, wait_for_changes

        return sync_repeatedly(
            lambda: self.sync(folder, **how), wait_for_changes(folder, stop), waiting
        )

    def articles(self, **which: Unpack[FilterOptions]) -> list[ArticleInfo]:
        """Return the articles, newest first.

        Raises:
            InputError: a date that is none.
            ArticleNotFound: no such article.
        """
        return self._index.articles(self._filters(**which))

    def browse(
        self,
        query: str = "",
        *,
        order: ArticleOrder = "newest",
        offset: int = 0,
        limit: int = MAX_PAGE,
        **which: Unpack[FilterOptions],
    ) -> ArticlePage:
        """Return a part of the list of articles that have every word of ``query``.

        A word counts where it is a part of the title, source, author, date, address or id, or
        where words of the text begin with it.

        Raises:
            InputError: no such order, an offset or limit out of range, a date that is none.
            ArticleNotFound: no such article.
        """
        return browse(self._index, self._filters(**which), query, order, offset, limit)

    def browse_ids(
        self,
        query: str = "",
        *,
        order: ArticleOrder = "newest",
        offset: int = 0,
        limit: int = -1,
        **which: Unpack[FilterOptions],
    ) -> list[str]:
        """Return the ids of the articles that ``browse`` lists; all of them for ``limit`` -1."""
        return browse_ids(self._index, self._filters(**which), query, order, offset, limit)

    def facets(self, **which: Unpack[FilterOptions]) -> Facets:
        """Return what the articles can be narrowed by, each with its count.

        Raises:
            InputError: a date that is none.
            ArticleNotFound: no such article.
        """
        return count_facets(self._index, self._filters(**which))

    def passages(self, article_id: str) -> list[Passage]:
        """Return the passages that an article is searched by, in its order.

        Raises:
            ArticleNotFound: none or several are meant.
        """
        return self._index.passages(full_id(self._index, article_id, self.path.name))

    def explain_no_match(self, **which: Unpack[FilterOptions]) -> str:
        """Return why no article passes, and what there is; "" where one does."""
        return explain_no_match(self._index, self._filters(**which))

    def article(self, article_id: str) -> Article:
        """Return one article by its id, or by a prefix of four digits or more.

        Raises:
            ArticleNotFound: none or several are meant.
        """
        found = self._index.get(full_id(self._index, article_id, self.path.name))
        if found is None:
            raise ArticleNotFound(
                f"article {article_id} was removed meanwhile; `copydesk list` shows the others"
            )
        return found

    def stored(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """Return articles by their whole ids, without those that are removed by now."""
        return stored_articles(self._index, article_ids)

    def remove(self, *article_ids: str) -> list[ArticleInfo]:
        """Remove articles by id or prefix; return what was removed.

        Raises:
            ArticleNotFound: one of them is not there; then nothing is removed.
        """
        ids = self._ids(article_ids)
        infos = {info.id: info for info in self._index.articles(Filters(article_ids=ids))}
        return [infos[each] for each in ids if self._index.remove(each) and each in infos]
