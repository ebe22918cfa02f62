"""The reader's decoder, one step at a time, with the pointer and the gate behind it.

``qa.neural.seq2seq.pointer`` is the same network in PyTorch, and says what it is for.

B rows, S source length, T steps so far, H hidden size, h heads, d = H / h.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.neural.onnx.graph import Graph, open_session
from qa.neural.seq2seq.shapes import ReaderShapes
from qa.neural.seq2seq.walking import Step
from qa.neural.stored import Floats, Stored

FLOOR = -1e4
"""Stands for log 0, as in training."""
_HIDDEN = -1e9
"""Added to the logits of padding."""


class Decoder:
    """Both graphs: what is worked out once for a source, and a step."""

    def __init__(self, weights: Stored, config: ReaderShapes) -> None:
        """Take the tensors by their names.

        Raises:
            KeyError: one is missing.
        """
        self.config = config
        self.places = weights["positions.weight"]
        self.kept = [f"{kind}{n}" for n in range(config.decoder_layers) for kind in ("k", "v")]
        self.source = self._source(weights)
        self.step = self._step(weights)

    def _source(self, weights: Stored) -> Any:
        """(B, S, H) -> keys (B, h, d, S) and values (B, h, S, d) of each layer, copy keys."""
        graph = Graph()
        names = []
        for number, name in enumerate(self.kept):
            kind = ("key", "value")[number % 2]
            start = f"layers.{number // 2}.cross_attention.{kind}"
            parts = self._split(graph, linear(graph, weights, "source", start))
            order = [0, 2, 3, 1] if kind == "key" else [0, 2, 1, 3]
            names.append(graph.name(graph.add("Transpose", parts, perm=order), name))
        keys = linear(graph, weights, "source", "copy_key")
        names.append(graph.name(graph.add("Transpose", keys, perm=[0, 2, 1]), "copy_keys"))
        shape = ["b", "s", self.config.hidden_size]
        return open_session(graph, {"source": (np.float32, shape)}, names)

    def _step(self, weights: Stored) -> Any:
        config, graph = self.config, Graph()
        size, heads = config.hidden_size, config.num_attention_heads
        wide = size // heads

        def normed(x: str, y: str, name: str) -> str:
            parts = [graph.constant(weights[f"{name}.{part}"]) for part in ("weight", "bias")]
            both = graph.add("Add", x, y)
            return str(
                graph.add(
                    "LayerNormalization", both, *parts, axis=-1, epsilon=config.layer_norm_eps
                )
            )

        def attend(x: str, name: str, keys: str, values: str, hidden: str) -> str:
            query = graph.add("Mul", linear(graph, weights, x, f"{name}.query"), scale)
            scores = graph.add("MatMul", graph.add("Reshape", query, apart), keys)
            scores = graph.add("Add", scores, hidden) if hidden else scores
            mixed = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), values)
            joined = graph.add("Reshape", mixed, together)
            return normed(x, linear(graph, weights, joined, f"{name}.output"), f"{name}.norm")

        scale = graph.constant(1 / math.sqrt(wide))
        apart = graph.constant([0, heads, 1, wide], np.int64)
        upright = graph.constant([0, heads, wide, 1], np.int64)
        together = graph.constant([0, 1, size], np.int64)
        fed = linear(graph, weights, "fed", "source_feed")
        x = normed("token", fed, "embedding_norm")
        new = []
        for number in range(config.decoder_layers):
            here, own = f"layers.{number}", f"layers.{number}.self_attention"
            key = graph.add("Reshape", linear(graph, weights, x, f"{own}.key"), upright)
            value = graph.add("Reshape", linear(graph, weights, x, f"{own}.value"), apart)
            keys = graph.add("Concat", f"past.k{number}", key, axis=3)
            values = graph.add("Concat", f"past.v{number}", value, axis=2)
            new += [
                graph.name(keys, f"own.k{number}"),
                graph.name(values, f"own.v{number}"),
            ]
            x = attend(x, own, keys, values, "")
            x = attend(x, f"{here}.cross_attention", f"k{number}", f"v{number}", "hidden")
            inner = graph.add("Gelu", linear(graph, weights, x, f"{here}.intermediate"))
            x = normed(x, linear(graph, weights, inner, f"{here}.output"), f"{here}.norm")
        query = linear(graph, weights, x, "copy_query")
        scores = graph.add("MatMul", query, "copy_keys")
        scores = graph.add("Div", scores, graph.constant(math.sqrt(size)))
        scores = graph.add("Where", "copyable", scores, graph.constant(FLOOR))
        copy = graph.name(graph.add("LogSoftmax", scores, axis=-1), "copy")
        context = graph.add("MatMul", graph.add("Exp", copy), "source")
        both = graph.add("Concat", x, context, axis=-1)
        gate = graph.name(linear(graph, weights, both, "gate"), "gate")
        lengths: dict[str, Sequence[Any]] = {
            "token": ["b", 1, size],
            "fed": ["b", 1, size],
            "source": ["b", "s", size],
            "copy_keys": ["b", size, "s"],
            "hidden": ["b", 1, 1, "s"],
        }
        for number in range(config.decoder_layers):
            lengths[f"k{number}"] = ["b", heads, wide, "s"]
            lengths[f"v{number}"] = ["b", heads, "s", wide]
            lengths[f"past.k{number}"] = ["b", heads, wide, "t"]
            lengths[f"past.v{number}"] = ["b", heads, "t", wide]
        inputs: dict[str, tuple[type, Sequence[Any]]] = {
            name: (np.float32, shape) for name, shape in lengths.items()
        }
        inputs["copyable"] = (np.bool_, ["b", 1, "s"])
        return open_session(graph, inputs, [copy, gate, *new])

    def _split(self, graph: Graph, x: str) -> str:
        """(B, S, H) -> (B, S, h, d)."""
        heads = self.config.num_attention_heads
        shape = [0, 0, heads, self.config.hidden_size // heads]
        return str(graph.add("Reshape", x, graph.constant(shape, np.int64)))


class DecoderWalk:
    """A ``Walk`` over a batch of sources."""

    def __init__(
        self,
        decoder: Decoder,
        words: Any,
        source: Floats,
        mask: NDArray[np.int64],
        copyable: NDArray[np.bool_],
    ) -> None:
        """Work out what all steps see; ``words`` returns the embeddings of word pieces."""
        self._decoder, self._words, self._steps = decoder, words, 0
        rows, heads = len(source), decoder.config.num_attention_heads
        wide = decoder.config.hidden_size // heads
        names = [each.name for each in decoder.source.get_outputs()]
        found = decoder.source.run(names, {"source": source})
        self._fixed: dict[str, NDArray[Any]] = dict(zip(names, found, strict=True))
        self._fixed["source"] = source
        self._fixed["copyable"] = copyable[:, None]
        self._fixed["hidden"] = np.where(mask == 1, 0.0, _HIDDEN).astype(np.float32)[:, None, None]
        self._past: dict[str, NDArray[Any]] = {
            f"past.{name}": np.zeros(
                (rows, heads, wide, 0) if name.startswith("k") else (rows, heads, 0, wide),
                np.float32,
            )
            for name in decoder.kept
        }

    def step(self, tokens: NDArray[np.int64], places: NDArray[np.int64]) -> Step:
        """Take one step, as ``Walk`` says."""
        source = self._fixed["source"]
        fed = source[np.arange(len(tokens)), np.maximum(places, 0)] * (places >= 0)[:, None]
        last = len(self._decoder.places) - 1
        token = self._words(tokens) + self._decoder.places[min(self._steps, last)]
        given = {
            "token": token[:, None],
            "fed": fed[:, None].astype(np.float32),
            **self._fixed,
            **self._past,
        }
        copy, gate, *own = self._decoder.step.run(None, given)
        self._past = dict(zip(self._past, own, strict=True))
        self._steps += 1
        return Step(copy[:, 0], -np.logaddexp(0, gate[:, 0, 0]), -np.logaddexp(0, -gate[:, 0, 0]))

    def keep(self, rows: NDArray[np.int64]) -> None:
        """Go on with these rows only."""
        self._fixed, self._past = _rows(self._fixed, rows), _rows(self._past, rows)


def linear(graph: Graph, weights: Stored, x: str, name: str) -> str:
    """Add a product with a matrix and its bias."""
    matrix = graph.constant(np.ascontiguousarray(weights[f"{name}.weight"].T))
    product = graph.add("MatMul", x, matrix)
    return str(graph.add("Add", product, graph.constant(weights[f"{name}.bias"])))


def _rows(kept: Mapping[str, NDArray[Any]], rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    return {name: value[rows] for name, value in kept.items()}
