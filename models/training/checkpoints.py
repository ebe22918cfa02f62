"""Files of a run: weights as a model's folder, and the state that a cut-off run goes on from."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from models.training.schedule import Cursor, Position
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model
from qa.neural.seq2seq.shards import REINSTALL, is_sharded, read_shards

WEIGHTS = "model.safetensors"
TOKENIZER = ("tokenizer.json", "tokenizer_config.json")


def save_model(
    model: Model, folder: Path, tokenizer: Path, weights: Mapping[str, Tensor] | None = None
) -> None:
    """Write configuration, tokenizer and float16 weights; the weights appear last and whole.

    ``weights`` are the model's own where none are given.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configuration: Any = model.config
    configuration.architectures = [type(model).__name__]
    configuration.save_pretrained(folder)
    for name in TOKENIZER:
        shutil.copyfile(tokenizer / name, folder / name)
    tensors = model.state_dict() if weights is None else weights
    half = {k: v.half().cpu().contiguous() for k, v in tensors.items()}
    part = folder / (WEIGHTS + ".part")
    save_file(half, part, metadata={"format": "pt"})
    part.replace(folder / WEIGHTS)


def load_model(folder: Path) -> Model:
    """Return the model of a folder that ``save_model`` wrote, or that ships, in float32."""
    model: Model = Model(Model.config_class.from_pretrained(folder))
    sharded = is_sharded(folder)
    load_tensors(model, read_shards(folder, REINSTALL) if sharded else load_file(folder / WEIGHTS))
    return model


def load_tensors(model: Model, tensors: dict[str, Tensor]) -> None:
    """Put all of ``tensors`` into the model; it must lack none but heads trained on their own.

    Raises:
        ValueError: weights are missing, or are not the model's.
    """
    own = {k: v.float() for k, v in tensors.items()}
    found = model.load_state_dict(own, strict=False)
    missing = [k for k in found.missing_keys if not k.startswith(("support.", "salience."))]
    # Folders of before the claim head had one have none; it begins anew then.
    unknown = [k for k in found.unexpected_keys if not k.startswith("support.")]
    if missing or unknown:
        raise ValueError(f"weights are missing ({missing[:3]}) or unknown ({unknown[:3]})")


def save_state(path: Path, state: dict[str, Any]) -> None:
    """Write a run's state so that a cut leaves the one before or this one, never half of it."""
    part = path.with_name(path.name + ".part")
    torch.save(state, part)
    part.replace(path)


def load_state(path: Path) -> dict[str, Any]:
    """Return what ``save_state`` wrote; nothing but tensors and plain values is read."""
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def position_to_dict(position: Position) -> dict[str, Any]:
    """Return a position as plain values."""
    return asdict(position)


def position_from_dict(given: dict[str, Any]) -> Position:
    """Return the position that ``position_to_dict`` wrote."""
    return Position(given["step"], Cursor(**given["rows"]), Cursor(**given["claims"]))
