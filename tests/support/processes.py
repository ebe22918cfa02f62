"""The command line as a process of its own, with a small reader and embedder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qa.desk import Desk
from qa.records import ArticleInfo
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
from tests.support.paths import ROOT

# The embedder and reader of the other tests, where a test is not about the models.
SMALL = """
import sys
import qa.neural.embedder, qa.neural.seq2seq.loading as loading
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
qa.neural.embedder.load_embedder = lambda *_, **__: HashEmbedder()
loading.load_generator = loading.load_reader = lambda *_, **__: OverlapGenerator()
from qa.cli import main
"""

BARE = "from tests.support.bare import leave_doors_out\nleave_doors_out()\n"


def command(*arguments: str | Path, prelude: str = SMALL) -> list[str]:
    return [sys.executable, "-c", f"{prelude}\nmain()", *map(str, arguments)]


def environment(library: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "COPYDESK_LIBRARY": str(library), "PYTHONPATH": str(ROOT), **more}


def fill(library: Path, *sources: Path) -> list[ArticleInfo]:
    """Add files with the same models, where it is not tested how; return what is there then."""
    with Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder()) as desk:
        if sources:
            desk.add(*sources)
        return desk.articles()
