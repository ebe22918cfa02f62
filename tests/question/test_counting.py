"""What a question counts."""

from __future__ import annotations

import pytest

from qa.question.counting import Counted, find_counted


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many boats sank?", "boats"),
        ("How many fishing boats have sunk?", "boats"),
        ("How many driverless boats sank?", "boats"),
        ("How many square miles large is it?", "miles"),
        ("How many Holm Line boats sank?", "boats"),
        ("How many Holm Line crew drowned?", None),
        ("How many Danes drowned?", None),
        ("How many Holm Line was it?", None),
        ("In how many of the ports?", None),
        ("How many people drowned?", None),
        ("How many", None),
        ("Who sank?", None),
    ],
)
def test_the_noun_that_is_counted(question: str, noun: str | None) -> None:
    found = find_counted(question)
    assert (found.noun.text if found and found.noun else None) == noun


@pytest.mark.parametrize(
    ("question", "first", "people"),
    [
        ("How many people drowned?", "people", True),
        ("So how many victims are known?", "victims", True),
        ("How many boats sank?", "boats", False),
        ("How many of the boats sank?", "of", False),
    ],
)
def test_the_word_behind_how_many(question: str, first: str, people: bool) -> None:
    found = find_counted(question)
    assert found is not None and found.first is not None
    assert (found.first.text, found.people) == (first, people)


def test_what_counts_nothing() -> None:
    assert find_counted("What is the death toll?") == Counted()
    assert find_counted("How many") == Counted()
    assert find_counted("How much is the toll?") is None
