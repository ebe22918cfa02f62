"""MPNet's encoder (Song et al. 2020): BERT's layers, relative positions, no token types.

Parameters have the names of transformers' BERT, so that ``qa.neural.onnx.encoder`` reads either.
The word pieces are in BERT's order and positions count from 0: the numbers that MPNet reserves are
left out when a checkpoint is packaged.

Shapes: B batch, S length, H hidden size.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers.modeling_outputs import BaseModelOutput

from qa.neural.onnx.encoder import position_buckets
from qa.neural.seq2seq.config import CopydeskConfig

BUCKETS = 32
"""Relative distances that are told apart, of both directions together."""
FLOOR = -1e4
"""Added to the logits of padding; finite, so that float16 holds it."""


def position_bias(table: Tensor, length: int) -> Tensor:
    """(buckets, heads) -> (heads, length, length), added to the attention's logits."""
    buckets = torch.from_numpy(position_buckets(length, table.shape[0])).to(table.device)
    return table[buckets].permute(2, 0, 1).contiguous()


class Embeddings(nn.Module):
    """Word pieces and positions, added and normed."""

    def __init__(self, config: CopydeskConfig) -> None:
        """Make both tables."""
        super().__init__()
        size = config.hidden_size
        self.word_embeddings = nn.Embedding(config.vocab_size, size)
        self.position_embeddings = nn.Embedding(config.max_position_embeddings, size)
        self.LayerNorm = nn.LayerNorm(size, eps=config.layer_norm_eps)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, ids: Tensor) -> Tensor:
        """(B, S) -> (B, S, H)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.LayerNorm(self.word_embeddings(ids) + self.position_embeddings(places))
        dropped: Tensor = self.dropout(states)
        return dropped


class Residual(nn.Module):
    """A projection whose result is added to what went in, and normed."""

    def __init__(self, config: CopydeskConfig, width: int) -> None:
        """Take ``width`` numbers to H."""
        super().__init__()
        self.dense = nn.Linear(width, config.hidden_size)
        self.LayerNorm = nn.LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, inner: Tensor, states: Tensor) -> Tensor:
        """(B, S, width) and (B, S, H) -> (B, S, H)."""
        normed: Tensor = self.LayerNorm(states + self.dropout(self.dense(inner)))
        return normed


class MPNetLayer(nn.Module):
    """Self-attention with a position bias, then a feed-forward block; post-norm."""

    def __init__(self, config: CopydeskConfig) -> None:
        """Make the projections and norms."""
        super().__init__()
        size = config.hidden_size
        self.heads = config.num_attention_heads
        self.dropout = nn.Dropout(config.dropout)
        parts = {name: nn.Linear(size, size) for name in ("query", "key", "value")}
        self.attention = nn.ModuleDict(
            {"self": nn.ModuleDict(parts), "output": Residual(config, size)}
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(size, config.intermediate_size)})
        self.output = Residual(config, config.intermediate_size)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """(B, S, H) and (B or 1, heads, S, S) added to the logits -> (B, S, H)."""
        batch, length, size = states.shape
        query, key, value = (
            part(states).view(batch, length, self.heads, -1).transpose(1, 2)
            for part in self.attention["self"].children()
        )
        mixed = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=bias, dropout_p=self.dropout.p if self.training else 0.0
        )
        joined = mixed.transpose(1, 2).reshape(batch, length, size)
        states = self.attention["output"](joined, states)
        inner = functional.gelu(self.intermediate["dense"](states))
        after: Tensor = self.output(inner, states)
        return after


class Layers(nn.Module):
    """All layers, and the position bias that they share."""

    def __init__(self, config: CopydeskConfig) -> None:
        """Make them."""
        super().__init__()
        self.layer = nn.ModuleList(MPNetLayer(config) for _ in range(config.num_hidden_layers))
        self.relative_attention_bias = nn.Embedding(BUCKETS, config.num_attention_heads)

    def forward(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        """(B, S, H) and mask (B, S) -> (B, S, H)."""
        bias = position_bias(self.relative_attention_bias.weight, states.shape[1])[None]
        bias = bias.masked_fill(~attention_mask.bool()[:, None, None], FLOOR).to(states.dtype)
        for layer in self.layer:
            states = layer(states, bias)
        return states


class MPNetEncoder(nn.Module):
    """The encoder without its pooler, called as transformers' ``BertModel`` is."""

    main_input_name = "input_ids"
    """Asked for by transformers' ``generate``."""

    def __init__(self, config: CopydeskConfig) -> None:
        """Make embeddings and layers."""
        super().__init__()
        self.embeddings = Embeddings(config)
        self.encoder = Layers(config)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor | None = None
    ) -> BaseModelOutput:
        """(B, S) ids and mask -> states (B, S, H); ``token_type_ids`` make no difference."""
        states = self.encoder(self.embeddings(input_ids), attention_mask)
        return BaseModelOutput(last_hidden_state=states)
