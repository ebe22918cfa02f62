"""Weights of 8 bits in several files: what is written is read, what was altered is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import Tensor

from qa.errors import ModelError
from qa.neural.seq2seq import shards
from qa.neural.seq2seq.shards import INDEX, read_shards, write_shards

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def tensors() -> dict[str, Tensor]:
    torch.manual_seed(0)
    made = {f"layer.{n}.weight": torch.randn(40, 128) * 10.0**-n for n in (0, 1, 2, 3, 0.5, 1.5)}
    return {**made, "odd.weight": torch.randn(3, 5), "gate.bias": torch.randn(1)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shards, "MAX_SHARD_BYTES", 14_000)
    write_shards(tensors(), tmp_path)
    return tmp_path


def test_what_is_written_is_read_within_half_a_step(folder: Path) -> None:
    found = read_shards(folder, "")
    assert found.keys() == tensors().keys()
    for name, value in tensors().items():
        largest = float(value.abs().max())
        assert float((found[name] - value).abs().max()) <= largest / 127 / 2 * 1.1


def test_files_are_few_and_of_like_size(folder: Path) -> None:
    sizes = [path.stat().st_size for path in folder.glob("model-*.safetensors")]
    assert len(sizes) == 3
    assert max(sizes) < 1.3 * min(sizes)
    assert json.loads((folder / INDEX).read_text())["weight_map"]["gate.bias"] in {
        path.name for path in folder.iterdir()
    }


def test_packing_again_changes_nothing(folder: Path, tmp_path: Path) -> None:
    once = read_shards(folder, "")
    write_shards(once, tmp_path)
    again = read_shards(tmp_path, "")
    assert all(torch.equal(once[name], again[name]) for name in once)


def flip_a_bit(folder: Path) -> None:
    path = folder / "model-00002-of-00003.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def lose_a_file(folder: Path) -> None:
    (folder / "model-00003-of-00003.safetensors").unlink()


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / INDEX
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (flip_a_bit, "sha256"),
        (lose_a_file, "is missing"),
        (lambda folder: edit(folder, '"sha256"', '"sha1"'), "cannot be read"),
        (lambda folder: edit(folder, "{", "["), "cannot be read"),
        (lambda folder: edit(folder, "model-00001", "../model-00001"), "other files"),
        (lambda folder: edit(folder, '"gate.bias"', '"fate.bias"'), "other weights"),
    ],
)
def test_damage_is_refused(folder: Path, damage: object, said: str) -> None:
    assert callable(damage)
    damage(folder)
    with pytest.raises(ModelError, match=said) as raised:
        read_shards(folder, "install it again")
    assert "install it again" in str(raised.value)
