"""What transformers' ``generate`` needs of a reader that copies: its cache and its result.

Shapes: B batch, S source length, T target length, H hidden size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from transformers import Cache, DynamicCache, EncoderDecoderCache
from transformers.utils.generic import ModelOutput

from qa.neural.seq2seq.caching import KeysValues
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.mixing import mixture
from qa.neural.seq2seq.pointer import NO_SOURCE, CopyOutput


@dataclass
class CopydeskGenerateOutput(ModelOutput):
    """What ``generate(return_sources=True)`` returns.

    Attributes:
        sequences: (B, T) token ids, as every transformers model returns them.
        source_positions: (B, T) position in ``input_ids`` that each token was copied from, -1
            for tokens of the vocabulary, the start token and padding.
        copy_probabilities: (B, T) share in [0, 1] of the token's probability due to copying.
    """

    sequences: Tensor | None = None
    source_positions: Tensor | None = None
    copy_probabilities: Tensor | None = None


class CopyCache(EncoderDecoderCache):
    """Keys and values of both attentions, and the last step's copy distribution.

    ``copied`` (B, S) says how likely each source position was the one copied at the
    last step, so that the next step knows where the token it is given came from,
    also after a beam search reorders the batch. ``copy_keys`` (B, S, H) is the source
    as the pointer sees it, projected once.
    """

    def __init__(self, self_attention: Cache, cross_attention: Cache) -> None:
        """Wrap the two caches of a decoder."""
        super().__init__(self_attention, cross_attention)
        self.copied: Tensor | None = None
        self.copy_keys: Tensor | None = None

    def extend(self, layer: int, keys: Tensor, values: Tensor) -> KeysValues:
        """Add the new steps of a layer's self-attention; return those of all steps."""
        both: KeysValues = self.self_attention_cache.update(keys, values, layer)
        return both

    def source(self, layer: int) -> KeysValues | None:
        """Return the source as a layer's cross-attention sees it, None before it is kept."""
        if not self.is_updated.get(layer):
            return None
        kept: Any = self.cross_attention_cache.layers[layer]
        return kept.keys, kept.values

    def keep_source(self, layer: int, keys: Tensor, values: Tensor) -> None:
        """Keep the source as a layer's cross-attention sees it."""
        self.cross_attention_cache.update(keys, values, layer)
        self.is_updated[layer] = True

    def reorder_cache(self, beam_idx: Any) -> None:
        """Follow a beam search: row i continues from row ``beam_idx[i]``."""
        super().reorder_cache(beam_idx)
        if self.copied is not None:
            self.copied = self.copied.index_select(0, beam_idx)
        if self.copy_keys is not None:
            self.copy_keys = self.copy_keys.index_select(0, beam_idx)


def own_cache(cache: EncoderDecoderCache | None, wanted: bool) -> CopyCache | None:
    """Upgrade the cache that transformers' ``generate`` makes to one that knows of copies."""
    if isinstance(cache, CopyCache):
        return cache
    if cache is not None:
        return CopyCache(cache.self_attention_cache, cache.cross_attention_cache)
    return CopyCache(DynamicCache(), DynamicCache()) if wanted else None


def trace_sources(
    sequences: Tensor, output: CopyOutput, source_ids: Tensor, config: CopydeskConfig
) -> CopydeskGenerateOutput:
    """Pair every generated token with its likeliest source position and its copy share."""
    positions = torch.full_like(sequences, NO_SOURCE)
    shares = torch.zeros(sequences.shape, device=sequences.device)
    copied = (output.copy + output.copy_gate[..., None]).exp()
    total = mixture(output, source_ids).exp()
    # After the end token comes filler (padding, or more of the end token after beams).
    end = torch.tensor(config.eos_token_id)
    ended = (sequences[:, 1:] == end).cumsum(1) > 1
    filler = ended | (sequences[:, 1:] == config.pad_token_id)
    for step in range(1, sequences.shape[1]):
        token = sequences[:, step : step + 1]
        matching = copied[:, step - 1].masked_fill(source_ids != token, 0.0)
        share = matching.sum(1) / total[:, step - 1].gather(1, token)[:, 0]
        found = (share > 0.5) & ~filler[:, step - 1]
        positions[:, step] = torch.where(found, matching.argmax(1), NO_SOURCE)
        shares[:, step] = share.clamp(0, 1).masked_fill(filler[:, step - 1], 0.0)
    return CopydeskGenerateOutput(
        sequences=sequences, source_positions=positions, copy_probabilities=shares
    )
