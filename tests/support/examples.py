"""Code blocks of the docs, and what it takes to run one as a reader would."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa.cli import cli
from tests.support.paths import ROOT

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:7860"
# Times, scores and the wrapping of lines differ between machines and terminals.
CHANGING = re.compile(r"[\d.]+ (?:s|ms)\b|\b0\.\d+|\s+|[│┃╭╮╰╯─━┏┓┗┛┡┩└┘├┤┬┴┼╇]+")
PASSWORD = "a long password\n"
ENDLESS = ("serve", "mcp")
"""Commands that go on until they are stopped: their arguments are read, and that is all."""


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return the (language, text) of each block of a page."""
    return BLOCK.findall(page.read_text("utf-8"))


def lasting(text: str) -> str:
    """Leave out of some output what may change."""
    return CHANGING.sub("", text)


def run_console(body: str, address: str) -> None:
    """Run each line after a "$", and find each line shown below it in what it writes."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        written = run_line(line.replace(ADDRESS, address))
        for each in expected.splitlines():
            if each.strip() and each.strip() != "...":
                assert lasting(each) in lasting(written), (line, each, written)


def run_line(line: str) -> str:
    """Run a line of a shell, `copydesk` in this process, and return what it writes."""
    before, bar, command = line.rpartition(" | ")
    given = shell(before) if bar else ""
    words = shlex.split(command)
    if words[0] == "copydesk":
        result = CliRunner().invoke(cli, words[1:], input=given)
        assert result.exit_code == 0, (line, result.output)
        return result.output
    if words[0] == "curl" and shutil.which("curl") is None:
        pytest.skip("there is no curl")
    return shell(line)


def shell(line: str) -> str:
    """Return what a shell writes for a line."""
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=True)
    return done.stdout


def run_python(body: str, address: str, page: Path) -> None:
    """Run a program, and compare all that it prints with its comments on that."""
    out = io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(out):
        exec(compile(body.replace(ADDRESS, address), page.name, "exec"), names)
    shown = [
        line.partition("# ")[2]
        for line in body.splitlines()
        if line.startswith("# ") or ("print(" in line and "# " in line)
    ]
    assert shown, "a program of the docs shows what it prints"
    assert [line.rstrip() for line in out.getvalue().splitlines()] == [s.rstrip() for s in shown]


def check_shell(body: str) -> None:
    """Try each line of a block that sets up or serves as far as a test can."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for line in body.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        program, *rest = words
        program = program.removeprefix(".venv/bin/")
        if program == "copydesk" and rest[0] in ENDLESS:
            cli.commands[rest[0]].make_context(rest[0], rest[1:])
        elif program == "copydesk":
            result = CliRunner().invoke(cli, rest, input=PASSWORD * 2)
            assert result.exit_code == 0, (line, result.output)
        elif program == "make":
            assert rest[0] in targets, line
        elif program == "python":
            assert rest[0] == "-m" and importlib.util.find_spec(rest[1]), line
        else:
            assert program in ("source", "pre-commit"), f"nothing tries {line!r}"


@contextlib.contextmanager
def reader_of(folder: Path) -> Any:
    """Be in a folder with its library, as whoever tries a page is."""
    library = folder / "news.copydesk"
    with contextlib.chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_LIBRARY", os.fspath(library))
        yield
