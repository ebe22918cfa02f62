"""The reader's decoder, one step at a time, with the pointer and the gate behind it.

``qa.neural.seq2seq.pointer`` is the same network in PyTorch, and says what it is for.

B rows, S source length, T steps so far, H hidden size, h heads, d = H / h.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.neural.onnx.graph import Graph, linear, open_session
from qa.neural.onnx.step import step_session
from qa.neural.seq2seq.shapes import ReaderShapes
from qa.neural.seq2seq.walking import Step
from qa.neural.stored import Floats, Stored

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
        self.step = step_session(weights, config)

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


def _rows(kept: Mapping[str, NDArray[Any]], rows: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    return {name: value[rows] for name, value in kept.items()}
