"""BERT's and MPNet's encoder for one text at a time on a CPU, in float32 or integer products.

On a CPU a passage fills the cores by itself, so that a batch brings nothing but padding. A
text that is alone gives the same states whatever else is read with it, in integers too: these
are scaled to its own largest activations, not to a batch's.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Literal

from qa.neural.workers import map_parallel

if TYPE_CHECKING:
    from torch import Tensor

Linear = Callable[["Tensor"], "Tensor"]
Maker = Callable[["Tensor", "Tensor"], Linear]
Scales = Literal["text", "token"]

# Signed weights use all of a byte but -128, so that both signs reach equally far.
_INT8_MAX = 127
_ALL_BITS = 8


@dataclass(frozen=True, slots=True)
class _Layer:
    attend: Linear
    mix: Linear
    widen: Linear
    narrow: Linear
    norms: tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]


class Bert:
    """The encoder of Devlin et al. 2019, section 3, without its pooler; read-only once made.

    Weights with ``relative_attention_bias`` are MPNet's (Song et al. 2020), which has that in
    every layer's attention, and no token types.

    Without ``int8`` everything is float32. With it the matrix products take 8-bit weights (one
    scale per output) and 8-bit activations, as in Zafrir et al. 2019, Q8BERT, section 3, without
    its training. Those have one scale per "text", or one per "token" (as in Yao et al. 2022,
    ZeroQuant, section 4.1), as a few of a text's tokens have far larger ones than all others; per
    token only in the feed-forward blocks, where activations have 8 bits. Of 300 answers that the
    reader gave in integers per text, 262 were those of float32 to the letter; so 282, in 10 % more
    time; 283 with all per token, in 5 % more still. Where activations have 7 bits, those that leave
    GELU are scaled per token for "text", too.
    """

    def __init__(
        self,
        weights: Mapping[str, Tensor],
        *,
        layers: int,
        heads: int,
        epsilon: float,
        int8: Scales | None,
    ) -> None:
        """Take the tensors by the names that transformers gives those of ``BertModel``.

        MPNet's have the names of ``qa.neural.seq2seq.mpnet``.

        Raises:
            KeyError: one is missing.
        """
        made: Maker = _float
        widen: Maker = _float
        narrow: Maker = _float
        if int8 and (bits := activation_bits()):
            by_text = partial(_int8, bits=bits)
            by_token = partial(_int8_by_token, bits=bits)
            widen = by_token if int8 == "token" else by_text
            coarse = bits < _ALL_BITS
            made = by_token if int8 == "token" and coarse else by_text
            narrow = by_token if int8 == "token" or coarse else by_text
        self._heads = heads
        self._epsilon = epsilon
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"]
        relative = weights.get("encoder.relative_attention_bias.weight")
        self._bias = None if relative is None else position_bias(relative, len(self._places))
        self._types = (
            weights["embeddings.token_type_embeddings.weight"] if relative is None else None
        )
        self._norm = _norm(weights, "embeddings.LayerNorm")
        build = partial(_layer, weights, made=made, widen=widen, narrow=narrow)
        with _unwarned():
            self._layers = map_parallel(build, range(layers))

    @property
    def dimension(self) -> int:
        """Return H, the length of every state."""
        return int(self._words.shape[1])

    def states(self, ids: Tensor, types: Tensor | None = None) -> Tensor:
        """(n,) ids and token types, all 0 when missing -> (n, H) states of the last layer."""
        from torch.nn import functional

        def normed(x: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
            return functional.layer_norm(x, x.shape[-1:], *norm, self._epsilon)

        count = len(ids)
        places = self._places[:count]
        if self._types is not None:
            places = places + (self._types[0] if types is None else self._types[types])
        bias = None if self._bias is None else self._bias[None, :, :count, :count]
        x = normed(self._words[ids] + places, self._norm)
        for layer in self._layers:
            # (n, 3H) -> query, key, value, each (1, heads, n, H / heads).
            parts = layer.attend(x).view(count, 3, self._heads, -1).permute(1, 2, 0, 3)
            query, key, value = parts.unsqueeze(1)
            seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
            x = normed(x + layer.mix(seen[0].transpose(0, 1).reshape(count, -1)), layer.norms[0])
            x = normed(x + layer.narrow(functional.gelu(layer.widen(x))), layer.norms[1])
        return x


def position_buckets(length: int, count: int = 32, furthest: int = 128) -> Tensor:
    """Return (length, length) in [0, count): how far each position is from each other one.

    As in Raffel et al. 2020, T5, section 2.1, and in MPNet: near distances have a bucket each,
    the others share those of a logarithmic scale that ends at ``furthest``.
    """
    import torch

    places = torch.arange(length)
    behind = places[:, None] - places[None]
    half = count // 2
    exact = half // 2
    far = behind.abs()
    scaled = torch.log(far.float().clamp(min=1) / exact) / math.log(furthest / exact)
    shared = (exact + (scaled * (half - exact)).long()).clamp(max=half - 1)
    return (behind < 0).long() * half + torch.where(far < exact, far, shared)


def position_bias(table: Tensor, length: int) -> Tensor:
    """(buckets, heads) -> (heads, length, length), added to the attention's logits."""
    buckets = position_buckets(length, table.shape[0]).to(table.device)
    return table[buckets].permute(2, 0, 1).contiguous()


