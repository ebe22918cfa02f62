"""Every code block of the docs is run as it stands, page by page, in its order."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from qa.api import relay_progress
from qa.cli.config import read_config
from qa.desk import Desk
from qa.neural.resources import seeds_dir
from tests.support.examples import blocks, check_shell, reader_of, run_console, run_python
from tests.support.paths import ROOT
from tests.support.serving import all_doors, served
from tests.support.shipped import read_once

pytestmark = [pytest.mark.slow, pytest.mark.model]

ALL = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [page for page in ALL if blocks(page)]
# Their readers begin without a library; those of other pages have the sample articles in one.
FRESH = ("README.md", "quickstart.md", "add.md")


@dataclass(frozen=True)
class Samples:
    """A library of the sample articles, and the address of a server over it."""

    library: Path
    address: str


@pytest.fixture(scope="module", autouse=True)
def pages_read_once() -> Iterator[None]:
    """The pages ask the same questions of the same articles."""
    with read_once():
        yield


@pytest.fixture(scope="module")
def samples(seeds_shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Samples]:
    folder = tmp_path_factory.mktemp("docs")
    served_one = shutil.copy(seeds_shipped, folder / "served.copydesk")
    with (
        Desk.open(served_one, reader="small", progress=relay_progress) as desk,
        served(all_doors(desk)) as address,
    ):
        yield Samples(seeds_shipped, address)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_shows_is_what_happens(page: Path, samples: Samples, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(seeds_dir())
    if page.name not in FRESH:
        shutil.copy(samples.library, tmp_path / "news.copydesk")
    with reader_of(tmp_path):
        for kind, body in blocks(page):
            if kind == "python":
                run_python(body, samples.address, page)
            elif kind == "console":
                run_console(body, samples.address)
            elif kind == "sh":
                check_shell(body)
            elif kind == "json":
                json.loads(body)
            elif kind == "toml":
                (tmp_path / "config.toml").write_text(body, "utf-8")
                assert read_config(tmp_path / "config.toml")
            else:
                assert kind in ("", "text"), f"{page.name}: nothing runs a block of {kind!r}"
                assert kind or not body.lstrip().startswith(("$", "import ")), "name its language"


def test_there_are_examples() -> None:
    kinds = [kind for page in PAGES for kind, _ in blocks(page)]
    assert min(kinds.count(kind) for kind in ("console", "python", "sh")) >= 5
