"""all-MiniLM-L6-v2 by itself: one text at a time, no padding, and integers where they suffice.

On a CPU a passage fills the cores by itself, so that a batch brings nothing but padding. A
text that is alone gives the same vector whatever else is added with it, in integers too:
these are scaled to the text's own largest activation, not to the batch's.

Measured in benchmarks/encoding.py; docs/architecture.md has the figures.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ModelError
from qa.protocols import Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

WEIGHTS = "model.safetensors"

Linear = Callable[["Tensor"], "Tensor"]

# What the model was trained with (its sentence_bert_config.json), special tokens included.
MAX_TOKENS = 256
# Signed weights use all of a byte but -128, so that both signs reach equally far.
_INT8_MAX = 127


@dataclass(frozen=True, slots=True)
class _Layer:
    attend: Linear
    mix: Linear
    widen: Linear
    narrow: Linear
    norms: tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]


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
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            weights = {key: value.float() for key, value in load_file(folder / WEIGHTS).items()}
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._heads = int(config["num_attention_heads"])
            self._epsilon = float(config["layer_norm_eps"])
            count = int(config["num_hidden_layers"])
            self._words = weights["embeddings.word_embeddings.weight"]
            self._places = (
                weights["embeddings.position_embeddings.weight"]
                + weights["embeddings.token_type_embeddings.weight"][0]
            )
            self._norm = _norm(weights, "embeddings.LayerNorm")
            self._exact = [_layer(weights, number, _float) for number in range(count)]
            self._fast = (
                [_layer(weights, number, _int8) for number in range(count)] if int8 else self._exact
            )
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

    @property
    def dimension(self) -> int:
        """Return d, the length of every vector."""
        return int(self._words.shape[1])

    @property
    def max_tokens(self) -> int:
        """Return how many tokens of a text count; the rest is cut off."""
        return MAX_TOKENS

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of tokens, without the two that mark its ends."""
        clean = [encodable(text) for text in texts]
        found = self._counter.encode_batch_fast(clean, add_special_tokens=False)
        return [len(each.ids) for each in found]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 with rows of unit length, in the order of ``texts``."""
        return self._encode(texts, self._fast)

    def encode_query(self, text: str) -> Vectors:
        """Return (d,) float32 of unit length."""
        row: Vectors = self._encode([text], self._exact)[0]
        return row

    def _encode(self, texts: Sequence[str], layers: Sequence[_Layer]) -> Vectors:
        import torch

        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        clean = [encodable(text) for text in texts]
        with torch.inference_mode():
            for place, each in enumerate(self._tokenizer.encode_batch_fast(clean)):
                rows[place] = self._forward(torch.tensor(each.ids), layers).numpy()
        return rows

    def _forward(self, ids: Tensor, layers: Sequence[_Layer]) -> Tensor:
        """Return the (d,) unit vector of one text: BERT (Devlin et al. 2019), mean pooled."""
        from torch.nn import functional

        def normed(x: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
            return functional.layer_norm(x, x.shape[-1:], *norm, self._epsilon)

        count = len(ids)
        x = normed(self._words[ids] + self._places[:count], self._norm)
        for layer in layers:
            # (n, 3d) -> query, key, value, each (1, heads, n, d / heads).
            parts = layer.attend(x).view(count, 3, self._heads, -1).permute(1, 2, 0, 3)
            query, key, value = parts.unsqueeze(1)
            seen = functional.scaled_dot_product_attention(query, key, value)
            x = normed(x + layer.mix(seen[0].transpose(0, 1).reshape(count, -1)), layer.norms[0])
            x = normed(x + layer.narrow(functional.gelu(layer.widen(x))), layer.norms[1])
        return functional.normalize(x.mean(0), dim=0)


def _layer(
    weights: dict[str, Tensor], number: int, made: Callable[[Tensor, Tensor], Linear]
) -> _Layer:
    import torch

    start = f"encoder.layer.{number}"

    def linear(*names: str) -> Linear:
        parts = [
            torch.cat([weights[f"{start}.{name}.{kind}"] for name in names])
            for kind in ("weight", "bias")
        ]
        return made(parts[0], parts[1])

    return _Layer(
        # One product for all three: their input is made into integers once.
        linear(*(f"attention.self.{name}" for name in ("query", "key", "value"))),
        linear("attention.output.dense"),
        linear("intermediate.dense"),
        linear("output.dense"),
        (
            _norm(weights, f"{start}.attention.output.LayerNorm"),
            _norm(weights, f"{start}.output.LayerNorm"),
        ),
    )


def _norm(weights: dict[str, Tensor], name: str) -> tuple[Tensor, Tensor]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _float(weight: Tensor, bias: Tensor) -> Linear:
    from torch.nn import functional

    return lambda x: functional.linear(x, weight, bias)


def _int8(weight: Tensor, bias: Tensor) -> Linear:
    """Return the product in integers, or in float32 where this PyTorch has none in integers."""
    import torch

    scales = weight.abs().amax(dim=1).clamp(min=1e-9) / _INT8_MAX
    zeros = torch.zeros(len(scales), dtype=torch.long)
    try:
        with warnings.catch_warnings():
            # PyTorch 2.13 says that these will go; what comes in their place is 40 times
            # slower on a CPU without VNNI (github.com/pytorch/pytorch/issues/184982).
            warnings.simplefilter("ignore")
            whole = torch.quantize_per_channel(weight, scales.double(), zeros, 0, torch.qint8)
            packed = torch.ops.quantized.linear_prepack(whole, bias)
    except (AttributeError, RuntimeError):
        return _float(weight, bias)
    # Activations take 7 bits: on CPUs before VNNI two products are summed in 16 bits.
    return lambda x: torch.ops.quantized.linear_dynamic(x, packed, True)


def encodable(text: str) -> str:
    """Replace lone surrogates, which tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")
