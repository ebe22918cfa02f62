"""What "at least" and ranges leave room for."""

from __future__ import annotations

import pytest

from qa.language.bounds import are_nested, find_bounds


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ("at least 90", "133", True),
        ("more than 60 million crowns", "63 million crowns", True),
        ("between 40 and 45 percent", "42 percent", True),
        ("20 to 30", "25", True),
        ("between 40 and 45 percent", "47 percent", False),
        ("at least 90", "12", False),
        ("90", "133", False),
        ("at least 90 percent", "133", False),
    ],
)
def test_a_range_holds_what_lies_in_it(first: str, second: str, agree: bool) -> None:
    a, b = find_bounds(first), find_bounds(second)
    assert a is not None and b is not None
    assert are_nested(a, b) == are_nested(b, a) == agree


def test_no_figure_and_two_that_are_no_range_have_no_bounds() -> None:
    assert find_bounds("the harbour") is None
    assert find_bounds("3 of them on 5 boats") is None
