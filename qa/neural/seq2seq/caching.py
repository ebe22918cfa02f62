"""What a decoder keeps of its earlier steps. B rows, S source length, H hidden size."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

KeysValues = tuple[Tensor, Tensor]
"""Keys and values of an attention, (B, heads, length, H / heads) each."""


class DecoderCache(Protocol):
    """State of earlier steps, of every layer, for one batch of sources.

    Attributes:
        copied: (B, S) how likely each source position was the one copied at the last step.
        copy_keys: (B, S, H) the source as the pointer sees it, projected once.
    """

    copied: Tensor | None
    copy_keys: Tensor | None

    def get_seq_length(self) -> int:
        """Return how many steps were taken."""

    def extend(self, layer: int, keys: Tensor, values: Tensor) -> KeysValues:
        """Add the new steps of a layer's self-attention; return those of all steps."""

    def source(self, layer: int) -> KeysValues | None:
        """Return the source as a layer's cross-attention sees it, None before it is kept."""

    def keep_source(self, layer: int, keys: Tensor, values: Tensor) -> None:
        """Keep the source as a layer's cross-attention sees it."""

    def reorder_cache(self, beam_idx: Tensor) -> None:
        """Make row i what row ``beam_idx[i]`` was."""


class WalkCache:
    """A ``DecoderCache`` in plain tensors."""

    def __init__(self) -> None:
        """Begin with no step."""
        self.copied: Tensor | None = None
        self.copy_keys: Tensor | None = None
        self._steps: dict[int, KeysValues] = {}
        self._source: dict[int, KeysValues] = {}

    def get_seq_length(self) -> int:
        """Return how many steps were taken."""
        return self._steps[0][0].shape[2] if self._steps else 0

    def extend(self, layer: int, keys: Tensor, values: Tensor) -> KeysValues:
        """Add the new steps of a layer's self-attention; return those of all steps."""
        if layer in self._steps:
            before = self._steps[layer]
            keys, values = torch.cat([before[0], keys], 2), torch.cat([before[1], values], 2)
        self._steps[layer] = keys, values
        return keys, values

    def source(self, layer: int) -> KeysValues | None:
        """Return the source as a layer's cross-attention sees it, None before it is kept."""
        return self._source.get(layer)

    def keep_source(self, layer: int, keys: Tensor, values: Tensor) -> None:
        """Keep the source as a layer's cross-attention sees it."""
        self._source[layer] = keys, values

    def reorder_cache(self, beam_idx: Tensor) -> None:
        """Make row i what row ``beam_idx[i]`` was."""
        for kept in (self._steps, self._source):
            for layer, (keys, values) in kept.items():
                kept[layer] = keys[beam_idx], values[beam_idx]
        self.copied = None if self.copied is None else self.copied[beam_idx]
        self.copy_keys = None if self.copy_keys is None else self.copy_keys[beam_idx]
