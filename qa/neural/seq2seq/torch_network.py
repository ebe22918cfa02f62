"""The reader in PyTorch, as a ``ReadingNetwork``: on a GPU, or in another number format.

B rows, S source length, H hidden size.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from qa.neural.seq2seq.caching import WalkCache
from qa.neural.seq2seq.pointer import copyable_positions
from qa.neural.seq2seq.walking import Floats, Numbers, Step, Walk


class TorchNetwork:
    """A ``CopydeskForConditionalGeneration`` that takes and gives NumPy's arrays."""

    def __init__(self, model: Any) -> None:
        """Take an evaluated model."""
        self.model = model

    @property
    def start_token(self) -> int:
        """Return the token that every target begins with."""
        return int(self.model.config.decoder_start_token_id or 0)

    @torch.inference_mode()
    def encode(self, ids: Numbers, mask: Numbers, types: Numbers) -> Floats:
        """Return the encoder's states."""
        return _floats(self.model.encode(*(self._there(each) for each in (ids, mask, types))))

    def walk(self, source: Floats, mask: Numbers, types: Numbers) -> Walk:
        """Begin to decode."""
        there = self._there(mask), self._there(types)
        return _TorchWalk(self.model, self._states(source), there[0], copyable_positions(*there))

    @torch.inference_mode()
    def judge(self, firsts: Floats) -> Floats:
        """Return logits of what the states of first tokens say of a claim."""
        return _floats(self.model.support(self._states(firsts)))

    @torch.inference_mode()
    def salience(self, states: Floats, lengths: Numbers) -> Floats:
        """Return logits of sentences."""
        return _floats(self.model.salience(self._states(states), self._there(lengths)))

    def _there(self, values: Numbers) -> Tensor:
        return torch.from_numpy(values).to(self.model.device)

    def _states(self, values: Floats) -> Tensor:
        return torch.from_numpy(values).to(self.model.device, self.model.dtype)


class _TorchWalk:
    """A ``Walk`` of it."""

    def __init__(self, model: Any, source: Tensor, mask: Tensor, copyable: Tensor) -> None:
        self._model, self._cache = model, WalkCache()
        self._source, self._mask, self._copyable = source, mask, copyable

    @torch.inference_mode()
    def step(self, tokens: Numbers, places: Numbers) -> Step:
        given = (torch.from_numpy(np.ascontiguousarray(each))[:, None] for each in (tokens, places))
        output, _ = self._model.decode(
            self._source,
            self._mask,
            self._copyable,
            *(each.to(self._source.device) for each in given),
            self._cache,
            write=False,
        )
        gates = output.copy_gate[:, 0], output.vocabulary_gate[:, 0]
        return Step(_floats(output.copy[:, 0]), *(_floats(gate) for gate in gates))

    @torch.inference_mode()
    def keep(self, rows: Numbers) -> None:
        chosen = torch.from_numpy(rows).to(self._source.device)
        self._source, self._mask, self._copyable = (
            each[chosen] for each in (self._source, self._mask, self._copyable)
        )
        self._cache.reorder_cache(chosen)


def _floats(values: Tensor) -> Floats:
    found: Floats = values.float().cpu().numpy()
    return found
