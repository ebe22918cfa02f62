"""all-MiniLM-L6-v2 by itself: one text at a time, no padding, and integers where they suffice.

On a CPU a batch brings nothing but padding. A text that is alone gives the same vector
whatever else is added with it, in integers too: these are scaled to the text's own largest
activation, not to the batch's. Several texts are spread over the cores.

Measured in benchmarks/encoding.py; docs/decisions.md has the figures.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ModelError
from qa.neural.onnx.encoder import Encoder
from qa.neural.stored import Stored, read_file
from qa.neural.weights import weights_digest
from qa.neural.workers import map_parallel
from qa.protocols import Vectors
from qa.records import Checkpoint

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WEIGHTS = "model.safetensors"

# What the model was trained with (its sentence_bert_config.json), special tokens included.
MAX_TOKENS = 256
QUERIES = 64
"""Vectors of questions that are kept: a comparison asks every article the same one."""


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
        from tokenizers import Tokenizer

        self._name = name
        self._folder = folder
        self._int8 = int8
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._made = partial(
                Encoder,
                layers=int(config["num_hidden_layers"]),
                heads=int(config["num_attention_heads"]),
                epsilon=float(config["layer_norm_eps"]),
            )
            self._exact = self._made(Stored(read_file(folder / WEIGHTS)), int8=None)
        except Exception as error:  # tokenizers and safetensors raise theirs, tokenizers bare ones
            raise ModelError(f"{name}: cannot be loaded from {folder}: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._making = threading.Lock()
        self._asked = lru_cache(QUERIES)(self._encode_query)

    @cached_property
    def _counter(self) -> Tokenizer:
        from tokenizers import Tokenizer

        made = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        made.no_padding()
        made.no_truncation()
        return made

    @cached_property
    def _fast(self) -> Encoder:
        """Made when something is embedded: asking needs none of it."""
        if not self._int8:
            return self._exact
        return self._made(Stored(read_file(self._folder / WEIGHTS)), int8="text")

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
        return int(self._exact.dimension)

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
        with self._making:
            encoder = self._fast
        return self._encode(texts, encoder)

    def encode_query(self, text: str) -> Vectors:
        """Return (d,) float32 of unit length, read-only; the last ``QUERIES`` are remembered."""
        return self._asked(text)

    def _encode_query(self, text: str) -> Vectors:
        row: Vectors = self._encode([text], self._exact)[0]
        row.setflags(write=False)  # it is handed out again
        return row

    def _encode(self, texts: Sequence[str], encoder: Encoder) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        found = self._tokenizer.encode_batch_fast([replace_surrogates(text) for text in texts])

        def encode(place: int) -> None:
            mean = encoder.states(found[place].ids).mean(0)
            rows[place] = mean / max(float(np.linalg.norm(mean)), 1e-12)

        map_parallel(encode, range(len(texts)))
        return rows


def replace_surrogates(text: str) -> str:
    """Replace lone surrogates, which tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")
