"""One ``add`` or ``sync`` from its first source to its report."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qa.articles import article_from_document, article_from_text
from qa.errors import ArticleError, InputError
from qa.files import DEFAULT_MAX_MB, find_files, read_bytes
from qa.ingest.sources import Page, Source, State, Task, expand, is_gone, origin_of
from qa.ingest.store import Store, info_of
from qa.ingest.tally import Tally
from qa.metadata import shown
from qa.protocols import Embedder, Index
from qa.readers import Item, Limits, read_items
from qa.readers.worker import Reader
from qa.suffixes import TEXT_SUFFIXES
from qa.types import AddReport, Article, Document, Failure, FeedItem, Origin, Progress


def add_all(
    sources: Sequence[Source],
    index: Index,
    embedder: Callable[[], Embedder],
    *,
    metadata: Mapping[str, str],
    max_mb: float = DEFAULT_MAX_MB,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> AddReport:
    """Add every source; what cannot be added is in the report, with its reason.

    ``metadata`` (title, source, author, date, url) overrides what the files say. A file that
    has not changed since it was added is not read again; one that has replaces what it gave.
    The embedder is asked for only when something is new. Ctrl-C ends the run: the report then
    says ``interrupted``, and what it lists as added is stored. Errors of the library itself
    (a full disk, a damaged file) are raised, as no further file could be added.
    """
    tally = Tally(progress)
    interrupted = _ran(_Run(index, embedder, tally, metadata, max_mb, limits), sources)
    return tally.report(interrupted=interrupted)


def sync_folder(
    folder: str | os.PathLike[str],
    index: Index,
    embedder: Callable[[], Embedder],
    *,
    metadata: Mapping[str, str],
    keep: bool = False,
    max_mb: float = DEFAULT_MAX_MB,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> AddReport:
    """Make the library hold what the folder's files hold: add, replace, and remove.

    An article goes when every file it was added from is gone; with ``keep`` none goes.
    Otherwise as ``add_all``; after Ctrl-C nothing is removed.

    Raises:
        InputError: this is no folder, or it has no article's file any more though articles
            were added from it: a disk that is not mounted looks like that.
    """
    root = Path(folder)
    if not root.is_dir():
        raise InputError(f"{shown(str(folder))}: is not a folder; name one, or use add for files")
    below = origin_of(root / "x")[:-1]
    known = index.origins_under(below)
    if known and not keep and not any(isinstance(each, Path) for each in find_files(root)):
        raise InputError(
            f"{shown(str(folder))}: has no file of an article any more, and {len(known)} came "
            "from it; if its disk is mounted, remove them with `copydesk remove`, or keep them "
            "with --keep"
        )
    tally = Tally(progress)
    run = _Run(index, embedder, tally, metadata, max_mb, limits, prune=not keep)
    interrupted = _ran(run, [root])
    if not interrupted and not keep:
        gone = [o for o in index.origins_under(below) if is_gone(o.origin)]
        tally.removed += index.forget(gone) if gone else []
    return tally.report(interrupted=interrupted)


def _ran(run: _Run, sources: Sequence[Source]) -> bool:
    """Read and store all sources; return whether Ctrl-C came."""
    try:
        run.all(sources)
    except KeyboardInterrupt:
        return True
    finally:
        run.reader.close()
    return False


@dataclass(slots=True)
class _Run:
    """What every source of one run shares."""

    index: Index
    embedder: Callable[[], Embedder]
    tally: Tally
    metadata: Mapping[str, str]
    max_mb: float
    limits: Limits | None
    prune: bool = False
    reader: Reader = field(init=False)
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.reader = Reader(self.limits)
        self.store = Store(self.index, self.embedder, self.tally)

    def all(self, sources: Sequence[Source]) -> None:
        """Read every source, then store what still waits."""
        tasks: deque[Task] = deque()
        for each in expand(sources):
            if isinstance(each, Failure):
                self.tally.fail(each)
            else:
                tasks.append(each)
        self.tally.total = len(tasks)
        while tasks:
            task = tasks.popleft()
            name = _name(task)
            self.tally.tell(name)
            try:
                if isinstance(task, Article):
                    self._article(task)
                elif isinstance(task, Path):
                    self._file(task, os.fspath(task))
            except ArticleError as error:
                self.tally.fail(Failure(name, str(error)))
                self.store.end("", None)
        self.store.flush()
        if self.tally.total:
            self.tally.tell()

    def _article(self, given: Article) -> None:
        article = _checked(given, self.metadata)
        # An origin of its own keeps it when a file of the same text changes or goes.
        origin = Origin("", article.id, article.id)
        self.store.offer(article, origin, None)
        self.store.end("", None)

    def _file(self, path: Path, name: str) -> None:
        origin = origin_of(path)
        known = self.index.origins(origin)
        state = State.of_file(path)
        if known and state.looks_like(known):
            self._unchanged(origin, known, None)
            return
        label = shown(name)
        data = read_bytes(path, label, self.max_mb)
        state = state.with_data(data)
        if known and state.is_same(known):
            self._unchanged(origin, known, state)
        elif path.suffix.lower() in TEXT_SUFFIXES:
            self._items(origin, label, read_items(data, label, kind=path.suffix), known, state)
        else:
            items = self.reader.read(data, label, kind=path.suffix)
            self._items(origin, label, items, known, state)

    def _unchanged(self, origin: str, known: Sequence[Origin], state: State | None) -> None:
        for article_id in dict.fromkeys(o.article_id for o in known):
            info = info_of(self.index, article_id)
            if info is not None:
                self.tally.count("unchanged", info)
        self.store.end(origin, state)

    def _items(
        self, origin: str, name: str, items: Iterator[Item], known: Sequence[Origin], state: State
    ) -> None:
        """Offer what a source holds to the library, each under its own key."""
        before = {o.item: o for o in known}
        seen: set[str] = set()
        failures = len(self.tally.failed)
        for document, alone in _documents(self._told(name, items)):
            try:
                article = article_from_document(document, name, self.metadata)
            except ArticleError as error:
                self.tally.fail(Failure(name, str(error)))
                continue
            key = "" if alone else _key(document, article, seen)
            seen.add(key)
            self.store.offer(article, Origin(origin, key, article.id), before.get(key))
        whole = len(self.tally.failed) == failures
        gone = [o for o in known if self.prune and o.item not in seen]
        self.store.end(origin, state if whole else None, gone)

    def _told(self, name: str, items: Iterable[Item]) -> Iterator[Document]:
        """Yield the documents; report what failed, and links that nobody asked to follow."""
        links = 0
        for item in items:
            if isinstance(item, Failure):
                self.tally.fail(item)
            elif isinstance(item, FeedItem):
                links += 1
            else:
                yield item
        if links:
            reason = (
                f"{links} of its items have no text, only links; add the feed by its address to "
                "fetch them"
            )
            self.tally.fail(Failure(name, f"{name}: {reason}"))


def _documents(documents: Iterator[Document]) -> Iterator[tuple[Document, bool]]:
    """Yield each document, and whether it is its file's only one."""
    first = next(documents, None)
    if first is None:
        return
    second = next(documents, None)
    yield first, second is None
    if second is not None:
        yield second, False
        for document in documents:
            yield document, False


def _key(document: Document, article: Article, seen: set[str]) -> str:
    """Name one of several documents so that it is found again in a later state of its file.

    By its address where it has one, else by its text: places shift when one is put before.
    """
    return document.url if document.url and document.url not in seen else article.id


def _checked(given: Article, metadata: Mapping[str, str]) -> Article:
    """Make a caller's article anew: checked as a file is, its id that of its text."""
    own = {key: getattr(given, key) for key in ("title", "source", "author", "date", "url")}
    overrides = {key: value for key, value in metadata.items() if value}
    made = article_from_text(given.text, language=given.language, **{**own, **overrides})
    if given.id != made.id:
        raise ArticleError(
            f"{made.title}: the id {shown(given.id[:40])!r} is not its text's, {made.id}; "
            "make articles with article_from_text"
        )
    return replace(made, pages=given.pages)


def _name(task: Task) -> str:
    if isinstance(task, Article):
        return shown(task.title)
    return shown(task.url if isinstance(task, Page) else os.fspath(task))
