"""Articles to passages, vectors and the library: embedded together, stored one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from qa.ingest.sources import State
from qa.ingest.tally import Tally
from qa.neural.token_counts import count_tokens
from qa.protocols import Embedder, Index, Vectors
from qa.records import Article, ArticleInfo, Filters, Origin, Outcome, Passage
from qa.text.passages import split_passages

# Passages of several articles go to the embedder together, which batches them by length: the
# more, the less padding. At 25 to 50 a second this many are some seconds of work, and that is
# what Ctrl-C or a kill loses.
BATCH_PASSAGES = 192

LONG_TEXT = 1_000_000
"""Characters of an article that take a second or more to split."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An article that is yet to be embedded."""

    article: Article
    passages: Sequence[Passage]
    origin: Origin


@dataclass(frozen=True, slots=True)
class _End:
    """All items of a source are before this; the library may note how the file was."""

    origin: str
    state: State | None
    gone: Sequence[Origin]


class Store:
    """Holds articles until there are enough to embed; whatever is stored is in the tally.

    ``split`` cuts them into passages; who has them cut already can put another in its place.
    """

    def __init__(self, index: Index, embedder: Callable[[], Embedder], tally: Tally) -> None:
        self._index = index
        self._embedder = embedder
        self._tally = tally
        self._queue: deque[_Waiting | _End] = deque()
        self._ids: set[str] = set()
        self._passages = 0
        self.split: Callable[[Article], Sequence[Passage]] = _split

    def add(self, article: Article, origin: Origin, known: Origin | None) -> None:
        """Store an article, now or with the next batch.

        ``known`` is what the library noted of this origin and item before.
        """
        if article.id in self._ids:
            self.flush()  # a copy: its first one must be stored to be found
        stored = self._index.get(article.id)
        if stored is not None:
            same_file = known is not None and known.article_id == article.id
            if not same_file or stored == article:
                outcome = self._index.link(origin)
                if outcome is not None:
                    self._count(outcome, article.id)
                    return
        if len(article.text) >= LONG_TEXT:
            self._tally.tell(f"splitting {len(article.text):,} characters")
        passages = self.split(article)
        self._queue.append(_Waiting(article, passages, origin))
        self._ids.add(article.id)
        self._passages += len(passages)
        if self._passages >= BATCH_PASSAGES:
            self.flush()

    def finish_source(self, origin: str, state: State | None, gone: Sequence[Origin] = ()) -> None:
        """Say that a source has been read to its end.

        ``state`` is None where some of it failed: it is then read again the next time.
        ``gone`` are its items that it holds no more, whose articles go.
        """
        if self._queue:
            self._queue.append(_End(origin, state, gone))
        else:
            self._finish(_End(origin, state, gone))

    def flush(self) -> None:
        """Embed and store all that waits."""
        texts = [
            embedding_text(waiting.article, passage.text)
            for waiting in self._queue
            if isinstance(waiting, _Waiting)
            for passage in waiting.passages
        ]
        if not self._queue:
            return
        embedder = self._embedder()
        rows = np.zeros((0, embedder.dimension), dtype=np.float32)
        for start in range(0, len(texts), BATCH_PASSAGES):
            part = embedder.encode_passages(texts[start : start + BATCH_PASSAGES])
            self._tally.passages += len(part)
            if len(texts) > BATCH_PASSAGES:  # one long text: else each article is told of
                self._tally.tell(f"passage {start + len(part):,} of {len(texts):,}")
            rows = self._store(np.concatenate([rows, part]))

    def _store(self, rows: Vectors) -> Vectors:
        """Store what ``rows`` suffice for, in order; return those left over."""
        while self._queue:
            first = self._queue[0]
            if isinstance(first, _End):
                self._queue.popleft()
                self._finish(first)
                continue
            count = len(first.passages)
            if count > len(rows):
                break
            outcome = self._index.put(first.article, first.passages, rows[:count], first.origin)
            rows = rows[count:]
            self._queue.popleft()
            self._ids.discard(first.article.id)
            self._passages -= count
            self._count(outcome, first.article.id)
        return rows

    def _finish(self, end: _End) -> None:
        if end.state is not None:
            if end.gone:
                self._tally.removed += self._index.forget(end.gone)
            state = end.state
            self._index.stamp(end.origin, state.size, state.modified, state.digest)
        self._tally.done += 1

    def _count(self, outcome: Outcome, article_id: str) -> None:
        info = article_info(self._index, article_id)
        if info is not None:  # else another process has removed it a moment ago
            self._tally.count(outcome, info)


def _split(article: Article) -> Sequence[Passage]:
    return split_passages(article, count_tokens)


def article_info(index: Index, article_id: str) -> ArticleInfo | None:
    """Return one article as lists show it."""
    found = index.articles(Filters(article_ids=(article_id,)))
    return found[0] if found else None


def embedding_text(article: Article, passage: str) -> str:
    """Return the text whose vector stands for a passage of ``article``.

    The title stands before every passage for the vectors only: it says what a passage of "he"
    and "the company" is about. See docs/decisions.md.
    """
    return f"{article.title}\n{passage}" if article.title else passage
