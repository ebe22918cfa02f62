"""A lowered text is as long, and read as a pattern that ignores case reads the text itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language import currencies, dates, fractions, numbers, relative_days
from qa.text.lowered import lowered

PATTERNS = [
    *dates._FORMS,
    *(form for form, _ in relative_days._FORMS),
    numbers._SPELLED,
    *(fractions._OUT_OF, fractions._NTHS, fractions._SCALED, fractions._AND_HALF),
]
TEXT = (
    "the night before last Friday week a WEEK from Tomorrow Last Monday of next ago on May 4, 2020 "
    "early 1990s late in march Sept. sun this Morning 2019-05-04 three days' time A Fifth one in "
    "Five an Hour and a half quarter million two-thirds twelve HUNDRED \u017feptember m\u0131llion "
    "t\u0130me wee\u212a \u00c9t\u00e9"
)
SAID = st.lists(st.sampled_from(TEXT.split()), max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("May 4", "may 4"),
        ("\u00c9T\u00c9 \u039f\u03a3", "\u00e9t\u00e9 \u03bf\u03c2"),
        ("\u0130K\u0130", "iki"),
        ("\u017fept", "sept"),
        ("m\u0131", "mi"),
        ("\u212am", "km"),
        ("", ""),
    ],
)
def test_letters(text: str, low: str) -> None:
    assert lowered(text) == low


@given(st.text())
def test_it_is_as_long(text: str) -> None:
    assert len(lowered(text)) == len(text)


def test_patterns_have_small_letters_alone() -> None:
    for pattern in PATTERNS:
        bare = re.sub(r"\\[A-Z]|\(\?P<", "", pattern.pattern)
        assert bare == bare.lower()
        assert not pattern.flags & re.IGNORECASE


@given(SAID)
def test_patterns_match_as_if_case_were_ignored(text: str) -> None:
    for pattern in PATTERNS:
        ignoring = re.compile(pattern.pattern, re.IGNORECASE)
        found = [match.regs for match in pattern.finditer(lowered(text))]
        assert found == [match.regs for match in ignoring.finditer(text)]


@pytest.mark.parametrize("sign", [*currencies.SIGNS, *currencies._PREFIX_CODES, "R", "Minus ", "-"])
def test_no_amount_begins_with_a_letter_that_is_passed_by(sign: str) -> None:
    found = numbers._DIGITS.search(f"{sign}500,000")
    assert found is not None
    assert found[0] == f"{sign}500,000"
