"""The part of the reader behind its encoder: it walks along the source and copies.

See, Liu and Manning 2017, "Get To The Point", sections 2.2: the probability of a
token is a gated mixture of a vocabulary distribution and of the copy distribution
over the source. Two things differ. The encoder state of the position copied last is
added to the decoder's input, so that the decoder walks along the source; and copying
position 0 ([CLS]) means "no answer", so that abstaining is learnt by the same pointer.

Shapes: B batch, S source length, T target length, H hidden size, V vocabulary.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from qa.neural.seq2seq.caching import DecoderCache
from qa.neural.seq2seq.layers import ClaimHead, DecoderLayer, SalienceHead, causal
from qa.neural.seq2seq.shapes import Shapes

NO_SOURCE = -1
"""Stands for "this token was not copied" among source positions."""

FLOOR = -1e4
"""Stands for log 0: finite, so that gradients of masked positions are 0 and not NaN."""


@dataclass
class CopyOutput:
    """The decoder's distributions, as natural logarithms.

    ``copy`` (B, T, S) over source positions and ``vocabulary`` (B, T, V) over tokens each
    sum to one; ``copy_gate`` and ``vocabulary_gate`` (B, T) mix them.
    """

    copy: Tensor
    vocabulary: Tensor
    copy_gate: Tensor
    vocabulary_gate: Tensor


class Pointer:
    """Decoder, pointer, vocabulary and heads, for a network that also has an encoder."""

    config: Any

    def make_pointer(self, config: Shapes) -> None:
        """Make all modules but the encoder and the word embeddings."""
        size = config.hidden_size
        self.positions = nn.Embedding(config.max_target_positions, size)
        self.embedding_norm = nn.LayerNorm(size, eps=config.layer_norm_eps)
        self.source_feed = nn.Linear(size, size)
        self.layers = nn.ModuleList(DecoderLayer(config) for _ in range(config.decoder_layers))
        self.copy_query = nn.Linear(size, size)
        self.copy_key = nn.Linear(size, size)
        self.gate = nn.Linear(2 * size, 1)
        self.head = nn.Linear(size, size)
        self.head_norm = nn.LayerNorm(size)
        self.head_bias = nn.Parameter(torch.zeros(config.vocab_size))
        if config.salience_hidden:
            self.salience = SalienceHead(config)
        if config.claim_labels:
            self.support = ClaimHead(config)

    def get_input_embeddings(self) -> Any:
        """Return the word embeddings, which encoder, decoder and output share."""
        raise NotImplementedError

    def encode(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """(B, S) ids of "[CLS] question [SEP] passage [SEP]" -> (B, S, H) states."""
        raise NotImplementedError

    def decode(
        self,
        source: Tensor,
        attention_mask: Tensor,
        copyable: Tensor,
        tokens: Tensor,
        positions: Tensor,
        cache: DecoderCache | None = None,
        write: bool = True,
    ) -> tuple[CopyOutput, Tensor]:
        """Run the decoder over ``tokens`` (B, T).

        Args:
            source: (B, S, H) encoder states.
            attention_mask: (B, S), 1 where the source is not padding.
            copyable: (B, S) bool, positions the pointer may choose; always includes 0.
            tokens: (B, T) previous target tokens, beginning with the start token.
            positions: (B, T) source position each of them was copied from, or -1.
            cache: state of earlier steps, updated in place.
            write: work out the vocabulary's part; without it, that is left empty (B, T, 0).

        Returns:
            The distributions, and the decoder's last states (B, T, H).
        """
        past = cache.get_seq_length() if cache is not None else 0
        length = tokens.shape[1]
        steps = torch.arange(past, past + length, device=tokens.device)
        steps = steps.clamp(max=self.config.max_target_positions - 1)
        index = positions.clamp(min=0)[..., None].expand(-1, -1, source.shape[-1])
        fed = torch.gather(source, 1, index) * (positions >= 0)[..., None]
        states = self.get_input_embeddings()(tokens) + self.positions(steps)[None]
        states = self.embedding_norm(states + self.source_feed(fed))
        mask = attention_mask.bool()[:, None, None, :]
        triangle = causal(length, past, tokens.device)
        for number, layer in enumerate(self.layers):
            states = layer(states, source, triangle, mask, cache, number)
        keys = cache.copy_keys if cache is not None else None
        if keys is None:
            keys = self.copy_key(source)
            if cache is not None:
                cache.copy_keys = keys
        scores = self.copy_query(states) @ keys.transpose(1, 2)
        scores = scores.float() / math.sqrt(self.config.hidden_size)
        copy = functional.log_softmax(scores.masked_fill(~copyable[:, None], FLOOR), -1)
        context = copy.exp().to(source.dtype) @ source
        gate = self.gate(torch.cat([states, context], -1)).float()[..., 0]
        output = CopyOutput(
            copy=copy,
            vocabulary=self.vocabulary(states) if write else scores[..., :0],
            copy_gate=functional.logsigmoid(-gate),
            vocabulary_gate=functional.logsigmoid(gate),
        )
        return output, states

    def vocabulary(self, states: Tensor) -> Tensor:
        """(B, T, H) -> (B, T, V) log-probabilities over the vocabulary."""
        hidden = self.head_norm(functional.gelu(self.head(states)))
        words = self.get_input_embeddings().weight
        return functional.log_softmax((hidden @ words.T).float() + self.head_bias.float(), -1)


def copyable_positions(attention_mask: Tensor, token_type_ids: Tensor | None) -> Tensor:
    """Return (B, S) bool: the passage (token type 1), or everything without types, and 0."""
    copyable = attention_mask.bool()
    if token_type_ids is not None:
        copyable = copyable & (token_type_ids == 1)
    first = torch.zeros_like(copyable)
    first[:, 0] = True
    return copyable | first
