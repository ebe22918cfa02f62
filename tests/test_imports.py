"""Data flows one way: imports never point at a later layer, and heavy ones are late."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PACKAGE = ROOT / "qa"

# Pure functions of text, and where the shipped files lie.
TEXT = (
    *(
        "abbreviations",
        "align",
        "amount_nouns",
        "blocks",
        "compress",
        "copies",
        "dates",
        "differences",
        "exact",
        "facts",
    ),
    *("grouping", "mentions", "quotemarks", "quotes", "speakers", "speech"),
    *("metadata", "names", "normalize", "numbers", "pace", "pages", "polarity", "resources"),
    *("sentences", "spans", "suffixes", "tokens", "units", "when", "words"),
    *(
        "antecedents",
        "claims",
        "clashes",
        "enumeration",
        "items",
        "followup",
        "kinds",
        "measures",
        "pronouns",
    ),
    *("reasons", "roles", "synonyms", "topics", "verdict"),
)
# A module may import its own layer's and every earlier layer's modules.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("errors", "types"),
    ("protocols",),
    TEXT,
    (
        "articles",
        "bert",
        "fetch",
        "files",
        "readers",
        "passages",
        "embed",
        "index",
        "minilm",
        "seq2seq",
        "weights",
        "workers",
    ),
    ("care", "ingest", "retrieve"),
    ("gaps", "ground"),
    (
        "answer",
        "backing",
        "consensus",
        "explain",
        "fitting",
        "summarize",
        "compare",
        "verify",
    ),
    ("desk",),
    ("evaluate",),
    ("ui",),
    ("cli",),
)
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
HEAVY = {"torch", "transformers", "sentence_transformers", "gradio"}
# `qa/__init__.py` and `qa/__main__.py` are the front doors: they belong to no layer.
FRONT_DOORS = {"__init__", "__main__"}
# What `from qa import ...` may name, and the layer it really lies in.
FRONT_NAMES = {"__version__": "errors", "Desk": "desk"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path: Path) -> str:
    """Name the first-level module a file of the package belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, first-level module) of every import of the package itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute here"
            if node.module == "qa":
                names = [f"qa.{FRONT_NAMES.get(a.name, a.name)}" for a in node.names]
            else:
                names = [node.module or ""]
        else:
            continue
        for name in names:
            if name.startswith("qa."):
                yield node.lineno, name.split(".")[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_points_upwards(path: Path) -> None:
    own = part_of(path)
    if own in FRONT_DOORS:
        return
    assert own in LAYER, f"{own} is in no layer: give it one in this test's table"
    for line, other in imported_parts(ast.parse(path.read_text("utf-8"))):
        assert other in LAYER, f"line {line}: qa.{other} is in no layer"
        assert LAYER[other] <= LAYER[own], f"line {line}: qa.{own} imports qa.{other}"


def test_the_checker_sees_every_form_of_import() -> None:
    tree = ast.parse(
        "import qa.desk\nfrom qa.cli import main\nfrom qa import Desk, align\n"
        "def f() -> None:\n    from qa.ui.page import build\n"
    )
    seen = set(imported_parts(tree))
    assert seen == {(1, "desk"), (2, "cli"), (3, "desk"), (3, "align"), (5, "ui")}


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if part_of(path) != "cli"],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_only_the_command_line_prints(path: Path) -> None:
    calls = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert calls == []


def loaded_by(code: str) -> set[str]:
    """Run ``code`` in a new interpreter; return the top-level modules it loaded."""
    report = "import sys; print(' '.join({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_import_qa_is_light() -> None:
    assert not loaded_by("import qa") & (HEAVY | {"numpy"})
