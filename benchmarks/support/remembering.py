"""A generator that reads nothing twice, for passes that ask the same again and again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qa.records import GeneratedSentence, Pointing, Reading


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
