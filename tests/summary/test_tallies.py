"""Figures of one thing, and those that a newer article has put right."""

from __future__ import annotations

import pytest

from qa.summary.tallies import find_tallies, is_replaced


@pytest.mark.parametrize(
    ("older", "newer", "replaced"),
    [
        ("The storm killed 12 people.", "The death toll rose to 19.", True),
        ("At least 12 people died.", "Nineteen are dead.", True),
        ("Twelve people died.", "Nineteen were hurt.", False),
        ("Twelve people died.", "The storm has killed 12.", False),
        ("Guards watch residents of three towns.", "Guards watch residents of five towns.", True),
        ("Guards watch residents of three towns.", "Guards lost five boats.", False),
        ("About 5,000 homes have no power.", "Some 4,980 homes have no power.", False),
        ("Poe, 41, died.", "Nineteen are dead.", False),
        ("A storm of 1975 killed 90.", "Nineteen are dead.", False),
        ("Poe died at the age of 67.", "Nineteen are dead.", False),
        ("A crew left on a 10-day trip.", "The crew of the trip is back after 4 days.", False),
        ("The trip of the ferry took 3 hours.", "The ferry left 5 hours before its trip.", False),
    ],
)
def test_a_figure_is_replaced_by_a_newer_one_of_the_same_thing(
    older: str, newer: str, replaced: bool
) -> None:
    found = find_tallies(older, "2025-06-02")
    told = find_tallies(newer, "2025-06-05")
    assert any(is_replaced(tally, told) for tally in found) == replaced


def test_what_the_newest_article_tells_first_of_a_toll_holds() -> None:
    told = find_tallies("The toll rose to 19. On Monday, 12 people were dead.", "2025-06-05")
    assert is_replaced(find_tallies("Twelve people died.", "2025-06-02")[0], told)
