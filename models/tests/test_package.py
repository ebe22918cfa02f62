"""A trained folder as it ships: files under 50 MB with hashes, and what a run may begin from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from benchmarks.support.tiny_models import make_copydesk
from models.package import package
from models.training.checkpoints import load_model, save_model
from qa.neural.embedder import default_folder
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model
from qa.neural.seq2seq.shards import MAX_SHARD_BYTES, is_sharded
from qa.neural.weights import weights_digest

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def test_a_trained_folder_is_packed_and_read_again(tmp_path: Path) -> None:
    trained = load_model(make_copydesk(tmp_path / "made", claim_labels=3))
    source, target = tmp_path / "average", tmp_path / "ships"
    save_model(trained, source, default_folder())
    target.mkdir()
    (target / "README.md").write_text("the card", encoding="utf-8")
    (target / "model.safetensors").write_bytes(b"of before")
    digest = package(source, target)
    assert digest == weights_digest(target)
    assert is_sharded(target)
    files = sorted(target.glob("*.safetensors"))
    assert all(file.name.startswith("model-0") for file in files)
    assert all(file.stat().st_size < MAX_SHARD_BYTES for file in files)
    assert (target / "README.md").read_text(encoding="utf-8") == "the card"
    again = load_model(target).state_dict()
    for name, value in trained.state_dict().items():
        assert torch.allclose(again[name], value.half().float()), name


def test_transformers_reads_what_ships(tmp_path: Path) -> None:
    source = make_copydesk(tmp_path / "made", claim_labels=3)
    target = tmp_path / "ships"
    shutil.copytree(source, target)
    package(source, target)
    read = Model.from_pretrained(target, dtype=torch.float32).state_dict()
    for name, value in load_model(source).state_dict().items():
        assert torch.allclose(read[name], value.half().float()), name
