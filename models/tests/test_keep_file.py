"""One file of old weights that stays in new ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from models.keep_file import NEWER, keep_file
from qa.neural.seq2seq import shards
from qa.neural.seq2seq.shards import INDEX, read_shards, write_shards

pytestmark = [pytest.mark.slow, pytest.mark.torch]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setattr(shards, "MAX_SHARD_BYTES", 14_000)
    torch.manual_seed(0)
    before = {f"layer.{n}.weight": torch.randn(40, 128) for n in range(5)}
    after = {name: value + 0.3 * (name < "layer.3") for name, value in before.items()}
    for folder, tensors in (("old", before), ("new", after)):
        (tmp_path / folder).mkdir()
        write_shards(tensors, tmp_path / folder)
    return tmp_path / "old", tmp_path / "new"


@pytest.mark.parametrize("number", [1, 2])
def test_the_file_stays_and_the_values_are_the_new_ones(
    folders: tuple[Path, Path], number: int
) -> None:
    old, new = folders
    file = sorted(path.name for path in old.glob("model-0*"))[number - 1]
    wanted = read_shards(new, "")
    newer = keep_file(old, new, file)
    assert (new / file).read_bytes() == (old / file).read_bytes()
    found = read_shards(new, "")
    assert found.keys() == wanted.keys()
    for name, value in wanted.items():
        assert torch.allclose(found[name], value, atol=0.03), name
    where = json.loads((new / INDEX).read_text())["weight_map"]
    assert {part for part, held in where.items() if held == NEWER} == set(newer)
    assert not [part for part in newer if part >= "layer.3"]


def test_a_file_that_was_kept_before_counts_by_what_it_holds(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    old, new = folders
    file = sorted(path.name for path in old.glob("model-0*"))[0]
    wanted = read_shards(new, "")
    again = tmp_path / "again"
    again.mkdir()
    write_shards(wanted, again)  # a run that changed nothing since
    keep_file(old, new, file)
    keep_file(new, again, file)
    found = read_shards(again, "")
    for name, value in wanted.items():
        assert torch.allclose(found[name], value, atol=0.03), name


def test_a_file_that_is_not_there_is_told(folders: tuple[Path, Path]) -> None:
    with pytest.raises(KeyError):
        keep_file(*folders, "model-9.safetensors")
