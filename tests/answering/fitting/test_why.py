"""A bare name or number is no reason: its sentence is shown."""

from __future__ import annotations

import pytest

from tests.support.fitted import fitted

TEXT = "It rained. Nine schools left because their kitchens had no dishwashers. They may return."
WHOLE = "Nine schools left because their kitchens had no dishwashers."


@pytest.mark.parametrize(
    ("question", "span", "answer"),
    [
        ("Why did the schools leave?", "dishwashers", WHOLE),
        ("Why did the schools leave?", "no dishwashers", WHOLE),
        ("Why did the schools leave?", "their kitchens had no dishwashers",
         "their kitchens had no dishwashers"),
    ],
)  # fmt: skip
def test_a_reason_has_words(question: str, span: str, answer: str) -> None:
    made = fitted(question, TEXT, span)
    assert made.text == answer
    (cited,) = made.citations
    assert TEXT[cited.start - 7 : cited.end - 7] == answer
