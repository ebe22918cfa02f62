"""The decoder's layers: post-norm transformer blocks as in BERT, with cross-attention.

B is the batch, T the target length, S the source length, H the hidden size.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from qa.neural.seq2seq.caching import DecoderCache
from qa.neural.seq2seq.shapes import Shapes


class Attention(nn.Module):
    """Multi-head attention with its output projection, residual and layer norm."""

    def __init__(self, config: Shapes) -> None:
        """Make the four projections."""
        super().__init__()
        size = config.hidden_size
        self.heads = config.num_attention_heads
        self.query = nn.Linear(size, size)
        self.key = nn.Linear(size, size)
        self.value = nn.Linear(size, size)
        self.output = nn.Linear(size, size)
        self.norm = nn.LayerNorm(size, eps=config.layer_norm_eps)

    def split(self, states: Tensor) -> Tensor:
        """(B, T, H) -> (B, heads, T, H / heads)."""
        batch, length, size = states.shape
        return states.view(batch, length, self.heads, size // self.heads).transpose(1, 2)

    def forward(self, states: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
        """Attend from ``states`` (B, T, H) to split keys and values; ``mask`` True = attend."""
        mixed = functional.scaled_dot_product_attention(
            self.split(self.query(states)), keys, values, attn_mask=mask
        )
        joined = mixed.transpose(1, 2).reshape(states.shape)
        normed: Tensor = self.norm(states + self.output(joined))
        return normed


class DecoderLayer(nn.Module):
    """Causal self-attention, cross-attention to the source, feed-forward."""

    def __init__(self, config: Shapes) -> None:
        """Make both attentions and the feed-forward block."""
        super().__init__()
        self.self_attention = Attention(config)
        self.cross_attention = Attention(config)
        self.intermediate = nn.Linear(config.hidden_size, config.intermediate_size)
        self.output = nn.Linear(config.intermediate_size, config.hidden_size)
        self.norm = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)

    def forward(
        self,
        states: Tensor,
        source: Tensor,
        causal_mask: Tensor,
        source_mask: Tensor,
        cache: DecoderCache | None,
        index: int,
    ) -> Tensor:
        """(B, T, H) -> (B, T, H); with a cache, the source is projected once per sequence."""
        own, cross = self.self_attention, self.cross_attention
        keys, values = own.split(own.key(states)), own.split(own.value(states))
        if cache is not None:
            keys, values = cache.extend(index, keys, values)
        states = own(states, keys, values, causal_mask)
        kept = cache.source(index) if cache is not None else None
        if kept is None:
            kept = cross.split(cross.key(source)), cross.split(cross.value(source))
            if cache is not None:
                cache.keep_source(index, *kept)
        states = cross(states, *kept, source_mask)
        inner = functional.gelu(self.intermediate(states))
        normed: Tensor = self.norm(states + self.output(inner))
        return normed


def causal(length: int, past: int, device: torch.device) -> Tensor:
    """Return the (length, past + length) boolean mask in which a token sees itself and before."""
    columns = torch.arange(past + length, device=device)
    rows = torch.arange(past, past + length, device=device)
    return columns[None, :] <= rows[:, None]


POSITION_FEATURES = 4
"""Relative position, nearness to the start, length, and whether it is the first of all."""


class SalienceHead(nn.Module):
    """Scores how much each sentence of an article belongs in its summary.

    Looks at a sentence's state, its likeness to the article's mean state (centrality, as in
    LexRank, Erkan and Radev 2004), and its place.
    """

    def __init__(self, config: Shapes) -> None:
        """Make two projections and a small perceptron."""
        super().__init__()
        hidden = config.salience_hidden
        self.sentence = nn.Linear(config.hidden_size, hidden)
        self.document = nn.Linear(config.hidden_size, hidden)
        self.place = nn.Linear(POSITION_FEATURES + 1, hidden)
        self.score = nn.Linear(hidden, 1)

    def forward(self, states: Tensor, lengths: Tensor) -> Tensor:
        """(N, H) mean states and (N,) token counts of an article's sentences -> (N,) logits."""
        count = states.shape[0]
        document = states.mean(0, keepdim=True)
        central = functional.cosine_similarity(states, document, dim=-1)
        order = torch.arange(count, device=states.device, dtype=states.dtype)
        place = torch.stack(
            [
                order / max(1, count - 1),
                1 / (1 + order),
                lengths.to(states.dtype).clamp(min=1).log() / 4,
                (order == 0).to(states.dtype),
                central,
            ],
            -1,
        )
        mixed = self.sentence(states) + self.document(document) + self.place(place)
        scores: Tensor = self.score(functional.gelu(mixed))[..., 0]
        return scores


class ClaimHead(nn.Sequential):
    """Scores whether a passage entails a claim, is neutral to it, or contradicts it."""

    def __init__(self, config: Shapes) -> None:
        """Make a perceptron over the first token's state."""
        size = config.hidden_size
        super().__init__(nn.Linear(size, size), nn.Tanh(), nn.Linear(size, config.claim_labels))
