"""Greedy decoding and scoring of one prompt; the same steps whatever runs the model."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from qa.neural.chat.engine import Engine, Logits


@dataclass(slots=True)
class Decoding:
    """An answer that grows token by token; ``score`` sums the tokens' log-probabilities.

    Other decodings may use the engine between two steps: then this one's tokens are read again.
    """

    engine: Engine
    prompt: list[int]
    tokens: list[int] = field(default_factory=list)
    score: float = 0.0
    ended: bool = False

    def run(
        self, most: int, banned: int | None = None, stop: Callable[[str], bool] | None = None
    ) -> Iterator[str]:
        """Yield the growing text, up to an end token, ``most`` tokens, or ``stop``.

        ``banned`` is no first token.
        """
        self.engine.reader = self
        logits = self.engine.begin(self.prompt)
        while len(self.tokens) < most:
            if banned is not None and not self.tokens:
                logits = logits.copy()
                logits[banned] = -np.inf
            token = int(logits.argmax())
            self.score += log_probability(logits, token)
            self.tokens.append(token)
            if self.engine.is_end(token):
                self.ended = True
                break
            text = self.text
            if stop is not None and stop(text):
                break
            yield text
            logits = self._next(token)
        yield self.text

    @property
    def text(self) -> str:
        """Return what is decoded, without its end token."""
        return self.engine.decode(self.tokens[:-1] if self.ended else self.tokens)

    def _next(self, token: int) -> Logits:
        if self.engine.reader is not self:
            self.engine.reader = self
            self.engine.begin(self.prompt)
            for earlier in self.tokens[:-1]:
                self.engine.extend(earlier)
        return self.engine.extend(token)


def score_text(engine: Engine, prompt: Sequence[int], tokens: Sequence[int]) -> float:
    """Return the log-probability of ``tokens`` after a prompt that the engine has just read."""
    engine.rewind(len(prompt) - 1)
    logits = engine.extend(prompt[-1])
    total = 0.0
    for place, token in enumerate(tokens):
        total += log_probability(logits, token)
        if place + 1 < len(tokens):
            logits = engine.extend(token)
    return total


def log_probability(logits: Logits, token: int) -> float:
    """Return the natural logarithm of a token's probability, in double precision."""
    wide = logits.astype(np.float64)
    most = float(wide.max())
    return float(wide[token]) - most - math.log(float(np.exp(wide - most).sum()))
