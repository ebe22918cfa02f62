"""A generator and an embedder that do nothing twice, for passes that ask the same again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qa.desk.versions import checkpoints
from qa.protocols import Embedder, Vectors
from qa.records import Checkpoint, GeneratedSentence, Pointing, Reading


class Remembering:
    """A generator that reads no question and passages twice; the rest is the inner one's."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._readings: dict[tuple[str, ...], list[Reading]] = {}
        self._pointings: dict[tuple[str, ...], list[Pointing]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @property
    def name(self) -> str:
        """Identify the checkpoint."""
        return str(self._inner.name)

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return the weights of the inner one."""
        return checkpoints(self._inner)

    @property
    def max_input_tokens(self) -> int:
        """Return how many tokens of question and passage are read together."""
        return int(self._inner.max_input_tokens)

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        """Return at most ``budget`` sentences that say what matters."""
        made: list[GeneratedSentence] = self._inner.summarize(sentences, budget)
        return made

    def stream(self, question: str, passage: str) -> Iterator[str]:
        """Yield the answer to ``question`` from ``passage`` piece by piece."""
        yield from self._inner.stream(question, passage)

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return one reading per passage, in order."""
        key = (question, *passages)
        if key not in self._readings:
            self._readings[key] = self._inner.answer(question, passages)
        return self._readings[key]

    def point(self, question: str, passages: Sequence[str]) -> list[Pointing]:
        """Return one distribution per passage, in order."""
        key = (question, *passages)
        if key not in self._pointings:
            self._pointings[key] = self._inner.point(question, passages)
        return self._pointings[key]


class RememberingEmbedder:
    """An embedder that embeds no text twice, so that many small libraries cost as one."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self._passages: dict[tuple[str, ...], Vectors] = {}
        self._questions: dict[str, Vectors] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @property
    def name(self) -> str:
        """Identify the weights."""
        return self._inner.name

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return the weights of the inner one."""
        return checkpoints(self._inner)

    @property
    def dimension(self) -> int:
        """Return the length of every vector."""
        return self._inner.dimension

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text, in order."""
        key = tuple(texts)
        if key not in self._passages:
            self._passages[key] = self._inner.encode_passages(texts)
        return self._passages[key]

    def encode_query(self, text: str) -> Vectors:
        """Return one vector."""
        if text not in self._questions:
            self._questions[text] = self._inner.encode_query(text)
        return self._questions[text]
