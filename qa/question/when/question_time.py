"""Find the time a question speaks of: "last June", "in 2024", "since May", against a given day.

Pure text: nothing here knows the clock or the library. ``dates`` reads dates as facts of
an article; here a question's words become a range of days, for ranking articles by their
dates. A range is a hint: "Who won the election in 2024?" may be answered by an article of 2025.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.language import lexicon
from qa.question.when.days import FIRST_DAY, LAST_DAY, ONE_DAY, Day, date_range, in_year
from qa.question.when.periods import Period, find_periods

# News is written within days of what happened, and looks back for some weeks: after a range
# an article's closeness halves in this many days, or in the range's own length if longer.
# Measured by benchmarks/dates.py: 7 to 15 put the right article first more often than 30 or 60.
HALVES_AFTER_DAYS = 15.0
# Before an event only what announces it is written.
HALVES_BEFORE_DAYS = 7.0


@dataclass(frozen=True, slots=True)
class When:
    """A time that ``question[start:end]`` speaks of, as days from ``since`` to ``until``.

    Both are inclusive ISO days, "" where the range is open. ``published`` is true when it says
    when articles were published ("articles of last week"); else something happened then, which
    articles of later days tell as well. ``yearly`` says that the question names no year: the days
    are of the latest one, and an article is held to those of its own.
    """

    start: int
    end: int
    since: str
    until: str
    published: bool = False
    yearly: bool = False


def find_when(question: str, today: str) -> list[When]:
    """Return the times of ``question`` in its order, without overlap.

    ``today`` is the ISO day of asking, against which "last June" and "on Monday" are read: a
    month, day or weekday without a year is the latest that has begun. Weeks begin on Monday.
    Without a valid ``today`` only times with a year are found. Times to come are found too.
    """
    found = find_periods(question, today)
    return [_bounded(question, each) for each in _joined(question, found)]


def asked_period(question: str, today: str) -> When | None:
    """Return the one time of ``question`` that says most about its articles' dates.

    That is one of publication if there is any, else the shortest. Times that begin after
    ``today`` say nothing of articles already written and are passed over.
    """
    begun = [when for when in find_when(question, today) if not when.since or when.since <= today]
    return min(begun, key=lambda when: (not when.published, _days(when), when.start), default=None)


def closeness(date: str, when: When) -> float:
    """Return how well an article of ISO ``date`` fits ``when``, in [0, 1]; 0 when undated.

    Days of the range, and a whole month or year that overlaps it, give 1. For an event the
    value halves with every ``HALVES_AFTER_DAYS`` (or the range's length) after it, and every
    ``HALVES_BEFORE_DAYS`` before it. For times of publication it is 0 outside.
    """
    try:
        first, last = date_range(date)
    except ValueError:
        return 0.0
    since = Day.fromisoformat(when.since) if when.since else FIRST_DAY
    until = Day.fromisoformat(when.until) if when.until else LAST_DAY
    if when.yearly and first.year < (until if when.until else since).year:
        # The same days of the article's own year, or of the one before.
        years = (first.year, max(first.year - 1, 1))
        return max(closeness(date, _of_year(when, year)) for year in years)
    if first <= until and last >= since:
        return 1.0
    if when.published:
        return 0.0
    if first > until:
        half = max(HALVES_AFTER_DAYS, float((until - since).days) if when.since else 0.0)
        return math.pow(0.5, (first - until).days / half)
    return math.pow(0.5, (since - last).days / HALVES_BEFORE_DAYS)


def _of_year(when: When, year: int) -> When:
    """Return the days of ``when`` as those of another year."""
    ends = when.until or when.since
    by = int(ends[:4]) - year
    since, until = (
        in_year(Day.fromisoformat(day), max(1, int(day[:4]) - by)).isoformat() if day else ""
        for day in (when.since, when.until)
    )
    return replace(when, since=since, until=until, yearly=False)


def _days(when: When) -> int:
    since = Day.fromisoformat(when.since) if when.since else FIRST_DAY
    until = Day.fromisoformat(when.until) if when.until else LAST_DAY
    return (until - since).days


_BEFORE = re.compile(
    rf"\b(?P<word>{lexicon.either('time', 'bounds')})\s+(?:the\s+|about\s+|around\s+)*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_JOINS = re.compile(
    r"\s*(?:\band\b|\bto\b|\buntil\b|\btill\b|\bthrough\b|[-\u2013\u2014])\s*(?:the\s+)?", re.I
)
_PAPERS = r"articles?|reports?|stories|story|news|coverage|headlines?|columns?|editorials?|pieces?"
_PUBLISHED_BEFORE = re.compile(
    rf"\b(?:{_PAPERS})\s+(?:(?:that\s+(?:was|were)\s+)?(?:published|written|posted|printed|dated)\s+)?"
    rf"(?:(?:{lexicon.either('time', 'published')})\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_PUBLISHED_AFTER = re.compile(rf"(?:['\u2019]s)?\s+(?:{_PAPERS})\b", re.IGNORECASE)


def _joined(question: str, found: Sequence[Period]) -> list[Period]:
    """Make one of two times that "between" or "from" joins."""
    joined: list[Period] = []
    for each in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and _JOINS.fullmatch(question, before.end, each.start)
            and _OPENS.search(question[: before.start])
        ):
            first = before.first
            if each.has_year and not before.has_year:
                # "between March and June 2024": the year is said once.
                first = in_year(first, each.first.year)
                first = in_year(first, each.first.year - 1) if first > each.last else first
            if first <= each.last:
                opened = _OPENS.search(question[: before.start])
                start = opened.start() if opened else before.start
                joined[-1] = replace(each, start=start, first=first, has_year=True)
                continue
        joined.append(each)
    return joined


def _bounded(question: str, found: Period) -> When:
    """Open the range to the side that a word before it says."""
    since, until, start = found.first.isoformat(), found.last.isoformat(), found.start
    published = bool(
        _PUBLISHED_BEFORE.search(question[:start]) or _PUBLISHED_AFTER.match(question, found.end)
    )
    if word := _BEFORE.search(question[:start]):
        kind = word["word"].lower().split()[0]
        start = word.start()
        if kind == "as":  # "as of May": what was known by then
            since = ""
        elif kind in ("since", "from", "after", "following", "starting"):
            until = ""
        elif kind in ("before", "prior", "ahead"):
            since, until = (
                "",
                (found.first - ONE_DAY).isoformat() if found.first > FIRST_DAY else "",
            )
        else:
            since = ""
    return When(start, found.end, since, until, published, found.yearly)
