"""One bulk addition: workers read, split and embed; this process stores what they send, in order.

The library has one writer, so it is whole at every moment, and an addition that ends early goes on
where it was: files that were stored whole are not read again, and articles that were stored are
not embedded again. What a worker that dies was about is given to another one.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from qa.errors import ArticleError, InputError
from qa.ingest.bulk.cluster import INSTALL as INSTALL
from qa.ingest.bulk.cluster import embedded_parts
from qa.ingest.bulk.parts import Embedded, FileTask, Part
from qa.ingest.ingestion import Run
from qa.ingest.items import source_name
from qa.ingest.sources import Source, State, Web, expand, origin_of
from qa.ingest.tally import Tally
from qa.neural.token_counts import count_tokens
from qa.protocols import Embedder, Index, Vectors
from qa.records import AddReport, Article, Failure, Passage, Progress
from qa.sources.files import DEFAULT_MAX_MB
from qa.sources.parsers import Item, Limits
from qa.sources.suffixes import SUFFIXES
from qa.text.passages import split_passages

KEPT_ROWS = 20_000
"""Vectors that wait for their articles to be stored: 30 MB of 384 numbers each."""


def add_bulk(
    sources: Sequence[Source],
    index: Index,
    embedder: Embedder,
    load: Callable[[], Embedder],
    *,
    workers: int | None = None,
    address: str | None = None,
    metadata: Mapping[str, str],
    max_mb: float = DEFAULT_MAX_MB,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> AddReport:
    """Add files and folders by several workers; library and report are those of ``add_all``.

    ``load`` makes each worker's embedder, with the weights of ``embedder``. ``workers`` None is
    one for each core; ``address`` is that of a Ray cluster whose machines see the files at the same
    paths, None for processes on this machine.

    Raises:
        MissingDependency: Ray is not installed.
        InputError: a source is no path, or there is no cluster at ``address``.
        LibraryError: the library cannot take more.
    """
    tally = Tally(progress)
    vectors = Received(embedder)
    run = Run(index, lambda: vectors, tally, metadata, max_mb, limits, Web())
    run.store.split = vectors.split
    tasks = _to_read(run, sources)
    interrupted = False
    if not tasks:
        return tally.report()
    parts = embedded_parts(
        tasks, load, embedder.name, metadata,
        workers=workers, address=address, max_mb=max_mb, limits=limits,
    )  # fmt: skip
    try:
        with closing(parts):  # which ends Ray
            store_parts(run, vectors, parts)
        run.store.flush()
    except KeyboardInterrupt:
        interrupted = True
    finally:
        run.reader.close()
    return tally.report(interrupted=interrupted)


def _to_read(run: Run, sources: Sequence[Source]) -> list[FileTask]:
    """Return the files that have changed, or are new; the others are counted."""
    tasks = []
    for each in expand(sources, run.tally.skipped):
        if isinstance(each, Failure):
            run.tally.fail(each)
            continue
        if not isinstance(each, Path):
            raise InputError(f"{source_name(each)}: is no file or folder; use `copydesk add`")
        run.tally.total += 1
        origin = origin_of(each)
        known = run.index.origins(origin)
        if known and State.of_file(each).looks_like(known):
            run.unchanged(origin, known, None)
        else:
            tasks.append(FileTask(each.absolute(), tuple(known)))
    return tasks


def store_parts(run: Run, vectors: Received, parts: Iterator[Part]) -> None:
    """Store what the parts of each file hold, as if the file were read here."""
    for first in parts:
        name = source_name(first.path)
        origin = origin_of(first.path)
        run.tally.tell(name)
        if first.same:
            run.unchanged(origin, first.known, first.state)
            continue
        items = _items_of(first, parts, vectors)
        try:
            run.items(
                origin, name, run.told(name, items), first.known, first.state,
                many=SUFFIXES.get(first.path.suffix.lower()) == "feed",
            )  # fmt: skip
        except ArticleError as error:
            run.tally.fail(Failure(name, str(error)))
            run.store.finish_source("", None)
            for _ in items:  # what is left of the file
                pass


def _items_of(first: Part, parts: Iterator[Part], vectors: Received) -> Iterator[Item]:
    """Yield the items of a file whose first part is given; take the others from ``parts``.

    Raises:
        ArticleError: the file could not be read to its end.
    """
    part = first
    while True:
        vectors.take(part.embedded)
        yield from part.items
        if part.last:
            break
        part = next(parts)
    if part.failure:
        raise ArticleError(part.failure)


class Received:
    """Passages and vectors from workers, in the places of a splitter and an ``Embedder``.

    What is missing is made here: articles that the library held already, and were to be embedded
    all the same.
    """

    def __init__(self, embedder: Embedder) -> None:
        """Hold nothing yet; ``embedder`` makes what is missing."""
        self._embedder = embedder
        self._passages: OrderedDict[str, tuple[Passage, ...]] = OrderedDict()
        self._rows: OrderedDict[str, Vectors] = OrderedDict()

    @property
    def name(self) -> str:
        """Identify the weights."""
        return self._embedder.name

    @property
    def dimension(self) -> int:
        """Return the length of every vector."""
        return self._embedder.dimension

    def take(self, embedded: Mapping[str, Embedded]) -> None:
        """Keep what a worker has sent until it is stored, or much else has come."""
        for article_id, each in embedded.items():
            self._passages[article_id] = each.passages
            self._rows.update(zip(each.texts, each.vectors, strict=True))
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)
        while len(self._passages) > KEPT_ROWS:
            self._passages.popitem(last=False)

    def split(self, article: Article) -> Sequence[Passage]:
        """Return the passages of an article."""
        found = self._passages.pop(article.id, None)
        return split_passages(article, count_tokens) if found is None else found

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 with rows of unit length, in the order of ``texts``."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._rows]
        made = self._embedder.encode_passages(missing) if missing else ()
        rows = dict(zip(missing, made, strict=True))
        found = [rows[text] if text in rows else self._rows[text] for text in texts]
        if not found:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack(found)

    def encode_query(self, text: str) -> Vectors:
        """Return (d,) float32 of unit length."""
        return self._embedder.encode_query(text)
