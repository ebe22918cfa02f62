"""The README's examples are run as they stand, in its order, over one library."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import cli
from qa.neural.resources import seeds_dir
from tests.support.paths import ROOT

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.usefixtures("shipped_once")]

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [(kind, body) for kind, body in BLOCK.findall(README) if kind in {"console", "python"}]
# Times, scores and the wrapping of lines differ between machines and terminals.
CHANGING = re.compile(r"[\d.]+ (?:s|ms)\b|\b0\.\d+|\s+|[│┃╭╮╰╯─━┏┓┗┛┡┩└┘├┤┬┴┼╇]+")


def lasting(text: str) -> str:
    """Leave out of some output what may change."""
    return CHANGING.sub("", text)


def commands(body: str) -> list[tuple[list[str], str]]:
    """Split a console block into (arguments of copydesk, output shown)."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]
    return [(shlex.split(p.partition("\n")[0]), p.partition("\n")[2]) for p in parts]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("readme")
    (made / "seeds").symlink_to(seeds_dir())
    return made


def test_there_are_examples() -> None:
    kinds = [kind for kind, _ in BLOCKS]
    assert kinds.count("console") >= 1
    assert kinds.count("python") >= 1


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_example(
    number: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kind, body = BLOCKS[number]
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COPYDESK_LIBRARY", os.fspath(folder / "news.copydesk"))
    if kind == "python":
        exec(compile(body, "README.md", "exec"), {})
        shown = [line.partition("# ")[2] for line in body.splitlines() if "print(" in line]
        printed = capsys.readouterr().out
        assert shown
        for line in shown:
            assert line in printed
        return
    for arguments, expected in commands(body):
        assert arguments[0] == "copydesk"
        result = CliRunner().invoke(cli, arguments[1:])
        assert result.exit_code == 0, result.output
        for line in expected.splitlines():
            if line.strip() and line.strip() != "...":
                assert lasting(line) in lasting(result.stdout), line
