"""A measure in two units is one: "nine years and six months" are 9.5 years."""

from __future__ import annotations

import pytest

from qa.language.numbers import find_quantities
from qa.language.quantities import format_decimal
from qa.language.same_answers import same_answer
from qa.language.short_answers import normalize_answer


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("nine years and six months", "9.5 year"),
        ("7 years, 6 months", "7.5 year"),
        ("two hours and 15 minutes", "2.25 hour"),
        ("5 feet 6 inches", "5.5 foot"),
        ("about 2 hours 30 minutes", "2.5 hour"),
        ("ten days and 12 hours", "10.5 day"),
        # Two measures, not one.
        ("five years and six months later", "5 year; 6 month"),
        ("two years and 14 months", "2 year; 14 month"),
        ("2.5 years and six months", "2.5 year; 6 month"),
        ("six months and nine years", "6 month; 9 year"),
        ("nine years, then six months", "9 year; 6 month"),
        ("nine years or six months", "9 year; 6 month"),
    ],
)
def test_two_units_of_one_measure(text: str, measures: str) -> None:
    found = find_quantities(f"It took {text}.")
    assert "; ".join(f"{format_decimal(q.value)} {q.unit}" for q in found) == measures
    assert f"It took {text}."[found[0].start : found[-1].end] in (
        text,
        text.removesuffix(" later"),
        text.removeprefix("about "),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("9.5 years", "nine years and six months"), ("9\u00bd years", "9 years, 6 months")],
)
def test_the_same_length_is_the_same_answer(one: str, other: str) -> None:
    assert same_answer(normalize_answer(one), normalize_answer(other))
    assert not same_answer(normalize_answer("nine years"), normalize_answer(other))