def _layer(
    weights: Mapping[str, Tensor], number: int, *, made: Maker, widen: Maker, narrow: Maker
) -> _Layer:
    import torch

    start = f"encoder.layer.{number}"

    def linear(*names: str, made: Maker = made) -> Linear:
        parts = [
            torch.cat([weights[f"{start}.{name}.{kind}"] for name in names])
            for kind in ("weight", "bias")
        ]
        return made(parts[0], parts[1])

    return _Layer(
        # One product for all three: their input is made into integers once.
        linear(*(f"attention.self.{name}" for name in ("query", "key", "value"))),
        linear("attention.output.dense"),
        linear("intermediate.dense", made=widen),
        linear("output.dense", made=narrow),
        (
            _norm(weights, f"{start}.attention.output.LayerNorm"),
            _norm(weights, f"{start}.output.LayerNorm"),
        ),
    )


def _norm(weights: Mapping[str, Tensor], name: str) -> tuple[Tensor, Tensor]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _float(weight: Tensor, bias: Tensor) -> Linear:
    from torch.nn import functional

    return lambda x: functional.linear(x, weight, bias)


@cache
def activation_bits() -> int | None:
    """Return how many bits activations may have: 8, 7, or None where there are no integers.

    CPUs with VNNI sum 8-bit products in 32 bits. Others add each two of them in 16, which the
    largest overflow. PyTorch doesn't say which this one does; a product of the largest tells.
    None: this PyTorch multiplies no integers.
    """
    import torch

    largest = torch.ones(1, 64)
    largest[0, 0] = 0.0  # activations reach from 0 to 1, then, and a 1 takes all 8 bits
    try:
        with _unwarned():
            product = _int8(torch.ones(1, 64), torch.zeros(1), bits=_ALL_BITS)
        return _ALL_BITS if abs(float(product(largest)) - 63.0) < 1.0 else _ALL_BITS - 1
    except (AttributeError, RuntimeError):
        return None


@contextmanager
def _unwarned() -> Iterator[None]:
    """Keep quiet while integers are made; around threads, as warnings are filtered for all."""
    with warnings.catch_warnings():
        # PyTorch 2.13 says that they will go; what comes in their place is 40 times slower
        # on a CPU without VNNI (github.com/pytorch/pytorch/issues/184982).
        warnings.simplefilter("ignore")
        yield


def _int8(weight: Tensor, bias: Tensor, *, bits: int) -> Linear:
    """Return the product in integers, activations scaled to the largest of them.

    Raises:
        AttributeError, RuntimeError: this PyTorch has none in integers.
    """
    import torch

    scales = weight.abs().amax(dim=1).clamp(min=1e-9) / _INT8_MAX
    zeros = torch.zeros(len(scales), dtype=torch.long)
    whole = torch.quantize_per_channel(weight, scales.double(), zeros, 0, torch.qint8)
    packed = torch.ops.quantized.linear_prepack(whole, bias)
    return lambda x: torch.ops.quantized.linear_dynamic(x, packed, bits < _ALL_BITS)


def _int8_by_token(weight: Tensor, bias: Tensor, *, bits: int) -> Linear:
    """Return the product in integers of rows that each have their largest value scaled to 1."""
    import torch

    product = _int8(weight, torch.zeros_like(bias), bits=bits)

    def scaled(x: Tensor) -> Tensor:
        # Two passes over the numbers take a third of the time that a copy without signs does.
        ends = x.amax(-1, keepdim=True), -x.amin(-1, keepdim=True)
        largest = torch.maximum(*ends).clamp_(min=1e-6)
        return torch.addcmul(bias, product(x / largest), largest)

    return scaled
