"""The edges that have more than one implementation.

One contract test suite runs over every implementation of each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from qa.records import (
    Article,
    ArticleInfo,
    Checkpoint,
    Facets,
    Filters,
    Finding,
    GeneratedSentence,
    Hit,
    Origin,
    Outcome,
    Passage,
    Pointing,
    Reading,
    Removed,
    Waiting,
)

Vectors = NDArray[np.float32]


@runtime_checkable
class Embedder(Protocol):
    """Text to unit vectors."""

    @property
    def name(self) -> str:
        """Identify the weights; a library records it and refuses another."""

    @property
    def dimension(self) -> int:
        """Return d, the length of every vector."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 with rows of unit length, in the order of ``texts``."""

    def encode_query(self, text: str) -> Vectors:
        """Return (d,) float32 of unit length."""


@runtime_checkable
class Reranker(Protocol):
    """Reads question and passage together, and says how well they fit."""

    @property
    def name(self) -> str:
        """Identify the checkpoint."""

    def score(self, question: str, passages: Sequence[str]) -> Vectors:
        """Return (n,) float32, higher for better, in the order of ``passages``."""


@runtime_checkable
class Generator(Protocol):
    """A seq2seq model that answers and summarises."""

    @property
    def name(self) -> str:
        """Identify the checkpoint, as results report it."""

    @property
    def max_input_tokens(self) -> int:
        """Return how many tokens of question and passage are read together."""

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return one reading per passage, in order; ``SourceSpan.index`` is the passage's."""

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        """Return at most ``budget`` sentences, in reading order, that say what matters."""

    def stream(self, question: str, passage: str) -> Iterator[str]:
        """Yield the answer to ``question`` from ``passage`` piece by piece."""


@runtime_checkable
class Pointer(Protocol):
    """A reader that knows where in a passage an answer begins, whatever its words."""

    def point(self, question: str, passages: Sequence[str]) -> list[Pointing]:
        """Return one distribution per passage, in order."""


@runtime_checkable
class PointingGenerator(Generator, Pointer, Protocol):
    """A generator that is a pointer, too."""


@runtime_checkable
class Judge(Protocol):
    """A reader that says what a passage makes of a claim, or of a yes/no question."""

    def entailment(self, claims: Sequence[str], passages: Sequence[str]) -> Vectors:
        """Return (n, 3) float32 for n pairs of one claim and one passage.

        Probabilities that the passage bears the claim out, says nothing of it, and contradicts
        it; of a question: that the answer is yes, not there, and no. Rows add up to 1.
        """


@runtime_checkable
class Weighted(Protocol):
    """A model of any kind that says which weights it has."""

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return its weights, one checkpoint for each model that it is made of."""


class NoteFile(Protocol):
    """The SQLite file with what is no article's: conversations."""

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection inside a transaction: one unchanging state."""

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend the only connection that may write; all of it is kept, or on an error none."""


class Remaker(Protocol):
    """What makes an article's passages and vectors anew, for a repair."""

    def split(self, article: Article) -> list[Passage]:
        """Return the passages of an article."""

    def embedder(self) -> Embedder:
        """Return the embedder; ``LibraryError`` when none was given."""

    def embed(self, title: str, passages: Sequence[str]) -> Vectors:
        """Return (n, d) vectors of passages under their article's title."""

    def tell(self, done: int, total: int, title: str) -> None:
        """Say how far the repair is."""


