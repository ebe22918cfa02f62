"""What a causal model does for us: tokens in, the next token's probabilities out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.float32]

LARGEST_WINDOW = 4_096
"""Tokens of prompt and answer; a passage has some 300, and the memory of a cache grows with it."""


class Engine(Protocol):
    """A model with its tokenizer and one sequence in its cache; not safe to share."""

    reader: object
    """Whoever read last, and so knows what is in the cache."""

    @property
    def name(self) -> str:
        """Identify the checkpoint."""

    @property
    def window(self) -> int:
        """Return how many tokens of prompt and answer there may be."""

    @property
    def model_type(self) -> str:
        """Return the family, as its configuration calls it."""

    @property
    def has_template(self) -> bool:
        """Say whether the tokenizer wraps messages in turns."""

    def prompt(self, system: str, user: str) -> str:
        """Return messages in the model's turns, or ``user`` alone without a template."""

    def clean(self, text: str) -> str:
        """Return ``text`` as the model may see it: encodable, and free of control tokens."""

    def encode(self, text: str, *, framed: bool) -> list[int]:
        """Return the tokens of ``text``; ``framed`` adds those that begin a prompt."""

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text of tokens, without special ones."""

    def is_end(self, token: int) -> bool:
        """Say whether a token ends an answer."""

    @property
    def end(self) -> int:
        """Return the token that ends an answer."""

    def begin(self, tokens: Sequence[int]) -> Logits:
        """Read a prompt from scratch; return (vocabulary,) logits of what follows."""

    def extend(self, token: int) -> Logits:
        """Read one more token; return the logits of what follows."""

    def rewind(self, length: int) -> None:
        """Forget all but the first ``length`` tokens."""
