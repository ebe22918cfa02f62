"""Ranges of days: years, months, their parts, and the days that an ISO date names."""

from __future__ import annotations

import calendar
import datetime
import re

Day = datetime.date
Range = tuple[Day, Day]
"""First and last day, both inside."""

ONE_DAY = datetime.timedelta(days=1)
FIRST_DAY, LAST_DAY = Day.min, Day.max


def year_range(year: int) -> Range:
    """Return a year's days; ``ValueError`` outside 1 to 9999, like all functions here."""
    return Day(year, 1, 1), Day(year, 12, 31)


def months_range(year: int, month: int, count: int = 1) -> Range:
    """Return ``count`` whole months from a month on; ``month`` may lie outside 1 to 12."""
    first = year * 12 + month - 1
    last = first + count - 1
    year, month = last // 12, last % 12 + 1
    end = Day(year, month, calendar.monthrange(year, month)[1])
    return Day(first // 12, first % 12 + 1, 1), end


def date_range(date: str) -> Range:
    """Return the days of "2025", "2025-03", "2025-03-14" or a time in ISO 8601."""
    if re.fullmatch(r"\d{4}", date, re.ASCII):
        return year_range(int(date))
    if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", date, re.ASCII):
        return months_range(int(date[:4]), int(date[5:]))
    day = Day.fromisoformat(date[:10])
    return day, day


def part_of(days: Range, part: str | None) -> Range:
    """Return the "early", "mid" or "late" third of a range; all of it for another ``part``."""
    first, last = days
    third = (last - first) // 3
    match (part or "").lower():
        case "early":
            return first, first + third
        case "mid":
            return first + third, last - third
        case "late":
            return last - third, last
    return days


def in_year(day: Day, year: int) -> Day:
    """Return the same day of another year; the 29th of February may become the 28th."""
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
