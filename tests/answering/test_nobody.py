"""What befell nobody: a "No" without the question's own verb."""

from __future__ import annotations

import pytest

from tests.support.verdicts import said

STORM = "Storm Ida hits Holt"


@pytest.mark.parametrize(
    ("question", "passage", "expected"),
    [
        ("Was anyone killed in the storm?", "No deaths or injuries have been reported.", "no"),
        ("Was anyone killed in the storm?", "There was no loss of life, Holt said.", "no"),
        ("Was anyone injured in the storm?", "No injuries were reported.", "no"),
        ("Was anyone hit by the mast?", "The mast fell. No people or cars were struck.", "no"),
        ("Was anyone hurt?", "No one was injured.", "no"),
        ("Were people hurt in the storm?", "Nobody was injured.", "no"),
        ("Was anyone arrested at the quay?", "The quay was closed. No arrests were made.", "no"),
        # another fate, another thing, another place
        ("Was anyone killed in the storm?", "No injuries were reported.", "open"),
        ("Was anyone killed in the crash?", "No deaths were reported.", "open"),
        ("Was anyone killed in the storm?", "No deaths were reported at Port Elm.", "open"),
        ("Was anyone arrested at the quay?", "No arrests were made.", "open"),
        # less than none
        ("Was anyone killed in the storm?", "No other deaths were reported.", "open"),
        ("Was anyone killed in the storm?", "There were no immediate reports of deaths.", "open"),
        ("Was anyone killed in the storm?", "No deaths are expected.", "open"),
        ("Was anyone killed in the storm?", "No storm has killed so many.", "open"),
        ("Was the mayor killed in the storm?", "No deaths were reported.", "open"),
        ("Was nobody killed in the storm?", "No deaths were reported.", "open"),
    ],
)
def test_what_befell_nobody(question: str, passage: str, expected: str) -> None:
    assert said(question, passage, STORM) == expected
