"""A time that the question's tense rules out is no answer."""

from __future__ import annotations

import pytest

from qa.answering.tense import without_wrong_times
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan


@pytest.mark.parametrize(
    ("question", "answer", "kept"),
    [
        ("When will the lock open?", "2019", False),
        ("When will the lock open?", "3 May 2024", False),
        ("When will the lock open?", "2027", True),
        ("What day will the lock open?", "3 May 2024", False),
        ("In what year did the lock open?", "2026", False),
        ("When will the lock open?", "this year", True),
        ("When could the lock next open?", "in 2022", False),
        ("When did the lock open?", "April 2026", False),
        ("When did the lock open?", "3 May 2024", True),
        # Without its year a day is the nearest such day.
        ("When did the lock open?", "Monday, June 9", False),
        ("When did the lock open?", "May 30", True),
        ("When will the lock open?", "May 30", False),
        ("When will the lock open?", "June 9", True),
        ("When did they say the lock would open?", "April 2026", True),
        ("When was the opening planned for?", "April 2026", True),
        ("When is the lock open?", "2019", True),
        ("When will the lock open?", "in spring", True),
        ("Who will open the lock?", "2019", True),
    ],
)
def test_times_of_the_other_side_of_the_article_go(question: str, answer: str, kept: bool) -> None:
    hit = Hit(Passage("a", 0, 4, "Text"), "", "2025-06-02", 0.5, 1.0, 1.0)
    [made] = without_wrong_times(read(question), [hit], [Reading(answer, -0.1, 0.2, ())])
    assert made.no_answer == (0.2 if kept else 1.0)


@pytest.mark.parametrize(
    ("question", "text", "kept"),
    [
        ("When will the lock open?", "The lock will open on Friday.", True),
        ("When will the lock open?", "The lock opens on Friday.", True),
        ("When will the lock open?", "The old lock opened on Friday.", False),
        ("When did the lock open?", "The old lock opened on Friday.", True),
        ("When did the lock open?", "The new lock will open on Friday.", False),
    ],
)
def test_a_weekday_is_of_the_week_that_its_sentence_means(
    question: str, text: str, kept: bool
) -> None:
    hit = Hit(Passage("a", 0, len(text), text), "", "2025-06-02", 0.5, 1.0, 1.0)
    start = text.index("Friday")
    reading = Reading("Friday", -0.1, 0.2, (SourceSpan(0, start, start + 6),))
    [made] = without_wrong_times(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)


def test_without_a_date_of_the_article_all_stay() -> None:
    hit = Hit(Passage("a", 0, 4, "Text"), "", "", 0.5, 1.0, 1.0)
    reading = Reading("2019", -0.1, 0.2, ())
    assert without_wrong_times(read("When will it open?"), [hit], [reading]) == [reading]
