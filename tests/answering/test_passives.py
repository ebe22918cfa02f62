"""What befell somebody is told by who did it, too: "Has Holm been sued", "Parents sued Holm"."""

from __future__ import annotations

import pytest

from tests.support.verdicts import said


@pytest.mark.parametrize(
    ("question", "passage", "expected"),
    [
        ("Has the town been sued over the dam?", "Parents sued the town over the dam.", "yes"),
        ("Has the town been sued?", "Parents have not sued the town.", "no"),
        ("Was Ida Holm arrested on Monday?", "Police arrested Ida Holm on Monday.", "yes"),
        ("Was Ida Holm arrested on Monday?", "Police arrested Ida Holm on Tuesday.", "open"),
        ("Was the ferry damaged?", "The gale damaged two barns and the ferry.", "yes"),
        ("Has the plan been approved?", "The council approved the plan.", "yes"),
        ("Was Roe killed?", "The man who killed Roe was jailed.", "yes"),
        # Somebody or something else, or the other way round.
        ("Has the town been sued?", "Parents sued the town clerk.", "open"),
        ("Has the town been sued?", "The town sued the parents.", "open"),
        ("Has the town been sued?", "The town was sued.", "yes"),
        ("Was Ida Holm arrested?", "Police arrested Ida Holm's brother.", "open"),
        ("Was Roe charged?", "Krug charged at Roe.", "open"),
        ("Has the plan been approved by the board?", "The council approved the plan.", "open"),
        # Not done, or not surely.
        ("Has the town been sued?", "Parents vowed to sue the town.", "open"),
        ("Has the town been sued?", "Parents could have sued the town.", "open"),
    ],
)
def test_what_befell_whom(question: str, passage: str, expected: str) -> None:
    assert said(question, passage) == expected
