"""How a voice of a comparison is graded, and what the labelled questions have to hold."""

from __future__ import annotations

import json

import pytest

from benchmarks.comparisons import QUESTIONS, grade
from qa.records import ArticleAnswer
from qa.records.comparisons import Label


@pytest.mark.parametrize(
    ("said", "gold", "expected"),
    [
        ("about 300", ["300"], "right"),
        ("1,300", ["300"], "wrong"),
        ("", ["300"], "missed"),
        ("", ["", "300"], "rightly silent"),
        ("", [], "rightly silent"),
        ("300", [], "false"),
        ("Ida and Bo", [["Ida", "Bo"]], "right"),
        ("Ida", [["Ida", "Bo"]], "wrong"),
    ],
)
def test_a_voice_is_graded_by_its_accepted_answers(
    said: str, gold: list[object], expected: str
) -> None:
    label: Label = "agree" if said else "silent"
    answer = ArticleAnswer("a", "A", "2025-01-01", said, bool(said), 0.9, (), label=label)
    assert grade(answer, gold) == expected


def test_every_comparison_has_accepted_answers_for_each_of_its_articles() -> None:
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    articles = {row["story"]: 0 for row in rows}
    for row in rows:
        articles[row["story"]] += "url" in row
    for row in rows:
        assert "url" in row or len(row["gold"]) == articles[row["story"]]
        if row.get("alike"):
            assert len(row["sha256"]) == 64
