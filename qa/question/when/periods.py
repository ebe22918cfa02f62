"""Read what names a time in text as a range of days, against the day of asking.

``dates`` reads dates as facts to compare; here "last June" and "two weeks ago" become days.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.language import lexicon
from qa.language.dates import Date, find_dates, parse_iso
from qa.question.when.days import Day, Range, months_range, part_of, year_range
from qa.question.when.relative import find_relative

_MONTHS = {name: number for number, name in enumerate(lexicon.ordered("time", "months"), 1)}
_SHORT = {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

_MONTH = "|".join(_MONTHS) + r"|(?:sept|" + "|".join(_SHORT) + r")\b\.?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_CUE = rf"(?:{lexicon.either('time', 'date_cues', 'period_cues')})[\s-]+"
_PART = r"(?:(?P<part>early|late|mid)(?:[\s-]+in)?[\s-]+(?:the\s+)?)?"


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days named by ``text[start:end]``; ``has_year`` says that its year is given.

    ``yearly`` says that it is a day or month of any year, "May 3" or "in May", here of the latest.
    """

    start: int
    end: int
    first: Day
    last: Day
    has_year: bool
    yearly: bool = False


def find_periods(text: str, today: str) -> list[Period]:
    """Return the periods that ``text`` names, in its order and without overlap.

    ``today`` is the ISO day of asking: a month, day or weekday without a year is the latest
    that has begun; weeks begin on Monday. Without a valid ``today`` only periods with a year
    are found. Numeric dates such as 4/5/2025 are left alone.
    """
    asked = parse_iso(today)
    found: list[Period] = []
    taken = bytearray(len(text))
    for each in _every(text, asked):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
            found.append(each)
    return sorted(found, key=lambda each: each.start)


def _every(text: str, today: Day | None) -> Iterator[Period]:
    if today is not None:
        for start, end, days, has_year in find_relative(text, today):
            yield Period(start, end, *days, has_year)
    yield from _dates(text, today)
    if today is not None:
        yield from _bare_months(text, today)
    for match in _YEAR_FORM.finditer(text):
        if (days_of_year := _bare_year(match)) is not None:
            yield Period(*match.span(), *days_of_year, has_year=True)


def _dates(text: str, today: Day | None) -> Iterator[Period]:
    """Yield whole dates, months of a year and decades, as ``qa.language.dates`` reads them."""
    for date in find_dates(text, today.isoformat() if today else ""):
        if date.month is None and date.decade is None:
            continue  # a year alone is read more widely below
        if (found := _from_date(text, date, today)) is not None:
            yield found


def _bare_months(text: str, today: Day) -> Iterator[Period]:
    """Yield months whose year is understood: "in June", "last June", "late June"."""
    for form in (_PARTED_MONTH, _MONTH_FORM):
        for match in form.finditer(text):
            if (days := _bare_month(match, today)) is not None:
                start = match.start("part") if match["part"] else match.start("month")
                start = match.start("which") if match["which"] else start
                yearly = not match["which"]
                yield Period(start, match.end(), *days, has_year=False, yearly=yearly)


def _from_date(text: str, date: Date, today: Day | None) -> Period | None:
    span = (date.start, date.end)
    if date.decade is not None:
        return Period(*span, Day(date.decade, 1, 1), Day(date.decade + 9, 12, 31), True)
    if date.month is None:
        return None
    if _NAMED_DAY.search(text[: date.start]) or _PAPER.match(text, date.end):
        return None
    if date.day is None:
        return Period(*span, *months_range(date.year or 1, date.month), True) if date.year else None
    # Without a year the latest such day: the 29th of February is up to 8 years ago.
    years = (
        [date.year] if date.year else range(today.year, max(today.year - 9, 0), -1) if today else []
    )
    for year in years:
        if date.day <= calendar.monthrange(year, date.month)[1]:
            day = Day(year, date.month, date.day)
            if date.year or (today and day <= today):
                return Period(*span, day, day, date.year is not None, yearly=not date.year)
    return None


def _bare_month(match: re.Match[str], today: Day) -> Range | None:
    name = match["month"].lower().rstrip(".")
    number = _MONTHS.get(name) or _SHORT[name]
    if name in ("may", "march", "mar") and not match["month"][0].isupper():
        return None  # "in may" is hardly written; "to march" is
    which = (match["which"] or "").lower().split()
    year = today.year - (number > today.month)
    if which and which[-1] in ("next", "coming"):
        year = today.year + (number <= today.month)
    elif which and which[-1] in ("last", "past") and number == today.month:
        year -= 1
    return part_of(months_range(year, number), match["part"])


def _bare_year(match: re.Match[str]) -> Range | None:
    first, last = year_range(int(match["year"]))
    if match["other"]:
        second = int(match["year"][:2] + match["other"])
        if second != int(match["year"]) + 1:
            return None
        return first, year_range(second)[1]
    return part_of((first, last), match["part"])


_MONTH_FORM = re.compile(
    rf"(?:\b(?P<which>this\s+past|this\s+coming|last|past|next|this)\s+|\b{_CUE})"
    rf"(?P<month>{_MONTH})(?P<part>)(?![\w-]|\s+\d)",
    re.IGNORECASE,
)
_PARTED_MONTH = re.compile(
    rf"\b(?P<which>)(?P<part>early|late|mid)[\s-]+(?P<month>{_MONTH})(?![\w-]|\s+\d)", re.IGNORECASE
)
_YEAR_FORM = re.compile(
    rf"(?<![\w.,:$£€#/-]){_PART}{_YEAR}(?:[-\u2013/](?P<other>\d\d)(?!\d))?"
    r"(?![\w%]|[.,:]\d|-\w|\s+(?:people|miles|feet|dollars|troops|homes|jobs|votes|times)\b)",
    re.IGNORECASE,
)
# A weekday in these is a name: "Black Friday", "Bloody Sunday", "the Sunday Times".
_NAMED_DAY = re.compile(r"\b(?:black|good|ash|super|bloody|cyber|palm|easter|fat|giving)\s+$", re.I)
_PAPER = re.compile(r"\s+(?:times|night\s+football|telegraph|mirror|herald|express)\b", re.I)
