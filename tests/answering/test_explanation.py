"""Why a passage won, or none did: numbers that add up, and the reason that is true."""

from __future__ import annotations

import math

import pytest

from qa.answering.choice import ANSWERABLE, NO_CHOICE, choose, confidence
from qa.answering.explanation import NOTHING_FOUND, explain
from qa.records import Explanation, Hit, Reading, SourceSpan
from tests.support.fakes import article_of, line_passages

ARTICLE = article_of("The tunnel will cost $90 million.\nIt rained on Tuesday.", "Tunnel")


def hit(line: int, dense: float = 0.5) -> Hit:
    return Hit(line_passages(ARTICLE)[line], "Tunnel", "2025-01-01", dense, 2.0, 1.0)


def reading(line: int, text: str, no_answer: float, score: float = -0.1) -> Reading:
    start = line_passages(ARTICLE)[line].text.find(text)
    spans = (SourceSpan(line, start, start + len(text)),) if start >= 0 else ()
    return Reading(text, score, no_answer, spans)


def made(hits: list[Hit], readings: list[Reading]) -> Explanation:
    return explain(hits, readings, choose(hits, readings))


def test_every_passage_has_its_figures_and_the_winner_is_named() -> None:
    hits = [hit(1), hit(0)]
    readings = [reading(1, "Tuesday", 0.6), reading(0, "$90 million", 0.05)]
    told = made(hits, readings)
    assert [r.chosen for r in told.readings] == [False, True]
    for row, h, r in zip(told.readings, hits, readings, strict=True):
        assert (row.dense, row.lexical, row.score) == (h.dense, h.lexical, h.score)
        assert (row.start, row.end) == (h.passage.start, h.passage.end)
        assert row.confidence == confidence(h, r)
        product = row.reader * (1 - row.no_answer) * row.on_topic
        assert math.isclose(row.confidence, product)
    assert "passage 2" in told.reason
    for row in told.readings:
        assert f"{1 - row.no_answer:.2f} and {row.reader:.2f}" in told.reason.replace(
            ", and it is this one with ", " and "
        )


@pytest.mark.parametrize(
    ("hits", "readings", "because"),
    [
        ([], [], NOTHING_FOUND),
        ([hit(0)], [reading(0, "", 1.0)], "gave any words"),
        ([hit(0)], [reading(0, "$90 million", 0.8)], "0.80 that there is none"),
        ([hit(0, 0.05)], [reading(0, "$90 million", 0.1)], "something else: its cosine"),
        ([hit(0)], [reading(0, "$70 million", 0.1)], "could not be traced"),
    ],
)
def test_why_there_is_no_answer(hits: list[Hit], readings: list[Reading], because: str) -> None:
    choice = choose(hits, readings)
    assert not choice.answerable
    assert because in made(hits, readings).reason


def test_a_choice_that_another_stage_took_back_is_said_to_be_so() -> None:
    hits, readings = [hit(0)], [reading(0, "$90 million", 0.05)]
    assert choose(hits, readings).answerable
    assert "gave any words" in explain(hits, readings, NO_CHOICE).reason
    assert 0.0 < ANSWERABLE < 1.0
