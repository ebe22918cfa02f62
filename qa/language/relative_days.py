"""Days told by counting from another: "the night before last", "a week from Friday".

Only what means one day, month or year of its own: "two weeks ago" is within days of one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from qa.language import lexicon
from qa.text.lowered import lowered

_DAYS = {name: i for i, name in enumerate(lexicon.ordered("time", "weekdays"))}
_COUNTS = {
    word: i for i, word in enumerate(lexicon.ordered("numbers", "zero_one", "two_to_ten")) if i
}
_WEEKDAY = rf"(?P<weekday>{'|'.join(_DAYS)})(?![a-z])"
_COUNT = rf"(?P<count>\d{{1,3}}|an?|{'|'.join(_COUNTS)})"
_UNIT = r"(?P<unit>day|week|fortnight)s?"
_SPANS = {"day": 1, "week": 7, "fortnight": 14}
_ANCHORS = {"yesterday": -1, "tomorrow": 1}
_PART = rf"(?:day|night|{lexicon.either('time', 'parts_of_day')})"
_OFTEN = r"\b(?<!once )(?<!twice )(?<!times )(?<!days )(?<!hours )"  # "once a week on Monday"

Found = tuple[int, int | None, int | None] | None
"""Year, month and day, of which the last ones may be unknown; None for what is no one day."""


@dataclass(frozen=True, slots=True)
class Told:
    """A time at ``text[start:end]``, and what it is: year, month and day, or None."""

    start: int
    end: int
    found: Found


def find_told(text: str, written: datetime.date | None) -> Iterator[Told]:
    """Yield the counted days of ``text``, written on that day, form by form; some may overlap.

    What no day can be given for, as that of the text is unknown, is yielded without one: a weekday
    in it is not the day that is meant.
    """
    low = lowered(text)
    for form, make in _FORMS:
        for match in form.finditer(low):
            try:
                found = make(match, written) if written is not None else None
            except (OverflowError, ValueError):
                found = None
            yield Told(*match.span(), found)


def _day(day: datetime.date) -> Found:
    return day.year, day.month, day.day


def _moved(written: datetime.date, days: int) -> datetime.date:
    return written + datetime.timedelta(days=days)


def _coming(written: datetime.date, weekday: str) -> datetime.date:
    return _moved(written, (_DAYS[weekday] - written.weekday() - 1) % 7 + 1)


def _latest(written: datetime.date, weekday: str) -> datetime.date:
    return _moved(written, -((written.weekday() - _DAYS[weekday] - 1) % 7 + 1))


def _count(match: re.Match[str]) -> int:
    word = match["count"]
    return int(word) if word.isdigit() else _COUNTS.get(word, 1)


def _days(match: re.Match[str]) -> int:
    return _count(match) * _SPANS[match["unit"]]


def _but_one(match: re.Match[str], written: datetime.date) -> Found:
    """Resolve "the year before last" and "the Friday after next"."""
    unit, step = match["unit"], -2 if match["side"] else 2
    if unit in _DAYS:
        near = _latest(written, unit) if step < 0 else _coming(written, unit)
        return _day(_moved(near, 7 * step // 2))
    if unit == "year":
        return written.year + step, None, None
    if unit == "month":
        months = written.year * 12 + written.month - 1 + step
        return months // 12, months % 12 + 1, None
    return None if unit in ("week", "weekend") else _day(_moved(written, step))


def _beside(match: re.Match[str], written: datetime.date) -> Found:
    """Resolve "the day before yesterday"."""
    step = -1 if match["side"] == "before" else 1
    return _day(_moved(written, step + _ANCHORS[match["anchor"]]))


def _ago(match: re.Match[str], written: datetime.date) -> Found:
    """Resolve "two days ago" to the day, and months and years to no more than they say."""
    count, unit = _count(match), match["unit"]
    if unit == "day":
        return _day(_moved(written, -count))
    if unit == "year":
        return (written.year - count, None, None) if count < written.year else None
    months = written.year * 12 + written.month - 1 - count
    return (months // 12, months % 12 + 1, None) if months >= 12 else None


def _counted(match: re.Match[str], written: datetime.date) -> Found:
    """Resolve "a week from tomorrow" and "two weeks ago on Friday"."""
    past = match["side"] == "ago"
    days = -_days(match) if past else _days(match)
    if match["weekday"]:
        near = _latest if past else _coming
        return _day(_moved(near(written, match["weekday"]), days))
    anchor = match["anchor"]
    if anchor == "now" and match["unit"] != "day":
        return None
    return _day(_moved(written, days + _ANCHORS.get(anchor, 0)))


def _week_after(match: re.Match[str], written: datetime.date) -> Found:
    """Resolve "Friday week"."""
    return _day(_moved(_coming(written, match["weekday"]), 7))


def _of_week(match: re.Match[str], written: datetime.date) -> Found:
    """Resolve "Tuesday of last week"."""
    weeks = {"last": -1, "next": 1}.get(match["which"], 0)
    return _day(_moved(written, 7 * weeks - written.weekday() + _DAYS[match["weekday"]]))


def _in_days(match: re.Match[str], written: datetime.date) -> Found:
    """Resolve "in three days' time"."""
    return _day(_moved(written, _days(match))) if match["unit"] == "day" else None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime.date], Found]], ...] = tuple(
    (re.compile(form), make)
    for form, make in (
        (
            rf"\b(?P<unit>{_PART}|week|weekend|month|year|{'|'.join(_DAYS)})\s+"
            r"(?:(?P<side>before)\s+last|after\s+next)\b",
            _but_one,
        ),
        (
            rf"\b{_PART}\s+(?P<side>before|after)\s+(?P<anchor>yesterday|tomorrow)\b",
            _beside,
        ),
        (
            rf"\b{_COUNT}\s+{_UNIT}\s+(?P<side>ago)\s+(?:on\s+)?"
            rf"(?:(?P<anchor>today|yesterday)\b|{_WEEKDAY})",
            _counted,
        ),
        (
            rf"\b{_COUNT}\s+{_UNIT}\s+(?P<side>from)\s+(?:(?P<anchor>today|tomorrow|now)\b|{_WEEKDAY})",
            _counted,
        ),
        (
            rf"{_OFTEN}(?P<count>an?)\s+(?P<unit>week|fortnight)\s+(?P<side>on)\s+{_WEEKDAY}"
            r"(?P<anchor>)",
            _counted,
        ),
        (rf"\b{_COUNT}\s+(?P<unit>day|month|year)s?\s+ago\b", _ago),
        (rf"\b{_WEEKDAY}\s+week\b(?!['\u2019-])", _week_after),
        (rf"\b{_WEEKDAY}(?:\s+of|,)?\s+(?P<which>last|this|next)\s+week\b", _of_week),
        (rf"\b(?P<which>last|this|next)\s+week\s+on\s+{_WEEKDAY}", _of_week),
        (rf"\b{_COUNT}\s+{_UNIT}['\u2019]\s?(?:s\s+)?time\b", _in_days),
    )
)
