"""Answers that only repeat the question."""

from __future__ import annotations

import pytest

from qa.answering.echoes import RIGHT, doubt_echoes
from qa.question import read
from qa.records import Reading


@pytest.mark.parametrize(
    ("question", "answer", "doubted"),
    [
        ("Who commands the Marigold?", "Marigold", True),
        ("Who commands the Marigold?", "the Marigold", True),
        ("Who commands the Marigold?", "Ann Poe", False),
        ("Who commands the Marigold?", "Ann Poe of the Marigold", False),
        ("What is the longest river of Orvane called?", "the longest river", True),
        ("Was the roof made of lead or tin?", "tin", False),
        ("How many boats sank?", "14 boats", False),
        ("Who came?", "", False),
        ("Who is Lund Ree's brother?", "Lund", True),
    ],
)
def test_an_answer_without_a_word_of_its_own_is_doubted(
    question: str, answer: str, doubted: bool
) -> None:
    (made,) = doubt_echoes(read(question), [Reading(answer, -0.1, 0.05, ())])
    assert made.no_answer == (1.0 - RIGHT if doubted else 0.05)
    assert made.text == answer


def test_what_was_no_answer_stays_none() -> None:
    (made,) = doubt_echoes(read("Who is Ann?"), [Reading("Ann", -0.1, 0.9, ())])
    assert made.no_answer == 0.9
