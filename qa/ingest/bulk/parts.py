"""What a worker does: a file to parts of some articles each, a part to passages and vectors.

What a worker sends is read again by the same code on another machine. A worker is told which
articles the library holds of its file, and embeds the others only.

Rows are pickles, as all that Ray itself carries between its processes: whoever can send one is
within the cluster already. None is stored, and none comes from an article.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from qa.errors import ArticleError, ModelError
from qa.ingest.items import is_plain
from qa.ingest.sources import State
from qa.ingest.store import embedding_text
from qa.neural.token_counts import count_tokens
from qa.protocols import Embedder, Vectors
from qa.records import Document, Origin, Passage
from qa.sources.articles import article_from_document
from qa.sources.files import read_bytes
from qa.sources.metadata import escape_surrogates
from qa.sources.parsers import Item, Limits, read_items
from qa.sources.parsers.worker import Reader
from qa.sources.suffixes import TEXT_SUFFIXES
from qa.text.passages import split_passages

PART_CHARS = 150_000
"""Characters of the articles that are embedded together: some 190 passages, seconds of work."""
COLUMN = "part"

Row = dict[str, Any]
"""A row of a Ray dataset: one column with bytes."""


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to read; ``known`` is what the library noted of it before."""

    path: Path
    known: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Embedded:
    """An article's n passages, the texts that stand for them, and these texts' vectors (n, d)."""

    passages: tuple[Passage, ...]
    texts: tuple[str, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Part:
    """Some items of a file, in its order; the ``last`` part has none.

    ``same`` says that the file's bytes are those that the library knows. ``failure`` is what ended
    the reading. ``embedded`` has new articles by their ids.
    """

    path: Path
    known: tuple[Origin, ...]
    state: State
    items: tuple[Item, ...] = ()
    last: bool = False
    same: bool = False
    failure: str = ""
    embedded: Mapping[str, Embedded] = field(default_factory=dict)


def pack(value: object) -> Row:
    """Return the row that carries ``value``."""
    return {COLUMN: pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)}


def unpack(row: Row) -> Any:
    """Return what ``pack`` was given."""
    return pickle.loads(row[COLUMN])


def read_files(
    batch: Mapping[str, Any], max_mb: float, limits: Limits | None
) -> Iterator[dict[str, list[bytes]]]:
    """Yield the parts of the files of a batch, each as a batch of its own."""
    for data in batch[COLUMN]:
        for part in read_parts(pickle.loads(data), max_mb, limits):
            yield {COLUMN: [pack(part)[COLUMN]]}


def read_parts(task: FileTask, max_mb: float, limits: Limits | None) -> Iterator[Part]:
    """Yield the parts of one file; what cannot be read is told by the last of them."""
    path, name = task.path, escape_surrogates(os.fspath(task.path))
    state = State.of_file(path)
    made = Part(path, task.known, state)
    reader = Reader(limits)
    items: list[Item] = []
    size = 0
    failure = ""
    try:
        data = read_bytes(path, name, max_mb)
        made = replace(made, state=state.with_data(data))
        if task.known and made.state.is_same(task.known):
            yield replace(made, last=True, same=True)
            return
        suffix = path.suffix.lower()
        # Text needs no parser, and so no process to keep one in.
        read = read_items if suffix in TEXT_SUFFIXES and is_plain(data, name) else reader.read
        for item in read(data, name, kind=suffix):
            items.append(item)
            size += len(item.text) if isinstance(item, Document) else 0
            if size >= PART_CHARS:
                yield replace(made, items=tuple(items))
                items, size = [], 0
    except ArticleError as error:
        failure = str(error)
    finally:
        reader.close()
    if items:
        yield replace(made, items=tuple(items))
    yield replace(made, last=True, failure=failure)


class Embed:
    """Gives a part its passages and vectors; holds a model, so it is made once a process."""

    def __init__(
        self, load: Callable[[], Embedder], name: str, metadata: Mapping[str, str]
    ) -> None:
        """Load the embedder, whose weights have to be those that the library's vectors are of."""
        self._embedder = load()
        self._metadata = metadata
        if self._embedder.name != name:
            raise ModelError(
                f"a worker has the embedder {self._embedder.name}, not {name}; give all machines "
                "the same weights"
            )

    def __call__(self, row: Row) -> Row:
        """Return a part's row with its new articles embedded."""
        part: Part = unpack(row)
        return pack(embed_part(part, self._embedder, self._metadata))


def embed_part(part: Part, embedder: Embedder, metadata: Mapping[str, str]) -> Part:
    """Return a part with passages and vectors of the articles that the library does not know."""
    held = {origin.article_id for origin in part.known}
    name = escape_surrogates(os.fspath(part.path))
    cut: dict[str, tuple[Passage, ...]] = {}
    texts: list[str] = []
    for item in part.items:
        if not isinstance(item, Document):
            continue
        try:
            article = article_from_document(item, name, metadata)
        except ArticleError:  # whoever stores it meets it again, and reports it
            continue
        if article.id in held or article.id in cut:
            continue
        cut[article.id] = tuple(split_passages(article, count_tokens))
        texts += [embedding_text(article, passage.text) for passage in cut[article.id]]
    rows = embedder.encode_passages(texts)
    embedded: dict[str, Embedded] = {}
    start = 0
    for article_id, passages in cut.items():
        end = start + len(passages)
        embedded[article_id] = Embedded(passages, tuple(texts[start:end]), rows[start:end])
        start = end
    return replace(part, embedded=embedded)
