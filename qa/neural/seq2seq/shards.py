"""Weights in several files with an index, each checked by its sha256.

The index is Hugging Face's ``model.safetensors.index.json``; its metadata also hold the files'
hashes. Tensors are stored as float16, or matrices in 8 bits: W as ``W.q``, integers, and ``W.s``,
a scale for each ``GROUP`` numbers of a row.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from qa.errors import ModelError
from qa.neural.stored import GROUP, LARGEST, Stored, read_file
from qa.neural.weights import INDEX as INDEX
from qa.neural.weights import verify_weights

if TYPE_CHECKING:
    import torch
    from torch import Tensor

REINSTALL = "install it again"
"""What helps where a shipped file is damaged."""
MAX_SHARD_BYTES = 48_000_000


def is_sharded(folder: Path) -> bool:
    """Return whether ``folder`` holds weights of this kind."""
    return (folder / INDEX).is_file()


def read_stored(folder: Path, remedy: str) -> dict[str, NDArray[Any]]:
    """Return the arrays of a folder as they are stored, after every file's hash was checked.

    Raises:
        ModelError: a file is missing or altered, or the index is damaged; ``remedy`` says what
            to do about it.
    """
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        hashes = {str(name): str(digest) for name, digest in index["metadata"]["sha256"].items()}
        where = {str(name): str(file) for name, file in index["weight_map"].items()}
        named = set(where.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{folder / INDEX}: cannot be read ({error!r}); {remedy}") from None
    if named != hashes.keys() or any(Path(name).name != name for name in hashes):
        raise ModelError(f"{folder / INDEX}: names other files than it has hashes of; {remedy}")
    stored: dict[str, NDArray[Any]] = {}
    for name, digest in hashes.items():
        if not (folder / name).is_file():
            raise ModelError(f"{folder / name}: is missing; {remedy}")
        verify_weights(folder / name, digest, remedy)
        held = read_file(folder / name)
        if held.keys() - where.keys():
            raise ModelError(f"{folder / INDEX}: names other weights than the files hold; {remedy}")
        # A file that stayed as it was may hold a weight that a newer file has, too.
        stored.update({part: held[part] for part in held if where[part] == name})
    if stored.keys() != where.keys():
        raise ModelError(f"{folder / INDEX}: names other weights than the files hold; {remedy}")
    return stored


def read_shards(folder: Path, remedy: str) -> dict[str, Tensor]:
    """Return the float32 tensors of a folder by name; raises as ``read_stored``."""
    import torch

    stored = Stored(read_stored(folder, remedy))
    return {name: torch.from_numpy(stored[name]) for name in stored}


def write_shards(tensors: Mapping[str, Tensor], folder: Path, *, pack: bool = True) -> None:
    """Write tensors to ``folder`` in files of like size, and their index; others go.

    Matrices are packed to 8 bits. Without ``pack`` all are float16, as transformers reads them.
    """
    from safetensors.torch import save_file

    half = ((name, value.half().contiguous()) for name, value in tensors.items())
    stored = packed(tensors) if pack else dict(half)
    for old in folder.glob("model*.safetensors"):
        old.unlink()
    groups = _groups(stored)
    where: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for number, names in enumerate(groups, 1):
        file = f"model-{number:05}-of-{len(groups):05}.safetensors"
        save_file({name: stored[name] for name in names}, folder / file, {"format": "pt"})
        with (folder / file).open("rb") as data:
            hashes[file] = hashlib.file_digest(data, "sha256").hexdigest()
        where |= dict.fromkeys(names, file)
    metadata = {"total_size": sum(map(_size, stored.values())), "sha256": hashes}
    index = json.dumps({"metadata": metadata, "weight_map": where}, indent=1)
    (folder / INDEX).write_text(index + "\n", encoding="utf-8")


def load_model(folder: Path, dtype: torch.dtype) -> Any:
    """Return a folder's model in ``dtype``, whether its weights are in shards or in one file.

    Raises:
        ModelError: as ``read_shards``.
        ValueError: weights are missing, or there are others than the configuration tells of.
    """
    from qa.neural.seq2seq.config import CopydeskConfig
    from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration

    kind: Any = CopydeskForConditionalGeneration
    if not is_sharded(folder):
        return kind.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, dtype=dtype
        )
    model, report = kind.from_pretrained(
        None,
        config=CopydeskConfig.from_pretrained(folder, local_files_only=True),
        state_dict=read_shards(folder, REINSTALL),
        dtype=dtype,
        output_loading_info=True,
    )
    if unlike := [*report["missing_keys"], *report["unexpected_keys"]]:
        raise ValueError(f"{sorted(unlike)[0]} is not in both the weights and the configuration")
    return model


def packed(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return matrices as integers and scales, the rest as float16."""
    import torch

    out: dict[str, Tensor] = {}
    for name, value in tensors.items():
        if value.dim() != 2 or value.shape[1] % GROUP:
            out[name] = value.half().contiguous()
            continue
        parts = value.float().reshape(len(value), -1, GROUP)
        scales = (parts.abs().amax(2) / LARGEST).clamp(min=1e-6).half()
        whole = torch.round(parts / scales.float()[..., None]).clamp(-LARGEST, LARGEST)
        out[f"{name}.q"] = whole.to(torch.int8).view(value.shape)
        out[f"{name}.s"] = scales
    return out


def unpacked(stored: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the float32 tensors that ``packed`` was given, rounded."""
    out: dict[str, Tensor] = {}
    for name, value in stored.items():
        bare, _, kind = name.rpartition(".")
        if kind == "q":
            scales = stored[f"{bare}.s"].float()[..., None]
            parts = value.view(len(value), scales.shape[1], -1)
            out[bare] = (parts * scales).view(value.shape)  # float32, in one pass
        elif kind != "s" or f"{bare}.q" not in stored:
            out[name] = value.float()
    return out


def _groups(stored: Mapping[str, Tensor]) -> list[list[str]]:
    """Return the names in groups of like size, as few as ``MAX_SHARD_BYTES`` allows."""
    total = sum(map(_size, stored.values()))
    count = -(-total // MAX_SHARD_BYTES)
    groups: list[list[str]] = [[] for _ in range(count)]
    used = [0] * count
    # The largest first, each to the emptiest file: the sizes come out alike.
    for name in sorted(stored, key=lambda name: (-_size(stored[name]), name)):
        emptiest = used.index(min(used))
        groups[emptiest].append(name)
        used[emptiest] += _size(stored[name])
    return [sorted(group) for group in groups]


def _size(tensor: Tensor) -> int:
    return tensor.numel() * tensor.element_size()
