"""What a desk does with its library: open, add, follow, list, remove."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self, TypedDict, Unpack

from qa.desk.browsing import MAX_PAGE, ArticleOrder, browse, browse_ids, count_facets
from qa.desk.inputs import (
    checked_date,
    default_library,
    full_id,
    full_ids,
    make_filters,
    stored_articles,
)
from qa.desk.models import Models, require_one
from qa.desk.no_match import explain_no_match
from qa.desk.options import FilterOptions
from qa.errors import ArticleNotFound, InputError
from qa.grounding.judging import ClaimJudge
from qa.index import open_index
from qa.ingest import Source, Web, add_all, sync_folder, sync_repeatedly, wait_for_changes
from qa.protocols import Embedder, Generator, Index, Pointer, Reranker
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
    ReaderName,
)
from qa.sources.files import DEFAULT_MAX_MB
from qa.sources.parsers.limits import Limits


class SyncOptions(TypedDict, total=False):
    """How ``sync`` and ``watch`` follow a folder."""

    keep: bool
    source: str
    max_mb: float
    limits: Limits | None
    progress: Progress | None


class Library:
    """The articles of one file, with an embedder for new ones; what ``Desk`` asks."""

    def __init__(
        self,
        index: Index,
        path: Path,
        *,
        model: str | Generator | None = None,
        reader: ReaderName = "auto",
        embedder: str | Embedder | None = None,
        reranker: str | Reranker | None = None,
        allow_download: bool = False,
        device: str | None = None,
        dtype: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Wrap an open index; ``Desk.open`` is the usual way."""
        self.path = path
        self._index = index
        self._models = Models(
            index,
            model=model,
            reader=reader,
            embedder=embedder,
            reranker=reranker,
            allow_download=allow_download,
            device=device,
            dtype=dtype,
            progress=progress,
        )

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        model: str | Generator | None = None,
        reader: ReaderName = "auto",
        embedder: str | Embedder | None = None,
        reranker: str | Reranker | None = None,
        allow_download: bool = False,
        device: str | None = None,
        dtype: str | None = None,
        progress: Progress | None = None,
        create: bool = True,
    ) -> Self:
        """Open the library at ``path``, making it when it is not there, if ``create``.

        Args:
            path: the library file, or milvus://HOST:PORT/NAME; None for ``$COPYDESK_LIBRARY``,
                else a file in the user's data folder.
            model: a generator, a folder, a .gguf file or a hub name; None for a shipped one.
            reader: which shipped one: "small"; "base", larger and slower; "cascade", where small
                reads all passages and base the best two again; "auto", the cascade where base
                is installed.
            embedder: an embedder, a folder or a hub name; None for all-MiniLM-L6-v2.
            reranker: a reranker, or a cross-encoder's folder or hub name; None for none.
            allow_download: let a hub name that is not on this disk be fetched.
            device: cpu, cuda, cuda:1 or mps; None for the best there is.
            dtype: float32, bfloat16, float16, or int8 (the shipped model on a CPU only, and its
                default there); None for what suits the device.
            progress: told of models loading, files added and passages read.
            create: make the library where there is none; else that is an error.

        A library that cannot be written can be asked all the same.

        Raises:
            LibraryError: the file is damaged, foreign, not there or cannot be made.
            InputError: no such reader, or both a model and a reader are named.
        """
        require_one(model, reader)
        where = Path(path) if path is not None else default_library()
        return cls(
            open_index(where, create=create),
            where,
            model=model,
            reader=reader,
            embedder=embedder,
            reranker=reranker,
            allow_download=allow_download,
            device=device,
            dtype=dtype,
            progress=progress,
        )

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

    def load(self) -> str:
        """Load the models now, and return the name of the one that reads.

        Raises:
            ModelError: a model cannot be loaded.
            EmbedderMismatch: the library's vectors are another embedder's.
        """
        return self._models.prepare("hybrid").name

    def claim_readers(self) -> tuple[Pointer, ClaimJudge | None]:
        """Return what ``verify`` reads claims with: one that fills gaps, and a judge if any.

        Raises:
            ModelError: a model cannot be loaded.
        """
        return self._models.pointer(), self._models.claim_judge()

    def another(self, path: str | os.PathLike[str]) -> Self:
        """Open another library with the models of this one, which are loaded for it.

        Raises:
            LibraryError: the file is damaged, foreign or cannot be written.
            ModelError: a model cannot be loaded.
        """
        models = self._models
        made = type(self).open(
            path,
            model=models.generator(),
            embedder=models.embedder(),
            reranker=models.reranker(),
            progress=models.progress,
        )
        made._models.share(models)
        return made

    def close(self) -> None:
        """Release the library's file."""
        self._index.close()

    def __enter__(self) -> Self:
        """Return self; leaving the block closes the library."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the library."""
        self.close()

    def _ids(self, given: Sequence[str]) -> tuple[str, ...]:
        """Return the whole ids of ids and prefixes, each once."""
        return full_ids(self._index, given, self.path.name)

    def _filters(self, **which: Unpack[FilterOptions]) -> Filters:
        """Return the filters that a caller's keywords mean."""
        return make_filters(self._ids(which.get("articles", ())), **which)
