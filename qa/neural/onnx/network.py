"""The reader on a CPU; as it ships, with its encoder in integers.

Its tensors have the names of ``CopydeskForConditionalGeneration``, which is the same network as a
transformers model. Importing PyTorch alone takes longer than all that an answer takes here.

B batch, S source length, H hidden size.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from qa.neural.onnx.decoder import Decoder, DecoderWalk
from qa.neural.onnx.encoder import Encoder, Scales
from qa.neural.seq2seq.shapes import ReaderShapes, read_shapes
from qa.neural.seq2seq.shards import REINSTALL, is_sharded, read_stored
from qa.neural.seq2seq.walking import Floats, Numbers, Walk, copyable_places
from qa.neural.stored import Stored, read_file
from qa.neural.workers import map_parallel

WEIGHTS = "model.safetensors"
_ENCODER = "encoder."
_WRITING = ("head.", "head_norm.", "head_bias")
"""What only free generation needs (``modeling``)."""

_erf: Any = np.vectorize(math.erf, otypes=[np.float32])


class Network:
    """A ``ReadingNetwork``; safe to share between threads."""

    def __init__(self, config: ReaderShapes, weights: Stored, int8: Scales | None) -> None:
        """Take the tensors by their names; ``int8`` as of ``Encoder``.

        Raises:
            KeyError: one is missing.
            ValueError: there are others, or they do not fit.
        """
        self.config = config
        self.start_token = config.decoder_start_token_id
        self._encoder = Encoder(
            weights,
            _ENCODER,
            layers=config.num_hidden_layers,
            heads=config.num_attention_heads,
            epsilon=config.layer_norm_eps,
            int8=int8,
        )
        self._decoder = Decoder(weights, config)
        self._heads = {
            name: weights[name] for name in weights if name.startswith(("salience.", "support."))
        }
        if wanted := [name for name in _head_names(config) if name not in self._heads]:
            raise KeyError(wanted[0])

    def encode(self, ids: Numbers, mask: Numbers, types: Numbers) -> Floats:
        """Return states, 0 where there is padding, which comes last in each row."""
        lengths = mask.sum(1).tolist()
        each = map_parallel(
            lambda row: self._encoder.states(ids[row, : lengths[row]], types[row, : lengths[row]]),
            range(len(ids)),
        )
        states = np.zeros((*ids.shape, self.config.hidden_size), np.float32)
        for row, found in enumerate(each):
            states[row, : len(found)] = found
        return states

    def walk(self, source: Floats, mask: Numbers, types: Numbers) -> Walk:
        """Begin to decode."""
        allowed = copyable_places(mask, types)
        return DecoderWalk(self._decoder, self._encoder.embeddings, source, mask, allowed)

    def judge(self, firsts: Floats) -> Floats:
        """Return logits of what the states of first tokens say of a claim."""
        return self._linear("support.2", np.tanh(self._linear("support.0", firsts)))

    def salience(self, states: Floats, lengths: Numbers) -> Floats:
        """Return logits of sentences, as ``SalienceHead`` does."""
        count = len(states)
        document = states.mean(0, keepdims=True)
        norms = np.maximum(np.linalg.norm(states, axis=1) * np.linalg.norm(document), 1e-8)
        order = np.arange(count, dtype=np.float32)
        place = np.stack(
            [
                order / max(1, count - 1),
                1 / (1 + order),
                np.log(np.maximum(lengths, 1)) / 4,
                order == 0,
                states @ document[0] / norms,
            ],
            -1,
        ).astype(np.float32)
        mixed = self._linear("salience.sentence", states)
        mixed = mixed + self._linear("salience.document", document)
        mixed = mixed + self._linear("salience.place", place)
        gelu = mixed * (1 + _erf(mixed / math.sqrt(2))) / 2
        return self._linear("salience.score", gelu)[:, 0]

    def _linear(self, name: str, x: Floats) -> Floats:
        made: Floats = x @ self._heads[f"{name}.weight"].T + self._heads[f"{name}.bias"]
        return made


def load_network(folder: Path, int8: Scales | None) -> Network:
    """Return the network of a folder, whether its weights are in shards or in one file.

    Raises:
        ModelError: as ``read_stored``.
        OSError, ValueError, SafetensorError: a file cannot be read, or is damaged.
        KeyError: weights do not fit the shapes.
    """
    shapes = read_shapes(folder)
    sharded = is_sharded(folder)
    arrays = read_stored(folder, REINSTALL) if sharded else read_file(folder / WEIGHTS)
    return Network(shapes, Stored(arrays), int8)


def _head_names(config: ReaderShapes) -> list[str]:
    heads = ["sentence", "document", "place", "score"] if config.salience_hidden else []
    names = [f"salience.{head}" for head in heads]
    names += ["support.0", "support.2"] if config.claim_labels else []
    return [f"{name}.{part}" for name in names for part in ("weight", "bias")]
