"""How a question opens."""

from __future__ import annotations

import pytest

from qa.question.openings import Opening, find_opening


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("From which port did it sail?", Opening("from", "which", "", "port did it sail")),
        ("Who did Ann beat?", Opening("", "who", "did", "Ann beat")),
        ("How many sank ?", Opening("", "how", "", "sank")),
        ('"When Did it open?', Opening("", "when", "Did", "it open")),
        ("Did it open?", None),
        ("Whoever won?", None),
        ("", None),
    ],
)
def test_the_parts_of_an_opening(question: str, opening: Opening | None) -> None:
    assert find_opening(question) == opening
