"""Give a library the vectors of another embedder while others read it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.index import queries, reembed
from qa.index.reembed import Waiting
from qa.index.sqlite import SQLiteIndex
from qa.ingest import embedding_text
from qa.maintenance.reports import ReindexReport, as_sqlite
from qa.protocols import Embedder, Index, Vectors
from qa.records import Article, Progress, ProgressEvent

# Embedded by one call and kept by one transaction: what a kill can cost.
BATCH_ARTICLES = 16
# So few are embedded inside the switch itself, or a quick writer would always be ahead; a
# second or so, and writers wait for 30 (qa.index.pool).
LAST_BATCH = 4


def reindex(index: Index, embedder: Embedder, *, progress: Progress | None = None) -> ReindexReport:
    """Embed all passages with ``embedder``, then put its vectors in the place of the old ones.

    New vectors are kept beside the old, some articles at a time; readers and writers of the
    old embedder go on meanwhile, and what they add is embedded too. The switch is one
    transaction: who holds the old embedder afterwards gets ``EmbedderMismatch``. After Ctrl-C
    or a kill the same call goes on from what was done; a call for another embedder starts
    over. ``index`` uses the new embedder afterwards.

    Raises:
        LibraryError: the file cannot be written, or another process has begun to reindex to
            some other embedder.
    """
    library = as_sqlite(index)
    target = (embedder.name, embedder.dimension)
    with library.writing() as db:
        if queries.recorded_embedder(db) in (None, target):
            reembed.drop_table(db)
            nothing = True
        else:
            resumed = reembed.start_table(db, *target)
            nothing = False
    if nothing:
        library.use_embedder(*target)
        return ReindexReport(*target, embedded=0, resumed=0, switched=False)
    count = 0
    try:
        while (last := _switched(library, embedder, target)) is None:
            with library.reading() as db:
                batch = reembed.next_articles(db, BATCH_ARTICLES)
                left = reembed.count_waiting(db)[0]
            if progress is not None:
                title = batch[0].title if batch else ""
                progress(ProgressEvent("reindex", resumed + count, resumed + count + left, title))
            made = _made(embedder, batch)
            with library.writing() as db:
                reembed.store_vectors(db, target, made)
            count += len(made)
    except KeyboardInterrupt:
        return ReindexReport(
            *target, embedded=count, resumed=resumed, switched=False, interrupted=True
        )
    count += last
    library.use_embedder(*target)
    if progress is not None:
        progress(ProgressEvent("reindex", resumed + count, resumed + count))
    return ReindexReport(*target, embedded=count, resumed=resumed, switched=True)


def _switched(library: SQLiteIndex, embedder: Embedder, target: tuple[str, int]) -> int | None:
    """Switch if (nearly) nothing is left; return how many were left, None for too many."""
    with library.reading() as db:
        if queries.recorded_embedder(db) == target:
            return 0  # by another process at the same work
        if reembed.count_waiting(db)[0] > LAST_BATCH:
            return None
    with library.writing() as db:
        if queries.recorded_embedder(db) == target:
            return 0
        last = reembed.next_articles(db, LAST_BATCH + 1)
        if len(last) > LAST_BATCH:
            return None
        reembed.store_vectors(db, target, _made(embedder, last))
        reembed.swap_vectors(db, target)
    return len(last)


def _made(embedder: Embedder, batch: Sequence[Waiting]) -> list[tuple[int, Vectors]]:
    """Embed the passages of several articles together; return each one's vectors."""
    texts = [
        embedding_text(Article("", "", each.title), passage)
        for each in batch
        for passage in each.passages
    ]
    vectors = embedder.encode_passages(texts)
    cuts = np.cumsum([len(each.passages) for each in batch])[:-1]
    parts = np.split(vectors, cuts)
    return [(each.number, part) for each, part in zip(batch, parts, strict=True)] if batch else []
