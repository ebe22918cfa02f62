"""True claims with one thing altered, and sentences of a text as claims."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.altered import (
    altered,
    exchanged_roles,
    negated,
    opposite,
    other_name,
    other_number,
    quoted,
    told_as_done,
    words,
)
from models.training.claims import CONTRADICTED, ENTAILED, NEUTRAL, UNSUPPORTED, Claim

TEXT = "Ana Berg beat Otto Lind in Malmö by 14 votes. The vote cost 3 million. Then Eva Holm came."


def claim(text: str, label: int = ENTAILED) -> Claim:
    return Claim("toy", text, TEXT, label)


@pytest.mark.parametrize(
    ("way", "before", "after", "label"),
    [
        (exchanged_roles, "Ana Berg beat Otto Lind.", "Otto Lind beat Ana Berg.", UNSUPPORTED),
        (opposite, "At last the bridge opened.", "At last the bridge closed.", CONTRADICTED),
        (opposite, "It takes at least a week.", "It takes at most a week.", CONTRADICTED),
        (negated, "The bridge was shut.", "The bridge was not shut.", CONTRADICTED),
        (negated, "The bridge wasn't shut.", "The bridge was shut.", CONTRADICTED),
        (told_as_done, "She plans to resign.", "She has begun to resign.", UNSUPPORTED),
    ],
)
def test_one_thing_is_altered(
    way: Callable[[Claim, random.Random], Claim | None], before: str, after: str, label: int
) -> None:
    made = way(claim(before), random.Random(0))
    assert made is not None
    assert (made.text, made.label) == (after, label)


def test_another_name_and_number_are_those_of_the_text() -> None:
    rng = random.Random(1)
    said = claim("In the end Ana Berg won by 14 votes.")
    names = {made.text for _ in range(40) if (made := other_name(said, rng))}
    assert names == {
        f"In the end {name} won by 14 votes." for name in ("Otto Lind", "Malmö", "Eva Holm")
    }
    numbers = [made.text for _ in range(40) if (made := other_number(said, rng))]
    assert "In the end Ana Berg won by 3 votes." in numbers
    assert all(text != said.text for text in numbers)


def test_names_joined_by_and_are_not_exchanged() -> None:
    assert exchanged_roles(claim("Ana Berg and Otto Lind won."), random.Random(0)) is None


@pytest.mark.parametrize("label", [NEUTRAL, CONTRADICTED, UNSUPPORTED])
def test_only_true_statements_are_altered(label: int) -> None:
    assert altered(claim("Ana Berg won.", label), random.Random(0)) is None
    assert altered(claim("Was Ana Berg the winner?"), random.Random(0)) is None


def test_a_quoted_claim_is_a_sentence_of_a_text_that_has_three() -> None:
    said = quoted(claim("Nobody won.", UNSUPPORTED), random.Random(0))
    assert said is not None
    assert said.label == ENTAILED
    assert said.text in TEXT
    assert quoted(Claim("toy", "Ana won.", "Ana won.", ENTAILED), random.Random(0)) is None


@pytest.mark.parametrize("table", ["opposites", "told_as_done", "negated"])
def test_no_word_takes_its_own_place(table: str) -> None:
    pattern, pairs = words(table)
    assert all(word != other for word, other in pairs.items())
    assert all((found := pattern.fullmatch(word)) and found[0] == word for word in pairs)


@given(st.text(max_size=80), st.text(max_size=200), st.integers(0, 99))
def test_what_is_altered_differs_and_is_no_longer_true(text: str, source: str, seed: int) -> None:
    made = altered(Claim("toy", text, source, ENTAILED), random.Random(seed))
    if made is not None:
        assert made.text != text
        assert made.label != ENTAILED
        assert made.evidence == source
