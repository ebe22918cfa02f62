"""The graph of one step of the reader's decoder: layers, pointer and gate.

B rows, S source length, T steps so far, H hidden size, h heads, d = H / h.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from qa.neural.onnx.graph import Graph, linear, open_session
from qa.neural.seq2seq.shapes import ReaderShapes
from qa.neural.stored import Stored

FLOOR = -1e4
"""Stands for log 0, as in training."""


def step_session(weights: Stored, config: ReaderShapes) -> Any:
    """Return the session: log-probabilities of copying, the gate, and each layer's own k and v.

    Raises:
        KeyError: a tensor is missing.
    """
    step = _Step(weights, config)
    outputs = step.build()
    return open_session(step.graph, _inputs(config), outputs)


class _Step:
    def __init__(self, weights: Stored, config: ReaderShapes) -> None:
        self.graph = graph = Graph()
        self._weights, self._config = weights, config
        size, heads = config.hidden_size, config.num_attention_heads
        wide = size // heads
        self._scale = graph.constant(1 / math.sqrt(wide))
        self._apart = graph.constant([0, heads, 1, wide], np.int64)
        self._upright = graph.constant([0, heads, wide, 1], np.int64)
        self._together = graph.constant([0, 1, size], np.int64)

    def build(self) -> list[str]:
        """Add everything, and return the names of the results."""
        x = self._normed("token", self._linear("fed", "source_feed"), "embedding_norm")
        own: list[str] = []
        for number in range(self._config.decoder_layers):
            x, names = self._layer(x, number)
            own += names
        copy = self._copy(x)
        return [copy, self._gate(x, copy), *own]

    def _layer(self, x: str, number: int) -> tuple[str, list[str]]:
        """(B, 1, H) -> (B, 1, H), and the names of the keys and values of all steps so far."""
        graph, here = self.graph, f"layers.{number}"
        own = f"{here}.self_attention"
        key = graph.add("Reshape", self._linear(x, f"{own}.key"), self._upright)
        value = graph.add("Reshape", self._linear(x, f"{own}.value"), self._apart)
        keys = graph.add("Concat", f"past.k{number}", key, axis=3)
        values = graph.add("Concat", f"past.v{number}", value, axis=2)
        names = [graph.name(keys, f"own.k{number}"), graph.name(values, f"own.v{number}")]
        x = self._attend(x, own, keys, values)
        x = self._attend(x, f"{here}.cross_attention", f"k{number}", f"v{number}", "hidden")
        inner = graph.add("Gelu", self._linear(x, f"{here}.intermediate"))
        return self._normed(x, self._linear(inner, f"{here}.output"), f"{here}.norm"), names

    def _attend(self, x: str, name: str, keys: str, values: str, hidden: str = "") -> str:
        """(B, 1, H) -> (B, 1, H); ``hidden`` is added to the logits."""
        graph = self.graph
        query = graph.add("Mul", self._linear(x, f"{name}.query"), self._scale)
        scores = graph.add("MatMul", graph.add("Reshape", query, self._apart), keys)
        scores = graph.add("Add", scores, hidden) if hidden else scores
        mixed = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), values)
        joined = graph.add("Reshape", mixed, self._together)
        return self._normed(x, self._linear(joined, f"{name}.output"), f"{name}.norm")

    def _copy(self, x: str) -> str:
        """(B, 1, H) -> (B, 1, S) log-probabilities of copying each piece of the source."""
        graph = self.graph
        scores = graph.add("MatMul", self._linear(x, "copy_query"), "copy_keys")
        scores = graph.add("Div", scores, graph.constant(math.sqrt(self._config.hidden_size)))
        scores = graph.add("Where", "copyable", scores, graph.constant(FLOOR))
        return graph.name(graph.add("LogSoftmax", scores, axis=-1), "copy")

    def _gate(self, x: str, copy: str) -> str:
        """(B, 1, H) -> (B, 1, 1) logits of writing a word of the vocabulary."""
        graph = self.graph
        context = graph.add("MatMul", graph.add("Exp", copy), "source")
        both = graph.add("Concat", x, context, axis=-1)
        return graph.name(self._linear(both, "gate"), "gate")

    def _linear(self, x: str, name: str) -> str:
        return linear(self.graph, self._weights, x, name)

    def _normed(self, x: str, y: str, name: str) -> str:
        """Add two values, and normalize the sum."""
        graph = self.graph
        parts = [graph.constant(self._weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        both = graph.add("Add", x, y)
        epsilon = self._config.layer_norm_eps
        return str(graph.add("LayerNormalization", both, *parts, axis=-1, epsilon=epsilon))


def _inputs(config: ReaderShapes) -> dict[str, tuple[type, Sequence[Any]]]:
    """Return type and shape of each input."""
    size, heads = config.hidden_size, config.num_attention_heads
    wide = size // heads
    shapes: dict[str, Sequence[Any]] = {
        "token": ["b", 1, size],
        "fed": ["b", 1, size],
        "source": ["b", "s", size],
        "copy_keys": ["b", size, "s"],
        "hidden": ["b", 1, 1, "s"],
    }
    for number in range(config.decoder_layers):
        shapes[f"k{number}"] = ["b", heads, wide, "s"]
        shapes[f"v{number}"] = ["b", heads, "s", wide]
        shapes[f"past.k{number}"] = ["b", heads, wide, "t"]
        shapes[f"past.v{number}"] = ["b", heads, "t", wide]
    inputs: dict[str, tuple[type, Sequence[Any]]] = {
        name: (np.float32, shape) for name, shape in shapes.items()
    }
    inputs["copyable"] = (np.bool_, ["b", 1, "s"])
    return inputs
