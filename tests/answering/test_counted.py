"""A figure of other things is less likely how many there were."""

from __future__ import annotations

import pytest

from qa.answering.counted import OTHER_THING, without_other_counts
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan
from qa.records.readings import less_likely

TEXT = (
    "The gale took 36 boats. At Holm nine carts broke and 12 sheds fell. Of the "
    "sailors 4 drowned, and 9 were hurt. It is 7 miles off. On the quay 300 herring crates burst."
)


@pytest.mark.parametrize(
    ("question", "figure", "kept"),
    [
        ("How many boats were lost?", "36", True),
        ("How many sailors were lost?", "36", False),
        ("How many sheds fell?", "12", True),
        ("How many goats drowned?", "12", False),
        ("How many people were lost?", "36", True),
        ("How many sailors drowned?", "4", True),
        ("How many sailors were hurt?", "9", True),
        ("How many ferries were lost?", "36 boats", True),
        ("How much did it cost?", "36", True),
        ("How many kilometres is it?", "7 miles", True),
        ("How many kilometres is it?", "7", True),
        ("How many herring boxes burst?", "300", True),
        ("How many boxes burst?", "300", False),
        ("How many goats were lost?", "nine", False),
    ],
)
def test_what_a_figure_counts(question: str, figure: str, kept: bool) -> None:
    start = TEXT.index(figure)
    reading = Reading(figure, -0.1, 0.2, (SourceSpan(0, start, start + len(figure)),))
    hit = Hit(Passage("a", 0, len(TEXT), TEXT), "", "", 0.5, 1.0, 1.0)
    [made] = without_other_counts(read(question), [hit], [reading])
    assert made == (reading if kept else less_likely(reading, OTHER_THING))
    assert 0.2 <= made.no_answer < 0.5
