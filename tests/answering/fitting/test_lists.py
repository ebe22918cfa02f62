"""A list that was asked for is whole, and has as many things as the question says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.enumeration import find_counted_enumeration
from tests.support.fitted import fitted

SIGNED = (
    "QASR, June 14 - Five nations signed the pact on Saturday. "
    "Portugal, Morocco, Canada, Chile and South Korea will share the price. "
    "Peru, Cuba and Brazil left the talks."
)
CLUBS = "Tarrow Rovers and Tarrow Athletic, two clubs that have met 214 times, will merge in July."
MAYORS = "Three mayors, Ana Ruiz, Pål Lind and Omar Said, voted against it on Friday."
SAILORS = "Ana Ruiz left, they say. Using oars, a rope, luck and no sail, the boat came home."
PORTS = (
    "On Monday, before the vote, Tarn Gov. Ida Storm announced a state of need, and Holt closed."
)
GRAIN = (
    "Barley and oats grew well on the terraces by the harbour in the year of the flood, and from "
    "there spread to the islands. In the barn, goats and sheep eat from one trough. Besides Marl "
    "Bros, Tove Foods and Lund Dairy asked for it. It sold salt and was later let to the town."
)
ASKED = [
    ("Which two clubs will merge?", CLUBS, "two clubs", "Tarrow Rovers and Tarrow Athletic"),
    ("Which five nations signed the pact?", SIGNED, "QASR",
     "Portugal, Morocco, Canada, Chile and South Korea"),
    ("Name the three nations that left the talks.", SIGNED, "QASR", "Peru, Cuba and Brazil"),
    # A list of three further off, of something else.
    ("Which three nations won?", SIGNED, "QASR", "QASR"),
    ("Which three mayors voted against it?", MAYORS, "Three mayors",
     "Ana Ruiz, Pål Lind and Omar Said"),
    ("Which mayors voted against it?", MAYORS, "Pål Lind",
     "Three mayors, Ana Ruiz, Pål Lind and Omar Said"),
    # As many as were asked for are there, or nothing in the article has as many.
    ("Which three nations left the talks?", SIGNED, "Cuba", "Peru, Cuba and Brazil"),
    ("Which four nations left?", SIGNED, "Peru, Cuba and Brazil", "Peru, Cuba and Brazil"),
    ("Which nations signed?", SIGNED, "QASR", "QASR"),
    # Two things are whole, unless more are asked for.
    ("Which grains grew well on the terraces?", GRAIN, "Barley and oats", "Barley and oats"),
    ("Which animals eat in the barn?", GRAIN, "goats and sheep", "goats and sheep"),
    # What the question names, and a clause, are not more of the same.
    ("Which other firm besides Marl Bros asked for it?", GRAIN, "Tove Foods", "Tove Foods"),
    ("What goods did it sell?", GRAIN, "salt", "salt"),
    # Clauses and things are no list of names.
    ("Which four sailors left?", SAILORS, "Ana Ruiz", "Ana Ruiz"),
    ("Which ports closed?", PORTS, "Holt", "Holt"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "text", "span", "whole"), ASKED)
def test_lists_are_as_long_as_they_should_be(
    question: str, text: str, span: str, whole: str
) -> None:
    made = fitted(question, text, span)
    assert made.text == whole
    for cited in made.citations:
        assert text[cited.start - 7 : cited.end - 7] == cited.quote


@given(st.text(max_size=200), st.integers(0, 12))
def test_any_text_is_counted(text: str, count: int) -> None:
    found = find_counted_enumeration(text, 0, len(text), count)
    assert found is None or (count > 1 and 0 <= found[0] < found[1] <= len(text))
