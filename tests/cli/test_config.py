"""The file of settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli.config import read_config
from qa.cli.group import cli
from qa.errors import InputError


def test_settings_are_defaults_of_every_command(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'library = "{tmp_path}/other.copydesk"\nallow-download = false\n')
    for command in (["list"], ["check"]):
        result = CliRunner().invoke(cli, ["--config", str(file), *command])
        assert "other.copydesk" in result.output


def test_an_option_is_stronger(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('library = "set.copydesk"\n')
    result = CliRunner().invoke(
        cli, ["list", "--library", "given.copydesk"], env={"COPYDESK_CONFIG": str(file)}
    )
    assert "given.copydesk" in result.output
    assert "set.copydesk" not in result.output


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("model = 3", "give a text in quotes"),
        ("allow_download = 'yes'", "give true or false"),
        ("modle = 'x'", "'modle' is no setting"),
        ("model = ", "is no TOML"),
    ],
)
def test_bad_settings_are_said_in_one_line(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=told):
        read_config(file)
    result = CliRunner().invoke(cli, ["--config", str(file), "list"])
    assert (result.exit_code, result.output.count("\n")) == (1, 1)


def test_a_folder_of_settings_that_may_not_be_read_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", denied)
    assert CliRunner().invoke(cli, ["list", "--help"]).exit_code == 0


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_config(tmp_path / "none.toml")
