"""What "not" governs goes on over "or", and ends at "and" and "but"."""

from __future__ import annotations

import pytest

from qa.grounding.check import check_claim
from qa.language.polarity import negated_stems
from qa.text.words import find_words


@pytest.mark.parametrize(
    ("text", "denied", "kept"),
    [
        ("He had not asked for or been granted asylum.", {"ask", "grant"}, set()),
        ("The firm did not build or sell any boats in the spring of that year.", {"sell"}, set()),
        ("She never wrote nor called.", {"writ", "call"}, set()),
        ("They did not build the pier and sold the boats.", {"build"}, {"sold"}),
        ("He did not resign, or so he said.", {"resign"}, {"said"}),
    ],
)
def test_neither_of_two_deeds_is_done(text: str, denied: set[str], kept: set[str]) -> None:
    scope = negated_stems(text, find_words(text)).keys()
    assert denied <= scope
    assert not kept & scope


@pytest.mark.parametrize(
    "claim", ["The island granted Lind asylum.", "Lind was granted asylum by the island."]
)
def test_a_claim_of_the_second_deed_is_not_borne_out(claim: str) -> None:
    source = "The island said on Friday that Lind had not asked for or been granted asylum."
    assert not check_claim(claim, [source]).supported
