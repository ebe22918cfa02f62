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
