"""What the search for an answer asks of a network, whatever runs it.

B rows, S source length, H hidden size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

NO_SOURCE = -1
"""Stands for "this token was not copied" among source positions."""


@dataclass(frozen=True, slots=True)
class Step:
    """The decoder's distributions after a step, as natural logarithms.

    ``copy`` (B, S) over source positions sums to one; ``copy_gate`` and ``vocabulary_gate``
    (B,) are of copying from the source and of writing.
    """

    copy: Floats
    copy_gate: Floats
    vocabulary_gate: Floats


class Walk(Protocol):
    """A decoder on its way over a batch of sources."""

    def step(self, tokens: Numbers, places: Numbers) -> Step:
        """Take (B,) tokens, and where in the source each was copied from or ``NO_SOURCE``."""

    def keep(self, rows: Numbers) -> None:
        """Go on with these rows only."""


class ReadingNetwork(Protocol):
    """A network that encodes sources and walks along them."""

    @property
    def start_token(self) -> int:
        """Return the token that every target begins with."""

    def encode(self, ids: Numbers, mask: Numbers, types: Numbers) -> Floats:
        """(B, S) ids of "[CLS] question [SEP] passage [SEP]" -> (B, S, H) states."""

    def walk(self, source: Floats, mask: Numbers, types: Numbers) -> Walk:
        """Begin to decode."""

    def judge(self, firsts: Floats) -> Floats:
        """(B, H) states of the first tokens -> (B, 3) logits of what they say of a claim."""

    def salience(self, states: Floats, lengths: Numbers) -> Floats:
        """(N, H) states of sentences and (N,) their tokens -> (N,) logits."""


def copyable_places(mask: Numbers, types: Numbers) -> NDArray[np.bool_]:
    """Return (B, S): the passage (token type 1), and 0."""
    allowed: NDArray[np.bool_] = (mask == 1) & (types == 1)
    allowed[:, 0] = True
    return allowed
