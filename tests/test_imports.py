"""The house: imports between folders lead down, no circle ties two files, heavy ones are late."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import ROOT

# The floors from the ground. A folder imports from the floors below its own, and from itself.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "records", "version", "language.lexicon"),
    ("protocols", "text"),
    ("language",),
    ("question", "grounding", "quotes"),
    ("answering", "index", "sources"),
    ("comparison", "summary"),
    ("neural",),
    ("ingest",),
    ("maintenance",),
    ("desk",),
    ("evaluate",),
    # The faces.
    ("ui", "api"),
    ("server",),
    ("cli",),
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
# `qa/__init__.py` and `qa/__main__.py` are the front doors: they stand on no floor.
FRONT_DOORS = {"qa", "qa.__main__"}
# Circles that are still to be cut, each by its files.
CIRCLES: tuple[frozenset[str], ...] = ()
# What each part of the repository may not import.
CLOSED: Mapping[str, frozenset[str]] = {
    "qa": frozenset({"app", "benchmarks", "models", "tests"}),
    "benchmarks": frozenset({"models", "tests"}),
    "tests": frozenset({"models"}),
}
HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "gradio",
    "fastapi",
    "mcp",
    "numpy",
    "ray",
}


def name_of(path: Path) -> str:
    """Return the dotted name of a file of the repository."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for part in CLOSED for path in sorted((ROOT / part).rglob("*.py"))}
MODULES = [name for name in FILES if name.partition(".")[0] == "qa"]


def imported(tree: ast.Module, known: Iterable[str] = FILES) -> Iterator[tuple[int, str]]:
    """Yield (line, module) for every import, late ones and those for types included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute here"
            for alias in node.names:
                longer = f"{node.module}.{alias.name}"
                yield node.lineno, longer if longer in known else str(node.module)


@cache
def imports_of(module: str) -> tuple[tuple[int, str], ...]:
    """Return (line, module) for every import of a file of the repository."""
    return tuple(imported(ast.parse(FILES[module].read_text("utf-8"))))


def part_of(module: str) -> str:
    """Return the folder of ``qa`` that a module stands in, as ``FLOORS`` names it."""
    first, *rest = module.removeprefix("qa.").split(".")
    below = f"{first}.{rest[0]}" if rest else ""
    return below if below in FLOOR else first


def circles(edges: Mapping[str, Iterable[str]]) -> list[frozenset[str]]:
    """Return the sets of two and more nodes that all reach each other (Tarjan, 1972)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    waiting: list[str] = []
    found: list[frozenset[str]] = []

    def visit(node: str) -> None:
        order[node] = lowest[node] = len(order)
        waiting.append(node)
        for other in edges.get(node, ()):
            if other not in order:
                visit(other)
            if other in waiting:
                lowest[node] = min(lowest[node], lowest[other])
        if lowest[node] == order[node]:
            place = waiting.index(node)
            together = frozenset(waiting[place:])
            del waiting[place:]
            if len(together) > 1:
                found.append(together)

    for node in edges:
        if node not in order:
            visit(node)
    return found


def test_imports_lead_to_lower_floors() -> None:
    inside = [name for name in MODULES if name not in FRONT_DOORS]
    assert [each for name in inside for each in upward(name)] == []


def upward(module: str) -> Iterator[str]:
    """Yield what is wrong with a module's imports: those that lead up, or to a front door."""
    own = part_of(module)
    if own not in FLOOR:
        yield f"{own} stands on no floor: give it one in this test's table"
        return
    for line, other in imports_of(module):
        if other.partition(".")[0] != "qa":
            continue
        part = part_of(other)
        if other in FRONT_DOORS:
            yield f"{module}, line {line}: it imports the front door"
        elif part not in FLOOR:
            yield f"{module}, line {line}: {part} stands on no floor"
        elif part != own and FLOOR[part] >= FLOOR[own]:
            yield f"{module}, line {line}: qa.{own} imports qa.{part}"


@pytest.mark.parametrize(
    ("module", "imports", "wrong"),
    [
        ("qa.text.words", "from qa.desk import Desk", "qa.text imports qa.desk"),
        ("qa.text.words", "import qa", "front door"),
        ("qa.text.words", "import qa.cellar.wine", "cellar stands on no floor"),
        ("qa.cellar.wine", "import json", "cellar stands on no floor"),
        ("qa.desk.desk", "from qa.text import words\nimport qa.desk.models, torch", ""),
    ],
)
def test_imports_that_lead_up_are_found(
    monkeypatch: pytest.MonkeyPatch, module: str, imports: str, wrong: str
) -> None:
    monkeypatch.setattr(f"{__name__}.imports_of", lambda _: tuple(imported(ast.parse(imports))))
    told = list(upward(module))
    assert wrong in told[0] if wrong else told == []


def test_no_circle_ties_two_files() -> None:
    edges = {
        name: [other for _, other in imports_of(name) if other in FILES and other != name]
        for name in FILES
    }
    assert set(circles(edges)) == set(CIRCLES)


@pytest.mark.parametrize("part", CLOSED)
def test_parts_of_the_repository_stay_apart(part: str) -> None:
    crossed = [
        f"{name}, line {line}: {other}"
        for name in FILES
        if name.partition(".")[0] == part
        for line, other in imports_of(name)
        if other.partition(".")[0] in CLOSED[part]
    ]
    assert crossed == []


def test_the_checker_sees_every_form_of_import() -> None:
    tree = ast.parse(
        "import qa.desk\nfrom qa.cli import main\nfrom qa import Desk, text\n"
        "def f() -> None:\n    from qa.ui.page import build\n"
        "if TYPE_CHECKING:\n    from qa.ui import page\n"
    )
    seen = set(imported(tree, {"qa.text", "qa.ui.page"}))
    assert seen == {
        (1, "qa.desk"),
        (2, "qa.cli"),
        (3, "qa"),
        (3, "qa.text"),
        (5, "qa.ui.page"),
        (7, "qa.ui.page"),
    }


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["b"], "b": ["a"]}, [{"a", "b"}]),
        ({"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": ["e"], "e": ["d"]}, [{"d", "e"}, {*"abc"}]),
    ],
)
def test_circles_are_found(edges: dict[str, list[str]], found: list[set[str]]) -> None:
    assert circles(edges) == found


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
    assert not loaded_by("import qa") & HEAVY


def test_every_public_name_is_there() -> None:
    import qa

    assert set(qa.__all__) <= set(dir(qa))
    assert all(getattr(qa, name) is not None for name in qa.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'Desks'"):
        qa.Desks  # noqa: B018
