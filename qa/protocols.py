"""The edges that have more than one implementation.

One contract test suite runs over every implementation of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from qa.records import (
    Article,
    ArticleInfo,
    Filters,
    GeneratedSentence,
    Hit,
    Origin,
    Outcome,
    Passage,
    Pointing,
    Reading,
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

    def close(self) -> None:
        """Release the file; later calls raise ``LibraryError``."""