@runtime_checkable
class Index(Protocol):
    """Articles, passages and vectors, searchable; safe to share between threads."""

    def use_embedder(self, name: str, dimension: int) -> None:
        """Say whose vectors will come; ``EmbedderMismatch`` when the library holds another's."""

    def add(self, article: Article, passages: Sequence[Passage], vectors: Vectors) -> bool:
        """Store one article in one transaction; False when its id is there already."""

    def put(
        self, article: Article, passages: Sequence[Passage], vectors: Vectors, origin: Origin
    ) -> Outcome:
        """Store one article and where it came from in one transaction.

        What this origin and item held before goes, unless another origin holds it too. A
        stored article of the same text stays as it is, unless this is its only origin.
        """

    def link(self, origin: Origin) -> Outcome | None:
        """Note that a stored article came from ``origin`` too, as ``put`` does without it.

        None, and nothing is changed, when the article is not there.
        """

    def origins(self, origin: str) -> list[Origin]:
        """Return the items that were read at ``origin``, in the order of their names."""

    def origins_under(self, folder: str) -> list[Origin]:
        """Return the items of all files below ``folder``, an absolute path."""

    def stamp(self, origin: str, size: int, modified: int, digest: str) -> None:
        """Note the state in which the whole file at ``origin`` was read."""

    def forget(self, origins: Sequence[Origin]) -> list[ArticleInfo]:
        """Drop origins, and return the articles that went since they have no other."""

    def remove(self, article_id: str) -> bool:
        """Delete one article and all of it; False when there is none of this id."""

    def get(self, article_id: str) -> Article | None:
        """Return one article whole, by exact id."""

    def texts(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of the articles that are there, by id."""

    def articles(self, filters: Filters = ...) -> list[ArticleInfo]:
        """List articles, newest date first, then in the order they were added."""

    def passages(self, article_id: str) -> list[Passage]:
        """Return an article's passages in its own order."""

    def search(
        self, query_text: str, query_vector: Vectors | None, k: int, filters: Filters = ...
    ) -> list[Hit]:
        """Return the union of the ``k`` best by cosine and the ``k`` best by BM25.

        Every hit carries both scores (``dense`` 0.0 when ``query_vector`` is None) and
        ``score`` 0.0: fusing is the retriever's. Any ``query_text`` is safe.
        """

    def correct_spelling(self, text: str, suggest: Callable[[str], str]) -> str:
        """Return ``text`` with words that no passage has as a passage spells their like.

        ``suggest`` returns a folded word of the language itself, else what was meant or "".
        """

    def browse(
        self, query: str, filters: Filters, order: str, offset: int, limit: int
    ) -> tuple[int, list[ArticleInfo]]:
        """Return how many articles fit, and ``limit`` of them from ``offset`` on.

        An article fits that passes and has every word of ``query`` in what lists show of it or
        in its text. ``order`` is one of ``qa.index.browse.ORDERS``.
        """

    def browse_ids(
        self, query: str, filters: Filters, order: str, offset: int = 0, limit: int = -1
    ) -> list[str]:
        """Return the ids of the articles that fit, all when ``limit`` is -1."""

    def facets(self, filters: Filters) -> Facets:
        """Return how many articles there are of each source, author, language and year."""

    def take_out(self, article_ids: Sequence[str]) -> list[Removed]:
        """Remove articles, and return them whole; those that are not there are left out."""

    def put_back(self, removed: Sequence[Removed]) -> list[str]:
        """Store removed articles again; return the ids of those that were not there meanwhile."""

    def notes(self) -> NoteFile:
        """Return the file that keeps the conversations about this library."""

    def survey(self) -> list[Finding]:
        """Read the whole library, and return what is wrong with it."""

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are; (0, 0) when it cannot be read."""

    def mend(self, found: Sequence[Finding], remaker: Remaker) -> None:
        """Make good what can be made anew from the texts; articles' texts never change."""

    def start_vectors(self, name: str, dimension: int) -> int | None:
        """Prepare to gather another embedder's vectors beside those in use.

        Returns how many articles have theirs from an earlier call, None when nothing is to do.
        """

    def waiting(self, limit: int) -> tuple[list[Waiting], int]:
        """Return up to ``limit`` articles without gathered vectors, and how many there are."""

    def keep_vectors(
        self, name: str, dimension: int, made: Sequence[tuple[Waiting, Vectors]]
    ) -> None:
        """Keep new vectors of articles that are still there."""

    def switch_vectors(
        self,
        name: str,
        dimension: int,
        most: int,
        make: Callable[[list[Waiting]], list[tuple[Waiting, Vectors]]],
    ) -> int | None:
        """Put the gathered vectors in the place of those in use, in one step.

        Of ``most`` articles that wait the vectors are made first. Returns how many these were;
        None, and nothing is changed, when more wait.
        """

    def close(self) -> None:
        """Release the file; later calls raise ``LibraryError``."""
