"""The reader in plain torch, for a CPU; as it ships, with its encoder in integers.

Its tensors have the names of ``CopydeskForConditionalGeneration``, which is the same network as a
transformers model. Importing that library takes three times as long as loading this one.

Shapes: B batch, S source length, H hidden size.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from qa.neural.bert import Bert, Scales
from qa.neural.seq2seq.pointer import Pointer
from qa.neural.seq2seq.shapes import ReaderShapes, read_shapes
from qa.neural.seq2seq.shards import REINSTALL, is_sharded, read_shards
from qa.neural.workers import map_parallel

WEIGHTS = "model.safetensors"
_ENCODER = "encoder."
_WORDS = "embeddings.word_embeddings.weight"


class Network(Pointer, nn.Module):
    """Encoder, decoder and heads, for inference only."""

    def __init__(
        self, config: ReaderShapes, weights: Mapping[str, Tensor], int8: Scales | None
    ) -> None:
        """Take float32 tensors by their names; ``int8`` as of ``Bert``.

        Raises:
            KeyError: the encoder lacks one.
            ValueError: the rest lacks one, or there are others.
        """
        super().__init__()
        self.config = config
        self.make_pointer(config)  # on "meta" this would load torch's compiler
        encoder: dict[str, Tensor] = {}
        others: dict[str, Tensor] = {}
        for name, weight in weights.items():
            part = encoder if name.startswith(_ENCODER) else others
            part[name.removeprefix(_ENCODER)] = weight
        found = self.load_state_dict(others, strict=False, assign=True)
        if unlike := [*found.missing_keys, *found.unexpected_keys]:
            raise ValueError(f"{unlike[0]} is not in both the weights and the configuration")
        words: Any = nn.Embedding
        self.words: nn.Embedding = words.from_pretrained(encoder[_WORDS])
        self.reader = Bert(
            encoder,
            layers=config.num_hidden_layers,
            heads=config.num_attention_heads,
            epsilon=config.layer_norm_eps,
            int8=int8,
        )
        self.device = torch.device("cpu")
        self.dtype = torch.float32
        self.requires_grad_(False)

    def get_input_embeddings(self) -> nn.Embedding:
        """Return the word embeddings, which encoder, decoder and output share."""
        return self.words

    def encode(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """(B, S) ids of "[CLS] question [SEP] passage [SEP]" -> (B, S, H) states.

        Padding comes last in each row; its states are 0.
        """
        lengths = attention_mask.sum(1).tolist()
        rows = list(zip(input_ids, token_type_ids, lengths, strict=True))
        each = map_parallel(
            lambda row: self.reader.states(row[0][: row[2]], row[1][: row[2]]), rows
        )
        padded = nn.utils.rnn.pad_sequence(each, batch_first=True)
        return functional.pad(padded, (0, 0, 0, input_ids.shape[1] - padded.shape[1]))


def load_network(folder: Path, int8: Scales | None) -> Network:
    """Return the network of a folder, whether its weights are in shards or in one file.

    Raises:
        ModelError: as ``read_shards``.
        OSError, ValueError, SafetensorError: a file cannot be read, or is damaged.
        KeyError, RuntimeError: weights do not fit the shapes.
    """
    from safetensors.torch import load_file

    shapes = read_shapes(folder)
    if is_sharded(folder):
        return Network(shapes, read_shards(folder, REINSTALL), int8)
    stored = load_file(folder / WEIGHTS)
    return Network(shapes, {name: value.float() for name, value in stored.items()}, int8)
