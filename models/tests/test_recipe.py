"""The recipe: its steps exist, its sources are weighted, and without data it says so."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from models import recipe
from models.recipe import SETTINGS, Step

OUT, DATA = Path("out"), Path("data")


@pytest.mark.parametrize("step", [
    *recipe.before("base", DATA, OUT),
    *recipe.after("base", DATA, OUT / "base/average", OUT / "copydesk-base"),
    *recipe.after("small", DATA, OUT / "small/average", OUT / "copydesk-small"),
])  # fmt: skip
def test_every_step_is_a_module_with_a_result(step: Step) -> None:
    (module, *_), result = step
    assert importlib.util.find_spec(module) is not None
    assert result.is_relative_to(OUT)


def test_claims_are_made_for_what_reads_claims() -> None:
    made = {
        size: [result.name for _, result in recipe.before(size, DATA, OUT)] for size in SETTINGS
    }
    assert made == {"base": [recipe.NEWS, recipe.TOLD], "small": [recipe.NEWS]}


def test_small_is_taught_and_base_is_not() -> None:
    assert SETTINGS["small"].taught > 0
    assert SETTINGS["base"].taught == 0
    for size, settings in SETTINGS.items():
        assert settings.size == size
        assert min(settings.rows.weights.values()) > 0


def test_what_is_done_is_passed_over(tmp_path: Path) -> None:
    result = tmp_path / "done"
    result.touch()
    recipe.perform(iter([(["no.such.module"], result)]))
    with pytest.raises(SystemExit):
        recipe.perform(iter([(["no.such.module"], tmp_path / "undone")]))


def test_without_data_the_command_says_what_is_lacking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        recipe.main(["base", "--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert "lacks qa_train.jsonl.gz" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
