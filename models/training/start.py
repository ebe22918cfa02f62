"""Where training starts from: the encoder alone, or an earlier model of this architecture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from transformers import BertModel

from qa.neural.embedder import default_folder
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

DONORS = {2: (3, 5), 3: (1, 3, 5), 4: (2, 3, 4, 5)}
"""Encoder layers that the decoder's layers begin as, by number of decoder layers."""

SKETCH = (
    (r"^enc\.", "encoder."),
    (r"^dec\.(\d)\.", r"layers.\1."),
    (r"\.sa\.", ".self_attention."),
    (r"\.ca\.", ".cross_attention."),
    (r"attention\.q\.", "attention.query."),
    (r"attention\.k\.", "attention.key."),
    (r"attention\.v\.", "attention.value."),
    (r"attention\.o\.", "attention.output."),
    (r"attention\.ln\.", "attention.norm."),
    (r"^(layers\.\d)\.i\.", r"\1.intermediate."),
    (r"^(layers\.\d)\.o\.", r"\1.output."),
    (r"^(layers\.\d)\.ln\.", r"\1.norm."),
    (r"^cq\.", "copy_query."),
    (r"^ck\.", "copy_key."),
    (r"^sel\.", "source_feed."),
    (r"^vt\.", "head."),
    (r"^vl\.", "head_norm."),
    (r"^vb$", "head_bias"),
)
"""The sketch's names to this project's."""


def start(init: str) -> Model:
    """Return a model to train: ``minilm``, a ``.safetensors`` file of the sketch, or a folder."""
    if init == "minilm":
        return fresh(CopydeskConfig())
    if init.endswith(".safetensors"):
        return from_sketch(Path(init))
    return Model.from_pretrained(init, dtype=torch.float32)


def fresh(config: CopydeskConfig) -> Model:
    """Return MiniLM's encoder with a decoder made of copies of some of its layers.

    Cross-attention begins as a copy of self-attention (Rothe, Narayan and Severyn 2020).
    """
    model = Model(config)
    encoder = BertModel.from_pretrained(default_folder(), add_pooling_layer=False)
    model.encoder.load_state_dict(encoder.state_dict())
    embeddings: Any = model.encoder.embeddings
    with torch.no_grad():
        rows = embeddings.position_embeddings.weight[: config.max_target_positions]
        model.positions.weight.copy_(rows + embeddings.token_type_embeddings.weight[0])
    model.embedding_norm.load_state_dict(embeddings.LayerNorm.state_dict())
    layers: Any = model.layers
    for layer, donor in zip(layers, DONORS[config.decoder_layers], strict=True):
        given: Any = model.encoder.encoder.layer[donor]
        for part in (layer.self_attention, layer.cross_attention):
            own = given.attention.self
            part.query.load_state_dict(own.query.state_dict())
            part.key.load_state_dict(own.key.state_dict())
            part.value.load_state_dict(own.value.state_dict())
            part.output.load_state_dict(given.attention.output.dense.state_dict())
            part.norm.load_state_dict(given.attention.output.LayerNorm.state_dict())
        layer.intermediate.load_state_dict(given.intermediate.dense.state_dict())
        layer.output.load_state_dict(given.output.dense.state_dict())
        layer.norm.load_state_dict(given.output.LayerNorm.state_dict())
    torch.nn.init.zeros_(model.source_feed.weight)
    torch.nn.init.constant_(model.gate.bias, -1.0)  # begin by copying
    return model


def from_sketch(path: Path) -> Model:
    """Return the sketch's weights (without its word embeddings, which are MiniLM's own)."""
    model = fresh(CopydeskConfig())
    renamed = {}
    for name, value in load_file(path).items():
        for pattern, replacement in SKETCH:
            name = re.sub(pattern, replacement, name)
        renamed[name] = value.float()
    embeddings = "encoder.embeddings."
    renamed["positions.weight"] = (
        renamed[embeddings + "position_embeddings.weight"][: model.config.max_target_positions]
        + renamed[embeddings + "token_type_embeddings.weight"][0]
    )
    for part in ("weight", "bias"):
        renamed[f"embedding_norm.{part}"] = renamed[f"{embeddings}LayerNorm.{part}"]
    unknown = model.load_state_dict(renamed, strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"{path}: unknown weights {unknown[:3]}")
    return model
