"""One ``add`` or ``sync`` from its first source to its report."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qa.errors import ArticleError, InputError
from qa.ingest.items import (
    fill_metadata,
    flag_single_document,
    is_feed,
    is_plain,
    item_key,
    source_name,
    validate_article,
)
from qa.ingest.sources import Blob, Page, Source, State, Task, Web, expand, is_gone, origin_of
from qa.ingest.store import Store, article_info
from qa.ingest.tally import Tally
from qa.protocols import Embedder, Index
from qa.records import AddReport, Article, Document, Failure, FeedItem, Origin, Progress
from qa.sources.articles import article_from_document
from qa.sources.fetch import fetch
from qa.sources.files import DEFAULT_MAX_MB, find_files, read_bytes
from qa.sources.metadata import escape_surrogates
from qa.sources.parsers import Item, Limits, read_items
from qa.sources.parsers.stand_ins import refuse_redirect
from qa.sources.parsers.worker import Reader
from qa.sources.suffixes import SUFFIXES, TEXT_SUFFIXES


def add_all(
    sources: Sequence[Source],
    index: Index,
    embedder: Callable[[], Embedder],
    *,
    metadata: Mapping[str, str],
    max_mb: float = DEFAULT_MAX_MB,
    limits: Limits | None = None,
    web: Web | None = None,
    progress: Progress | None = None,
) -> AddReport:
    """Add every source; what cannot be added is in the report, with its reason.

    ``metadata`` (title, source, author, date, url) overrides what the files say. A file that
    has not changed since it was added is not read again; one that has replaces what it gave.
    Addresses are fetched as ``web`` says; a feed's items too, unless they are there already.
    The embedder is asked for only when something is new. Ctrl-C ends the run: the report then
    says ``interrupted``, and what it lists as added is stored. Errors of the library itself
    (a full disk, a damaged file) are raised, as no further file could be added.
    """
    tally = Tally(progress)
    interrupted = _ran(Run(index, embedder, tally, metadata, max_mb, limits, web or Web()), sources)
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
        raise InputError(
            f"{escape_surrogates(str(folder))}: is not a folder; name one, or use add for files"
        )
    below = origin_of(root / "x")[:-1]
    known = index.origins_under(below)
    if known and not keep and not any(isinstance(each, Path) for each in find_files(root)):
        raise InputError(
            f"{escape_surrogates(str(folder))}: has no file of an article any more, and "
            f"{len(known)} came from it; if its disk is mounted, remove them with "
            "`copydesk remove`, or keep them with --keep"
        )
    tally = Tally(progress)
    run = Run(index, embedder, tally, metadata, max_mb, limits, Web(), prune=not keep)
    interrupted = _ran(run, [root])
    if not interrupted and not keep:
        gone = [o for o in index.origins_under(below) if is_gone(o.origin)]
        tally.removed += index.forget(gone) if gone else []
    return tally.report(interrupted=interrupted)


def _ran(run: Run, sources: Sequence[Source]) -> bool:
    """Read and store all sources; return whether Ctrl-C came."""
    try:
        run.all(sources)
    except KeyboardInterrupt:
        return True
    finally:
        run.reader.close()
    return False


@dataclass(slots=True)
class Run:
    """What every source of one run shares."""

    index: Index
    embedder: Callable[[], Embedder]
    tally: Tally
    metadata: Mapping[str, str]
    max_mb: float
    limits: Limits | None
    web: Web
    prune: bool = False
    reader: Reader = field(init=False)
    store: Store = field(init=False)
    tasks: deque[Task] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.reader = Reader(self.limits)
        self.store = Store(self.index, self.embedder, self.tally)

    def all(self, sources: Sequence[Source]) -> None:
        """Read every source, then store what still waits."""
        for each in expand(sources, self.tally.skipped):
            if isinstance(each, Failure):
                self.tally.fail(each)
            else:
                self.tasks.append(each)
        self.tally.total = len(self.tasks)
        while self.tasks:
            task = self.tasks.popleft()
            name = source_name(task)
            self.tally.tell(name)
            try:
                if isinstance(task, Article):
                    self._article(task)
                elif isinstance(task, Path):
                    self._file(task)
                elif isinstance(task, Blob):
                    self._blob(task)
                else:
                    self._page(task)
            except ArticleError as error:
                self.tally.fail(Failure(name, str(error)))
                self.store.finish_source("", None)
        self.store.flush()
        if self.tally.total:
            self.tally.tell()

    def _article(self, given: Article) -> None:
        article = validate_article(given, self.metadata)
        # An origin of its own keeps it when a file of the same text changes or goes.
        origin = Origin("", article.id, article.id)
        self.store.add(article, origin, None)
        self.store.finish_source("", None)

    def _file(self, path: Path) -> None:
        origin = origin_of(path)
        known = self.index.origins(origin)
        state = State.of_file(path)
        if known and state.looks_like(known):
            self.unchanged(origin, known, None)
            return
        name = escape_surrogates(os.fspath(path))
        data = read_bytes(path, name, self.max_mb)
        state = state.with_data(data)
        if known and state.is_same(known):
            self.unchanged(origin, known, state)
            return
        suffix = path.suffix.lower()
        # Text needs no parser, and so no process to keep one in.
        plain = suffix in TEXT_SUFFIXES and is_plain(data, name)
        read = read_items if plain else self.reader.read
        items = self.told(name, read(data, name, kind=suffix))
        self.items(origin, name, items, known, state, many=SUFFIXES.get(suffix) == "feed")

    def _blob(self, blob: Blob) -> None:
        items = self.told(blob.name, self.reader.read(blob.data, blob.name, kind=blob.kind))
        self.items("", blob.name, items, (), State(), many=True)

    def _page(self, page: Page) -> None:
        known = self.index.origins(page.url)
        if known and page.item is not None:
            # A feed lists its items for days; whoever wants one anew can give its address.
            self.unchanged(page.url, known, None)
            return
        found = fetch(page.url, limits=replace(self.web.limits, max_mb=self.max_mb))
        refuse_redirect(page.url, found.final_url)
        state = State().with_data(found.data)
        if known and state.is_same(known):
            self.unchanged(page.url, known, state)
            return
        links: list[FeedItem] = []
        read = self.reader.read(found.data, found.final_url, kind=found.content_type)
        items = (fill_metadata(each, found, page.item) for each in self.told(page.url, read, links))
        feed = is_feed(found)
        self.items(page.url, page.url, items, known, state, many=feed)
        if page.item is not None and links:
            raise ArticleError(f"{page.url}: is a feed within a feed; add it by its address")
        self._follow(page.url, links)

    def _follow(self, feed: str, links: Sequence[FeedItem]) -> None:
        """Put a feed's links before what is still to be read."""
        chosen = links[: self.web.max_items]
        self.tasks.extendleft(Page(link.url, link) for link in reversed(chosen))
        self.tally.total += len(chosen)
        if len(links) > len(chosen):
            self.tally.fail(
                Failure(
                    feed,
                    f"{feed}: the first {len(chosen)} of its {len(links)} links were fetched; "
                    "raise it with --max-items",
                )
            )

    def unchanged(self, origin: str, known: Sequence[Origin], state: State | None) -> None:
        """Count the articles of a source that is as it was; ``state`` None is the one noted."""
        for article_id in dict.fromkeys(o.article_id for o in known):
            info = article_info(self.index, article_id)
            if info is not None:
                self.tally.count("unchanged", info)
        self.store.finish_source(origin, state)

    def items(
        self,
        origin: str,
        name: str,
        documents: Iterator[Document],
        known: Sequence[Origin],
        state: State,
        *,
        many: bool,
    ) -> None:
        """Offer what a source holds to the library, each under its own key.

        ``many`` says that there may be several, whatever there are now.
        """
        before = {o.item: o for o in known}
        seen: set[str] = set()
        failures = len(self.tally.failed)
        for document, alone in flag_single_document(documents):
            try:
                article = article_from_document(document, name, self.metadata)
            except ArticleError as error:
                self.tally.fail(Failure(name, str(error)))
                continue
            title = document.title or article.title
            self.tally.note(name if alone else f"{name} ({title[:80]})", document.notes)
            # What is no file has no state to come back to: its texts stand for themselves.
            keyed = many or not alone
            key = article.id if not origin else item_key(document, article, seen) if keyed else ""
            seen.add(key)
            self.store.add(article, Origin(origin, key, article.id), before.get(key))
        whole = len(self.tally.failed) == failures
        gone = [o for o in known if self.prune and o.item not in seen]
        self.store.finish_source(origin, state if whole else None, gone)

    def told(
        self, name: str, items: Iterable[Item], links: list[FeedItem] | None = None
    ) -> Iterator[Document]:
        """Yield the documents; report what failed; collect links, if they are to be followed."""
        unread = 0
        for item in items:
            if isinstance(item, Failure):
                self.tally.fail(item)
            elif isinstance(item, Document):
                yield item
            elif links is not None:
                links.append(item)
            else:
                unread += 1
        if unread:
            # A file on this disk must not make this computer ask others: its sender would know.
            reason = f"{unread} of its items are links only; add the feed by its address"
            self.tally.fail(Failure(name, f"{name}: {reason}"))
