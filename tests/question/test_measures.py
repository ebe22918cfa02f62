from __future__ import annotations

import pytest

from qa.question.kinds import classify
from qa.question.measures import fits


@pytest.mark.parametrize(
    ("question", "answer", "can"),
    [
        ("How much was the jackpot in May?", "$1.02 billion", True),
        ("How much was the jackpot in May?", "11 p.m. ET", False),
        ("How much was the jackpot in May?", "1.02 billion", True),
        ("How many boats sank?", "11 p.m.", False),
        ("How many boats sank?", "dozens", True),
        ("How many boats sank?", "9", True),
        ("How long did the storm last?", "until 11 p.m.", True),
        ("How far did the ferry drift?", "on its 37th day", False),
        ("How far did the ferry drift?", "37 miles", True),
        ("When did the ferry sail?", "11 p.m.", True),
        ("What time did the ferry sail?", "11 p.m.", True),
        ("At what time does the ferry sail?", "shortly after noon", True),
        ("What time does the ferry sail?", "5 o'clock", True),
        ("What time did the ferry sail?", "May 4", False),
        ("What time did the ferry sail?", "on Monday morning", False),
        ("What time of year do the geese come?", "in May", True),
        ("What time period does the chronicle cover?", "1210 to 1244", True),
    ],
)
def test_which_answers_measure_what_is_asked(question: str, answer: str, can: bool) -> None:
    assert fits(classify(question), answer) is can
