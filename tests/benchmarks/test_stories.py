"""The sets of running stories are what ``benchmarks.stories`` takes them for."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from benchmarks.stories import SETS, of_half


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in SETS[name].read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ["twelve", "more"])
def test_every_story_has_five_articles_of_its_own(name: str) -> None:
    articles = [row for row in rows(name) if "url" in row]
    assert set(Counter(row["story"] for row in articles).values()) == {5}
    assert len({row["url"] for row in articles}) == len({row["sha256"] for row in articles}) == 60


@pytest.mark.parametrize("name", ["twelve", "more"])
def test_every_answer_stands_in_an_article_of_its_story(name: str) -> None:
    of_story = {row["url"]: row["story"] for row in rows(name) if "url" in row}
    for row in (row for row in rows(name) if "ask" in row):
        assert (row["gold"] == []) == (row["kind"] == "none")
        assert not row["gold"] or of_story[row["at"]] == row["story"]
        assert not row["gold"] or 0 <= row["start"] < row["end"]


def test_the_two_halves_share_no_story() -> None:
    stories = {}
    for half in ("develop", "held"):
        asked = [row for row in of_half(rows("more"), half) if "ask" in row]
        assert Counter(row["story"] for row in asked) == dict.fromkeys(
            {row["story"] for row in asked}, 7
        )
        stories[half] = {row["story"] for row in asked}
    assert len(stories["develop"]) == len(stories["held"]) == 6
    assert not stories["develop"] & stories["held"]


def test_the_sets_share_no_article() -> None:
    urls = [row["url"] for name in SETS for row in rows(name) if "url" in row]
    assert len(urls) == len(set(urls))


def test_a_row_without_a_half_is_in_all() -> None:
    told = [{"ask": "a"}, {"ask": "b", "half": "held"}, {"ask": "c", "half": "develop"}]
    assert [row["ask"] for row in of_half(told, "held")] == ["a", "b"]
    assert [row["ask"] for row in of_half(told, "develop")] == ["a", "c"]
    assert of_half(told, "all") == told
