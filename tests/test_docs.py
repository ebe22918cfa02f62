"""What the docs name is there: files, commands, and the pages that they link to."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SITE = ROOT / "mkdocs.yml"
PLACE = re.compile(r"`((?:qa|tests|benchmarks|models|docs|seeds)/[\w./-]+)`")
COMMAND = re.compile(r"python -m ((?:benchmarks|models)[\w.]*)")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def named(page: Path) -> Iterator[Path]:
    """Yield the files that a page names, wherever they should be."""
    text = page.read_text("utf-8")
    if page.name != "peers.md":  # which names the files of others
        yield from (ROOT / place for place in PLACE.findall(text) if "NAME" not in place)
    yield from (page.parent / link for link in LINK.findall(text))
    for module in COMMAND.findall(text):
        folder = ROOT / module.rstrip(".").replace(".", "/")
        yield folder / "__main__.py" if folder.is_dir() else folder.with_suffix(".py")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    assert [str(each) for each in named(page) if not each.exists()] == []


def test_names_are_found() -> None:
    assert len(list(named(ROOT / "docs" / "architecture.md"))) > 10


def test_the_site_has_every_page() -> None:
    pages = set(re.findall(r": ([\w/-]+\.md)$", SITE.read_text("utf-8"), re.MULTILINE))
    written = {page.relative_to(ROOT / "docs").as_posix() for page in PAGES[2:]}
    assert written <= pages
    assert all((ROOT / each).is_file() for each in pages - written - {"index.md"})


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    for name in ("mkdocs", "material", "mkdocstrings"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed; `make docs` brings it")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(tmp_path)]
    done = subprocess.run(
        [*command, "-f", str(SITE)],
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    index = (tmp_path / "index.html").read_text("utf-8")
    assert 'href="tasks/ask.html"' in index and 'src="pictures/' in index
    loaded = re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(?:https?:)?//[^"]*', index)
    assert loaded == []
