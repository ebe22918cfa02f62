"""all-MiniLM-L6-v2 by itself: one text at a time, no padding, and integers where they suffice.

On a CPU a batch brings nothing but padding. A text that is alone gives the same vector
whatever else is added with it, in integers too: these are scaled to the text's own largest
activation, not to the batch's. Several texts are spread over the cores.

Measured in benchmarks/encoding.py; docs/decisions.md has the figures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ModelError
from qa.neural.bert import Bert
from qa.neural.weights import weights_digest
from qa.neural.workers import map_parallel
from qa.protocols import Vectors
from qa.records import Checkpoint

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

WEIGHTS = "model.safetensors"

# What the model was trained with (its sentence_bert_config.json), special tokens included.
MAX_TOKENS = 256


class MiniLM:
    """An ``Embedder`` on the CPU, safe to share between threads.

    Queries are computed in float32. Passages are, too, unless ``int8``: then the matrix
    products take 8-bit weights (one scale per output) and 8-bit activations (one scale per
    text), as in Zafrir et al. 2019, Q8BERT, section 3, without its training.
    """

    def __init__(self, folder: Path, name: str, *, int8: bool) -> None:
        """Load the weights and the tokenizer of ``folder``.

        Raises:
            ModelError: they are not those of a BERT with mean pooling.
        """
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        self._name = name
        self._folder = folder
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            weights = {key: value.float() for key, value in load_file(folder / WEIGHTS).items()}
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            made = partial(
                Bert,
                weights,
                layers=int(config["num_hidden_layers"]),
                heads=int(config["num_attention_heads"]),
                epsilon=float(config["layer_norm_eps"]),
            )
            self._exact = made(int8=None)
            self._fast = made(int8="text") if int8 else self._exact
        except Exception as error:  # tokenizers and safetensors raise theirs, tokenizers bare ones
            raise ModelError(f"{name}: cannot be loaded from {folder}: {error}") from error
        self._tokenizer.no_padding()
        self._counter: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._counter.no_padding()
        self._counter.no_truncation()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    @property
    def name(self) -> str:
        """Identify the weights; a library records it and refuses another."""
        return self._name

    @cached_property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return the name and the weights."""
        return (Checkpoint(self._name, weights_digest(self._folder)),)

    @property
    def dimension(self) -> int:
        """Return d, the length of every vector."""
        return self._exact.dimension

    @property
    def max_tokens(self) -> int:
        """Return how many tokens of a text count; the rest is cut off."""
        return MAX_TOKENS

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of tokens, without the two that mark its ends."""
        clean = [replace_surrogates(text) for text in texts]
        found = self._counter.encode_batch_fast(clean, add_special_tokens=False)
        return [len(each.ids) for each in found]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 with rows of unit length, in the order of ``texts``."""
        return self._encode(texts, self._fast)

    def encode_query(self, text: str) -> Vectors:
        """Return (d,) float32 of unit length."""
        row: Vectors = self._encode([text], self._exact)[0]
        return row

    def _encode(self, texts: Sequence[str], encoder: Bert) -> Vectors:
        import torch

        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        found = self._tokenizer.encode_batch_fast([replace_surrogates(text) for text in texts])

        def encode(place: int) -> None:
            states = encoder.states(torch.tensor(found[place].ids))
            rows[place] = _pooled(states).numpy()

        with torch.inference_mode():
            map_parallel(encode, range(len(texts)))
        return rows


def _pooled(states: Tensor) -> Tensor:
    """(n, d) -> (d,) of unit length, the mean of them."""
    from torch.nn import functional

    return functional.normalize(states.mean(0), dim=0)


def replace_surrogates(text: str) -> str:
    """Replace lone surrogates, which tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")
