"""A question is read once: what it says of itself, and who may look at its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import qa
from qa.question import read, reworded

FOLDER = Path(qa.__file__).parent
BELOW = sorted(path for path in FOLDER.rglob("*.py") if "question" not in path.parts)
READERS = {"find_words", "find_mentions", "find_dates", "find_quantities", "find_names"} | {
    *("content_stems", "without_lead", "classify", "split_sentences", "is_yes_no", "tokens_of")
}
"""Functions that read a text's words."""


def readings(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where a question's text is parsed."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Attribute):
            pattern = isinstance(called.value, ast.Name) and called.value.id.isupper()
            if is_text(called.value) and called.attr != "strip":
                yield node.lineno
        else:
            pattern = isinstance(called, ast.Name) and called.id in READERS
        if pattern and any(is_text(each) for each in node.args):
            yield node.lineno


def is_text(node: ast.AST) -> bool:
    """Say whether a node is ``question.text`` or ``asked.text``."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "text"
        and isinstance(node.value, ast.Name)
        and node.value.id in ("question", "asked")
    )


def test_nothing_else_parses_the_question() -> None:
    found = [
        f"{path.relative_to(FOLDER)}:{line}"
        for path in BELOW
        for line in readings(ast.parse(path.read_text("utf-8")))
        if path.relative_to(FOLDER).parts[0] != "ui"  # there ``asked`` is what a browser sends
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "parsed"),
    [
        ("find_words(question.text)", True),
        ("_YEAR.search(question.text)", True),
        ("question.text.lower()", True),
        ("generator.answer(question.text, [])", False),
        ("find_words(hit.text)", False),
    ],
)
def test_what_counts_as_parsing(line: str, parsed: bool) -> None:
    assert bool(list(readings(ast.parse(line)))) == parsed


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("How many sank in 1998 or 2003?", {"1998", "2003"}),
        ("How many sank since 2003?", set()),
        ("Who paid $2000?", set()),
        ("Who sank?", set()),
    ],
)
def test_the_years_of_a_question(question: str, years: set[str]) -> None:
    assert read(question).years == years


def test_another_spelling_keeps_kind_and_time() -> None:
    asked = read("Why did the\u00ad ferry stop in 2024?", "2025-05-01")
    put = reworded(asked, "Why did the ferry stop in 2024?")
    assert (put.asked, put.when, put.years) == (asked.asked, asked.when, asked.years)
    assert put.opening is not None
    assert put.opening.rest == "the ferry stop in 2024"
    assert reworded(asked, asked.text) is asked
