"""Relative times against the day of their article."""

from __future__ import annotations

import pytest

from qa.language.dates import find_dates, tell_day

WRITTEN = "2025-06-18"  # a Wednesday


@pytest.mark.parametrize(
    ("text", "time", "told"),
    [
        ("The ferry sank yesterday.", "yesterday", "17 June 2025"),
        ("The ferry sank last night.", "last night", "17 June 2025"),
        ("The ferry sank this morning.", "this morning", "18 June 2025"),
        ("The tram ran again last Friday.", "last Friday", "13 June 2025"),
        ("The court will sit next Monday.", "next Monday", "23 June 2025"),
        ("The inn opened two years ago.", "two years ago", "2023"),
        ("The inn opened last month.", "last month", "May 2025"),
        ("The judges met on Monday.", "on Monday", "16 June 2025"),
        ("The judges will meet on Monday.", "on Monday", "23 June 2025"),
        ("The fair won't open until Friday at noon.", "Friday", "20 June 2025"),
        ("The inn will close, its owner said on Monday.", "Monday", "16 June 2025"),
        ("The inn will close after the court sat on Monday.", "Monday", "16 June 2025"),
        ("The train is set to leave Wednesday.", "Wednesday", "18 June 2025"),
        ("The bells rang on 3 June.", "on 3 June", ""),
        ("The bells rang in 1990.", "in 1990", ""),
        ("It rang on Monday and last Friday.", "on Monday and last Friday", ""),
        ("Nine bells rang.", "Nine bells", ""),
    ],
)
def test_a_relative_time_is_told_as_the_day_it_means(text: str, time: str, told: str) -> None:
    start = text.index(time)
    assert tell_day(text, start, start + len(time), WRITTEN) == told


def test_no_day_is_told_without_the_day_of_the_text() -> None:
    assert tell_day("It sank yesterday.", 8, 17, "") == ""


def test_a_day_of_the_month_is_read_without_the_day_of_the_text() -> None:
    assert [d.value for d in find_dates("It sank on 4 May.")] == ["--05-04"]


@pytest.mark.parametrize(
    ("time", "told"),
    [
        ("the night before last", "16 June 2025"),
        ("the day before yesterday", "16 June 2025"),
        ("the day after tomorrow", "20 June 2025"),
        ("a week from tomorrow", "26 June 2025"),
        ("two days from now", "20 June 2025"),
        ("a week from Friday", "27 June 2025"),
        ("a week on Friday", "27 June 2025"),
        ("on Friday week", "27 June 2025"),
        ("a week ago today", "11 June 2025"),
        ("a week ago on Monday", "9 June 2025"),
        ("two weeks ago Monday", "2 June 2025"),
        ("the Monday before last", "9 June 2025"),
        ("the Friday after next", "27 June 2025"),
        ("on Thursday last week", "12 June 2025"),
        ("on Tuesday of this week", "17 June 2025"),
        ("Monday next week", "23 June 2025"),
        ("last week on Thursday", "12 June 2025"),
        ("the month before last", "April 2025"),
        ("the year after next", "2027"),
        ("in three days' time", "21 June 2025"),
        ("in three days’ time", "21 June 2025"),
        # within days of one, or none at all
        ("two weeks from now", ""),
        ("the week before last", ""),
        ("once a week on Monday", "16 June 2025"),
        ("the Friday before", "13 June 2025"),
    ],
)
def test_a_day_that_is_counted_from_another(time: str, told: str) -> None:
    text = f"The ferry sank {time}, its owner said."
    start = text.index(time)
    assert tell_day(text, start, start + len(time), WRITTEN) == told


@pytest.mark.parametrize("time", ["a week from Friday", "the Monday before last", "Friday week"])
def test_no_weekday_is_read_in_a_day_that_is_counted_from_it(time: str) -> None:
    assert find_dates(f"The fair opens {time}.") == []
    assert find_dates("The fair opens Friday.") != []
