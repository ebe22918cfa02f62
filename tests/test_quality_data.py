"""The question and summary sets under ``tests/data`` are what the quality tests take them for."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from tests.support.paths import DATA, SEEDS

FIGURE = re.compile(r"\$?\d+(?:[.,:]\d+)*(?:bn|%)?")


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def seed_texts() -> list[str]:
    paths = sorted(path for path in SEEDS.glob("0*") if path.suffix in {".txt", ".md"})
    assert len(paths) == 9
    return [path.read_text("utf-8") for path in paths]


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    return rows("quality.jsonl")


@pytest.fixture(scope="module")
def summaries() -> list[dict[str, Any]]:
    return rows("summaries.jsonl")


def test_counts_and_kinds(questions: list[dict[str, Any]]) -> None:
    kinds = Counter(row["kind"] for row in questions)
    assert kinds == {"stated": 80, "unstated": 20, "unrelated": 20}
    assert len({row["context"] for row in questions}) == 12
    for row in questions:
        assert bool(row["answers"]) == (row["kind"] == "stated"), row["question"]


def test_every_gold_stands_in_its_context(questions: list[dict[str, Any]]) -> None:
    for row in questions:
        assert len(row["answers"]) <= 3, row["question"]
        for answer in row["answers"]:
            start, text = answer["start"], answer["text"]
            assert text and text == text.strip()
            assert row["context"][start : start + len(text)] == text, row["question"]


def test_golds_are_whole_words(questions: list[dict[str, Any]]) -> None:
    for row in questions:
        for answer in row["answers"]:
            start, end = answer["start"], answer["start"] + len(answer["text"])
            before = row["context"][start - 1] if start else " "
            after = row["context"][end] if end < len(row["context"]) else " "
            assert not before.isalnum() and not after.isalnum(), (row["question"], answer)


def test_no_duplicates(questions: list[dict[str, Any]]) -> None:
    asked = Counter(row["question"].lower() for row in questions)
    assert max(asked.values()) == 1
    for row in questions:
        golds = [answer["text"] for answer in row["answers"]]
        assert len(golds) == len(set(golds)), row["question"]


def test_questions_are_questions(questions: list[dict[str, Any]]) -> None:
    for row in questions:
        assert row["question"].endswith("?") and row["question"][0].isupper()
        assert row["question"] == row["question"].strip()
        assert row["question"].rstrip("?") not in row["context"]
        assert 100 <= len(row["context"].split()) <= 250, row["title"]


def test_unrelated_questions_share_no_name_or_figure_with_the_context(
    questions: list[dict[str, Any]],
) -> None:
    for row in questions:
        if row["kind"] == "unrelated":
            names = re.findall(r"\b[A-Z]\w+", row["question"])[1:]
            for word in [*names, *FIGURE.findall(row["question"])]:
                assert word not in row["context"], row["question"]


def test_summaries(summaries: list[dict[str, Any]]) -> None:
    assert len(summaries) == 8
    assert len({row["document"] for row in summaries}) == 8
    for row in summaries:
        assert 300 <= len(row["document"].split()) <= 500, row["title"]
        assert len(row["references"]) == len(set(row["references"])) == 2
        for reference in row["references"]:
            ends = re.findall(r"[.?!](?= [A-Z]|$)", reference)
            assert 2 <= len(ends) <= 3, reference


def test_references_state_no_figure_that_the_document_lacks(
    summaries: list[dict[str, Any]],
) -> None:
    for row in summaries:
        known = set(FIGURE.findall(row["document"]))
        for reference in row["references"]:
            assert set(FIGURE.findall(reference)) <= known, reference


def test_no_text_is_a_seed(
    questions: list[dict[str, Any]], summaries: list[dict[str, Any]]
) -> None:
    known = {line for text in seed_texts() for line in text.splitlines() if len(line) > 20}
    texts = [row["context"] for row in questions] + [row["document"] for row in summaries]
    for text in texts:
        assert not known & set(text.splitlines())
