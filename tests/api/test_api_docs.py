"""The examples of the doors' pages are run as they stand, against a real server."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.api import create_app, relay_progress
from qa.desk import Desk
from qa.neural.resources import seed_articles
from tests.support.paths import ROOT
from tests.support.serving import served

pytestmark = [pytest.mark.model, pytest.mark.slow]

ADDRESS = "http://127.0.0.1:7860"
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = ("api.md", "mcp.md", "openai.md")
BLOCKS = [
    pytest.param(kind, body, id=f"{page}-{number}")
    for page in PAGES
    for number, (kind, body) in enumerate(BLOCK.findall((ROOT / "docs" / page).read_text("utf-8")))
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    library = tmp_path_factory.mktemp("docs") / "news.copydesk"
    with Desk.open(library, reader="small", progress=relay_progress) as desk:
        desk.add(*seed_articles())
        with served(create_app(desk)) as address:
            yield address


@pytest.mark.parametrize(("kind", "body"), BLOCKS)
def test_example(
    kind: str, body: str, address: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    body = body.replace(ADDRESS, address)
    if kind == "python":
        exec(compile(body, "docs", "exec"), {})
        shown = [line.partition("# ")[2] for line in body.splitlines() if "print(" in line]
        assert shown and capsys.readouterr().out.splitlines() == shown
        return
    if shutil.which("curl") is None:
        pytest.skip("there is no curl")
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        done = subprocess.run(
            line, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        for each in expected.splitlines():
            assert each in done.stdout
