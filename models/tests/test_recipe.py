"""The recipe of the shipped model: every step exists, and begins from what an earlier one left."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from models import recipe
from models.average import average

ROOT = Path(__file__).parents[2]


def test_every_step_begins_from_what_is_there() -> None:
    made: list[str] = []
    for (module, *rest), result in recipe.steps(Path("data"), Path("runs/out")):
        assert importlib.util.find_spec(module) is not None
        for config in (ROOT / each for each in rest if each.endswith(".toml")):
            values = tomllib.loads(config.read_text("utf-8"))
            needed = [values["init"], *values.get("extra", [])]
            for each in needed:
                if not each.startswith("{data}"):
                    assert any(each.startswith(one) for one in made), (config.name, each)
        if result.parent != recipe.RUNS or result.suffix == ".gz":
            made.append(str(result if result.suffix == ".gz" else result.parent))


def checkpoint(folder: Path, value: float, shape: tuple[int, ...] = (2, 3)) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text("{}", "utf-8")
    save_file({"w": torch.full(shape, value)}, folder / "model.safetensors")
    return folder


def test_checkpoints_are_averaged(tmp_path: Path) -> None:
    one, two = checkpoint(tmp_path / "one", 1.0), checkpoint(tmp_path / "two", 4.0)
    average([one, two], tmp_path / "half")
    average([one, two], tmp_path / "third", [2 / 3, 1 / 3])
    for name, value in (("half", 2.5), ("third", 2.0)):
        found = load_file(tmp_path / name / "model.safetensors")["w"]
        assert torch.allclose(found, torch.full((2, 3), value))
        assert (tmp_path / name / "config.json").exists()


def test_other_shapes_are_refused(tmp_path: Path) -> None:
    one, two = checkpoint(tmp_path / "one", 1.0), checkpoint(tmp_path / "two", 4.0, (3, 2))
    with pytest.raises(ValueError, match="architecture"):
        average([one, two], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_without_data_the_first_step_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "models.recipe", "--data", str(tmp_path / "none")],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "models.training.questions" in done.stdout
