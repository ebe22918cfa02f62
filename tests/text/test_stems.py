"""One stem for all forms of a word, and for both spellings of it."""

from __future__ import annotations

import pytest

from qa.language import lexicon
from qa.text.words import stem


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("travel", "travelled"),
        ("control", "controlled"),
        ("patrols", "patrolling"),
        ("cancelled", "canceled"),
        ("enrol", "enrolled"),
        ("fulfil", "fulfills"),
        ("quiz", "quizzed"),
        ("organise", "organized"),
        ("analysed", "analyze"),
        ("organisation", "organizations"),
        ("organisers", "organizer"),
        ("centre", "centers"),
        ("coloured", "colors"),
        ("tyres", "tire"),
        ("crises", "crisis"),
        ("call", "called"),
        ("spell", "spelled"),
    ],
)
def test_forms_of_one_word_have_one_stem(word: str, other: str) -> None:
    assert stem(word) == stem(other)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("nation", "national"),
        ("hotel", "hostel"),
        ("small", "smart"),
        ("four", "for"),
        ("hour", "hor"),
        ("price", "prize"),
        ("rise", "ride"),
        ("meter", "metal"),
    ],
)
def test_other_words_have_other_stems(word: str, other: str) -> None:
    assert stem(word) != stem(other)


@pytest.mark.parametrize("pair", lexicon.table("spellings", "british").items(), ids="/".join)
def test_both_spellings_have_one_stem(pair: tuple[str, str]) -> None:
    british, american = pair
    assert british != american
    assert stem(british) == stem(american)
