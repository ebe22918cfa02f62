"""How sure an answer is, in words."""

from __future__ import annotations

import pytest

from qa.answering.sureness import confidence_line, percent, sureness


@pytest.mark.parametrize(
    ("confidence", "said", "line"),
    [
        (0.0, "Possibly", "confidence 0.00, only possible"),
        (0.594, "Possibly", "confidence 0.59, only possible"),
        (0.596, "Fairly sure", "confidence 0.60"),  # as it is shown, 60 %
        (0.6, "Fairly sure", "confidence 0.60"),
        (0.85, "Sure", "confidence 0.85"),
        (1.0, "Sure", "confidence 1.00"),
    ],
)
def test_how_sure_an_answer_is(confidence: float, said: str, line: str) -> None:
    assert sureness(confidence) == said
    assert confidence_line(confidence) == line


def test_percent_stays_within_bounds() -> None:
    assert [percent(share) for share in (-0.5, 0.006, 0.994, 1.5)] == [0, 1, 99, 100]
