"""Which other answers make one less sure."""

from __future__ import annotations

import pytest

from qa.answering.choice import choose
from qa.answering.rivals import find_contenders
from qa.question import read
from qa.records import Hit, Passage
from tests.support.readings import make_article, make_reading


@pytest.mark.parametrize(
    ("question", "other", "counts"),
    [
        ("How many sheds will be shut?", "dozens", False),
        ("How many sheds will be shut?", "many", False),
        ("How many sheds will be shut?", "40", True),
        ("How many sheds will be shut?", "none", True),
    ],
)
def test_a_count_without_a_figure_makes_one_no_less_sure(
    question: str, other: str, counts: bool
) -> None:
    text = f"The port will shut 61 sheds.\n\nSheds were shut elsewhere, too: {other}."
    made = [make_reading(text, said) for said in ("61", other)]
    hits = [
        Hit(Passage("a", 0, len(text) - n, text[: len(text) - n]), "", "2024-06-10", 0.5, 1.0, 1.0)
        for n in range(2)
    ]
    readings = [reading for _, reading in made]
    asked, whole = read(question), make_article(text)
    choice = choose(hits[:1], readings[:1])
    found = find_contenders(asked, hits, readings, choice, lambda _: whole)
    assert (1 in found) is counts


HOLM = (
    "Ida Holm said the ferry is safe to board. The crew rested on Monday. "
    "Ida Holm told the council that the ferry needs a new hull. Karl Krug said the ferry is rust."
)


@pytest.mark.parametrize(
    ("question", "shown", "other", "counts"),
    [
        ("What did Ida Holm say about the ferry?", "the ferry is safe to board",
         "the ferry needs a new hull", False),
        ("What did Ida Holm say about the ferry?", "the ferry is safe to board",
         "the ferry is rust", True),
        ("What is said of the ferry?", "the ferry is safe to board",
         "the ferry needs a new hull", True),
        ("How long did the crew rest?", "two days", "Monday", False),
        ("How long did the crew rest?", "two days", "three days", True),
        ("How long did the crew rest?", "in the hold", "Monday", True),
    ],
)  # fmt: skip
def test_what_could_not_be_right_instead_makes_one_no_less_sure(
    question: str, shown: str, other: str, counts: bool
) -> None:
    text = f"{HOLM} They slept in the hold for two days, then for three days."
    whole = make_article(text)
    hits, readings = [], []
    for number, said in enumerate((shown, other)):
        reading = make_reading(text, said)[1]
        passage = Passage("a", 0, len(text) - number, text[: len(text) - number])
        hits.append(Hit(passage, "", "2024-06-10", 0.5, 1.0, 1.0))
        readings.append(reading)
    choice = choose(hits[:1], readings[:1])
    found = find_contenders(read(question), hits, readings, choice, lambda _: whole)
    assert (1 in found) is counts
