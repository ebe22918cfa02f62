"""Give a library the vectors of another embedder while others read it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from qa.ingest import embedding_text
from qa.maintenance.reports import ReindexReport
from qa.protocols import Embedder, Index, Vectors
from qa.records import Article, Progress, ProgressEvent, Waiting

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
    target = (embedder.name, embedder.dimension)
    resumed = index.start_vectors(*target)
    if resumed is None:
        index.use_embedder(*target)
        return ReindexReport(*target, embedded=0, resumed=0, switched=False)
    count = 0

    def make(batch: list[Waiting]) -> list[tuple[Waiting, Vectors]]:
        return _made(embedder, batch)

    try:
        while (last := index.switch_vectors(*target, LAST_BATCH, make)) is None:
            batch, left = index.waiting(BATCH_ARTICLES)
            if progress is not None:
                title = batch[0].title if batch else ""
                progress(ProgressEvent("reindex", resumed + count, resumed + count + left, title))
            made = make(batch)
            index.keep_vectors(*target, made)
            count += len(made)
    except KeyboardInterrupt:
        return ReindexReport(
            *target, embedded=count, resumed=resumed, switched=False, interrupted=True
        )
    count += last
    index.use_embedder(*target)
    if progress is not None:
        progress(ProgressEvent("reindex", resumed + count, resumed + count))
    return ReindexReport(*target, embedded=count, resumed=resumed, switched=True)


def _made(embedder: Embedder, batch: Sequence[Waiting]) -> list[tuple[Waiting, Vectors]]:
    """Embed the passages of several articles together; return each one's vectors."""
    if not batch:
        return []
    texts = [
        embedding_text(Article("", "", each.title), passage)
        for each in batch
        for passage in each.passages
    ]
    vectors = embedder.encode_passages(texts)
    cuts = np.cumsum([len(each.passages) for each in batch])[:-1]
    return list(zip(batch, np.split(vectors, cuts), strict=True))
