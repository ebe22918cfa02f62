"""What several articles give as a reason stands; a guess that nobody shares does not."""

from __future__ import annotations

import pytest

from qa.answering.choice import Choice
from qa.comparison.consensus import backed_reasons, backing
from qa.records import Reading
from tests.support.fakes import HashEmbedder

SHARED = [
    "ice had worn down the piers of the bridge",
    "the piers of the bridge had been worn down by ice",
    "drift ice had worn the piers down",
]
APART = ["fuel was dear", "ice had worn down its piers", "a choir sang"]
GUESS = "the mayor was to meet a choir"


def reason(text: str) -> Choice:
    return Choice(None, Reading(text, 0.0, 0.1), bool(text), 0.5, ())


@pytest.mark.parametrize(
    ("texts", "confidences", "kept"),
    [
        ([*SHARED, GUESS], [0.2, 0.2, 0.2, 0.4], [True, True, True, False]),
        ([*SHARED, GUESS], [0.2, 0.2, 0.2, 0.8], [True, True, True, True]),  # a sure one stands
        ([SHARED[0], "", GUESS], [0.2, 0.2, 0.4], [True, False, True]),  # too few to tell
        ([*SHARED, ""], [0.2, 0.2, 0.2, 0.0], [True, True, True, False]),
        # None is sure or shared: the surest is told.
        ([*APART, ""], [0.2, 0.4, 0.1, 0.0], [False, True, False, False]),
        ([*APART, ""], [0.35, 0.4, 0.1, 0.0], [True, True, False, False]),
        (["", ""], [0.0, 0.0], [False, False]),
        ([], [], []),
    ],
)
def test_which_reasons_stand(texts: list[str], confidences: list[float], kept: list[bool]) -> None:
    choices = [reason(text) for text in texts]
    assert backed_reasons(choices, confidences, HashEmbedder().encode_passages) == kept


def test_a_text_alone_is_backed_by_none() -> None:
    assert backing([GUESS], HashEmbedder().encode_passages) == [0.0]
    assert backing([], HashEmbedder().encode_passages) == []
    assert backing([GUESS, GUESS], HashEmbedder().encode_passages) == pytest.approx([1.0, 1.0])
