"""What the docs name is there: files, commands, and the pages that they link to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
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
