"""BERT's and MPNet's encoder for one text at a time on a CPU, in float32 or integer products.

On a CPU a batch brings nothing but padding. A text that is alone gives the same states whatever
else is read with it, in integers too: these are scaled to its own largest activations, not to a
batch's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from qa.neural.onnx.graph import Graph, integer_product, needs_wide_sums, open_session
from qa.neural.stored import Floats, Stored

Scales = Literal["text", "token"]


class Encoder:
    """The encoder of Devlin et al. 2019, section 3, without its pooler; shared by threads.

    Weights with ``relative_attention_bias`` are MPNet's (Song et al. 2020), which has that in
    every layer's attention, and no token types.

    Without ``int8`` everything is float32. With it the matrix products take 8-bit weights (one
    scale per output) and 8-bit activations, as in Zafrir et al. 2019, Q8BERT, section 3, without
    its training. Those have one scale per "text", or one per "token" (as in Yao et al. 2022,
    ZeroQuant, section 4.1) in the feed-forward blocks, as a few of a text's tokens have far
    larger ones than all others (docs/decisions.md).
    """

    def __init__(
        self,
        weights: Stored,
        start: str = "",
        *,
        layers: int,
        heads: int,
        epsilon: float,
        int8: Scales | None,
    ) -> None:
        """Take the tensors by the names that transformers gives those of ``BertModel``.

        ``start`` stands before each. MPNet's have the names of ``qa.neural.seq2seq.mpnet``.

        Raises:
            KeyError: one is missing.
        """
        self._words = f"{start}embeddings.word_embeddings.weight"
        self._types = f"{start}embeddings.token_type_embeddings.weight"
        if self._types not in weights:
            self._types = ""
        self._tables = weights.only(self._words, self._types)
        self._places = weights[f"{start}embeddings.position_embeddings.weight"]
        self.dimension = self._places.shape[1]
        self._session = _session(weights, start, layers, heads, epsilon, int8, len(self._places))

    def embeddings(self, ids: Sequence[int] | NDArray[np.int64]) -> Floats:
        """(n,) word pieces -> (n, H)."""
        return self._tables.rows(self._words, np.asarray(ids))

    def states(
        self, ids: Sequence[int] | NDArray[np.int64], types: NDArray[np.int64] | None = None
    ) -> Floats:
        """(n,) ids and token types, all 0 when missing -> (n, H) states of the last layer."""
        x = self.embeddings(ids) + self._places[: len(ids)]
        if self._types:
            kinds = np.zeros(len(ids), np.int64) if types is None else types
            x += self._tables.rows(self._types, kinds)
        found: Floats = self._session.run(None, {"x": x})[0]
        return found


def position_buckets(length: int, count: int = 32, furthest: int = 128) -> NDArray[np.int64]:
    """Return (length, length) in [0, count): how far each position is from each other one.

    As in Raffel et al. 2020, T5, section 2.1, and in MPNet: near distances have a bucket each,
    the others share those of a logarithmic scale that ends at ``furthest``.
    """
    places = np.arange(length)
    behind = places[:, None] - places[None]
    half = count // 2
    exact = half // 2
    far = np.abs(behind)
    scaled = np.log(np.maximum(far, 1).astype(np.float32) / np.float32(exact))
    scaled /= np.float32(math.log(furthest / exact))
    shared = np.minimum(exact + (scaled * (half - exact)).astype(np.int64), half - 1)
    found: NDArray[np.int64] = (behind < 0) * half + np.where(far < exact, far, shared)
    return found


def _session(
    weights: Stored,
    start: str,
    layers: int,
    heads: int,
    epsilon: float,
    int8: Scales | None,
    longest: int,
) -> Any:
    graph = Graph()

    def normed(x: str, name: str) -> str:
        scale, shift = (graph.constant(weights[f"{start}{name}.{part}"]) for part in PARTS)
        return str(graph.add("LayerNormalization", x, scale, shift, axis=-1, epsilon=epsilon))

    def linear(x: str, *names: str, by_token: bool = False) -> str:
        bias = graph.constant(np.concatenate([weights[f"{start}{n}.bias"] for n in names]))
        if int8 is None:
            matrix = np.concatenate([weights[f"{start}{n}.weight"] for n in names])
            product = graph.add("MatMul", x, graph.constant(np.ascontiguousarray(matrix.T)))
            return str(graph.add("Add", product, bias))
        whole, scales = zip(*(weights.integers(f"{start}{n}.weight") for n in names), strict=True)
        parts = whole[0], scales[0]
        if len(names) > 1:
            parts = np.concatenate(whole, 1), np.concatenate(scales)
        if not by_token:
            return integer_product(graph, x, *parts, bias, wide=wide)
        largest = graph.add("ReduceMax", graph.add("Abs", x), axes=[-1])
        largest = graph.add("Max", largest, graph.constant([1e-6]))
        product = integer_product(graph, graph.add("Div", x, largest), *parts, wide=wide)
        return str(graph.add("Add", graph.add("Mul", product, largest), bias))

    wide = int8 is not None and needs_wide_sums()
    bias = _position_bias(graph, weights, start, longest)
    x = normed("x", "embeddings.LayerNorm")
    for number in range(layers):
        here = f"encoder.layer.{number}"
        names = [f"{here}.attention.self.{name}" for name in ("query", "key", "value")]
        mixed = _attend(graph, linear(x, *names), heads, bias)
        mixed = linear(mixed, f"{here}.attention.output.dense")
        x = normed(graph.add("Add", x, mixed), f"{here}.attention.output.LayerNorm")
        inner = linear(x, f"{here}.intermediate.dense", by_token=int8 == "token")
        inner = graph.add("Gelu", inner)
        inner = linear(inner, f"{here}.output.dense", by_token=int8 == "token")
        x = normed(graph.add("Add", x, inner), f"{here}.output.LayerNorm")
    graph.name(x, "states")
    size = weights[f"{start}embeddings.LayerNorm.weight"].shape[0]
    inputs = {"x": (np.float32, ["n", size])}
    return open_session(graph, inputs, ["states"])


PARTS = ("weight", "bias")


def _position_bias(graph: Graph, weights: Stored, start: str, longest: int) -> str:
    """Return (1, heads, n, n), added to the attention's logits; "" where there is none."""
    name = f"{start}encoder.relative_attention_bias.weight"
    if name not in weights:
        return ""
    table = weights[name]
    whole = np.take(np.ascontiguousarray(table.T), position_buckets(longest, len(table)), 1)[None]
    count = graph.add("Slice", graph.add("Shape", "x"), *_ints(graph, [0], [1]))
    ends = graph.add("Concat", count, count, axis=0)
    starts, axes = _ints(graph, [0, 0], [2, 3])
    return str(graph.add("Slice", graph.constant(whole), starts, ends, axes))


def _attend(graph: Graph, x: str, heads: int, bias: str) -> str:
    """(n, 3H) queries, keys and values -> (n, H)."""
    (axis,) = _ints(graph, [0])
    parts = graph.add("Split", graph.add("Unsqueeze", x, axis), axis=-1, count=3)
    rest = ["", "", bias] if bias else []
    mixed = graph.add("MultiHeadAttention", *parts, *rest, num_heads=heads)
    return str(graph.add("Squeeze", mixed, axis))


def _ints(graph: Graph, *values: Sequence[int]) -> list[str]:
    return [graph.constant(value, np.int64) for value in values]
