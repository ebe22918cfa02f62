"""Times told from the day of asking: "yesterday", "last week", "two years ago", "this summer"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

from qa.language import lexicon
from qa.question.when.days import ONE_DAY, Day, Range, months_range, part_of, year_range

# "Recent" says no more than this month or the one before.
RECENT_DAYS = 45

# The northern hemisphere's, as meteorologists count them; winter begins in December.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SPELLED = lexicon.ordered("numbers", "zero_one", "two_to_ten", "eleven_to_nineteen")
_NUMBERS = {
    **{word: number for number, word in enumerate(_SPELLED) if 0 < number <= 12},
    **{"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 5},
}
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_STEPS = {"this": 0, "current": 0, "next": 1, "coming": 1, "upcoming": 1}
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14, "month": 30, "quarter": 91}
_DAYS |= {"year": 365, "decade": 3652, "century": 36525}

_COUNT = r"(?P<count>\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade)s?"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_YEAR = r"(?P<year>19\d\d|20\d\d)"


def find_relative(text: str, today: Day) -> Iterator[tuple[int, int, Range, bool]]:
    """Yield (start, end, days, whether a year is named) form by form; some may overlap."""
    for form, make in _FORMS:
        for match in form.finditer(text):
            try:
                days = make(match, today)
            except (ValueError, OverflowError):
                continue  # before the year 1: no article is that old
            yield *match.span(), days, bool(match.groupdict().get("year"))


def _named(match: re.Match[str], today: Day) -> Range:
    word = " ".join(match.group().lower().split())
    if word.startswith(("recent", "lately", "latest")):
        return _ending(today, RECENT_DAYS)
    if word in ("last night", "overnight"):
        return _ending(today, 1)
    step = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}.get(word, 0)
    return today + step * ONE_DAY, today + step * ONE_DAY


def _stepped(match: re.Match[str], today: Day) -> Range:
    which, unit = match["which"].lower().split()[-1], match["unit"].lower()
    if which == "past" or unit in ("decade", "century"):
        return _ending(today, _DAYS[unit])
    step = _STEPS.get(which, -1)
    monday = today + (7 * step - today.weekday()) * ONE_DAY
    if unit == "week":
        return monday, monday + 6 * ONE_DAY
    if unit == "weekend":
        # On a Sunday "last weekend" is the one before, on a Monday that of yesterday.
        return monday + 5 * ONE_DAY, monday + 6 * ONE_DAY
    if unit == "year":
        return part_of(year_range(today.year + step), match["part"])
    if unit == "month":
        return part_of(months_range(today.year, today.month + step), match["part"])
    return months_range(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * step, 3)


def _counted(match: re.Match[str], today: Day) -> Range:
    return _ending(today, _count(match["count"]) * _DAYS[match["unit"].lower()])


def _ago(match: re.Match[str], today: Day) -> Range:
    # "Two weeks ago" is as exact as a week.
    days = _DAYS[match["unit"].lower()]
    centre = today - _count(match["count"]) * days * ONE_DAY
    return centre - days // 2 * ONE_DAY, min(centre + days // 2 * ONE_DAY, today)


def _season(match: re.Match[str], today: Day) -> Range:
    month = _SEASONS[match["season"].lower()]
    if match["year"]:
        return months_range(int(match["year"]), month, 3)
    which = (match["which"] or "").lower()
    if which == "this":
        # In January "this winter" is the one that began in December.
        return months_range(today.year - (month == 12 and today.month < 3), month, 3)
    year = today.year - (months_range(today.year, month)[0] > today)
    if which == "last" and months_range(year, month, 3)[1] >= today:
        year -= 1
    return months_range(year + (which == "next"), month, 3)


def _quarter(match: re.Match[str], today: Day) -> Range:
    number = _NTH.get(match["nth"].lower()) if match["nth"] else int(match["number"])
    months = 6 if (match["kind"] or match["letter"]).lower() in ("half", "h") else 3
    month = ((number or 1) - 1) * months + 1
    if match["year"]:
        return months_range(int(match["year"]), month, months)
    return months_range(today.year - (months_range(today.year, month)[0] > today), month, months)


def _ending(today: Day, days: int) -> Range:
    return today - datetime.timedelta(days=days), today


def _count(word: str) -> int:
    lean = " ".join(word.lower().split())
    return _NUMBERS[lean] if lean in _NUMBERS else int(lean)


# Tried in this order; of two that overlap the first is taken.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Day], Range]], ...] = tuple(
    (re.compile(form, re.IGNORECASE), make)
    for form, make in (
        (rf"\b{_COUNT}\s+{_UNIT}\s+ago\b", _ago),
        (rf"\b(?:the\s+)?(?:last|past|previous|recent)\s+{_COUNT}\s+{_UNIT}\b", _counted),
        (
            r"\b(?:(?P<part>early|late|mid)(?:\s+in)?[\s-]+)?(?:the\s+)?(?P<which>this\s+past"
            r"|this\s+coming|this|last|past|previous|current|next|coming|upcoming)\s+"
            r"(?P<unit>week|weekend|month|quarter|year|decade|century)\b",
            _stepped,
        ),
        (
            r"\b(?:the\s+day\s+before\s+yesterday|yesterday|today|tonight|tomorrow|overnight"
            r"|last\s+night|recent(?:ly)?|lately|latest)\b",
            _named,
        ),
        (rf"\b(?P<which>){_SEASON}\s+(?:of\s+)?{_YEAR}\b", _season),
        (
            r"\b(?:(?P<which>this|last|next)\s+|(?:in|during|since)\s+(?:the\s+)?)"
            rf"{_SEASON}\b(?P<year>)",
            _season,
        ),
        # Games have quarters and halves, too: without a year only "Q3" is one of a year.
        (
            r"\b(?P<nth>first|second|third|fourth)\s+(?P<kind>quarter)\s+(?:of\s+)?"
            rf"{_YEAR}\b(?P<letter>)(?P<number>)",
            _quarter,
        ),
        (
            rf"\b(?P<nth>first|second)\s+(?P<kind>half)\s+(?:of\s+)?{_YEAR}\b"
            r"(?P<letter>)(?P<number>)",
            _quarter,
        ),
        (
            r"(?P<nth>)(?P<kind>)\b(?P<letter>Q(?=[1-4])|H(?=[12]))(?P<number>\d)\b"
            rf"(?:,?\s+(?:of\s+)?{_YEAR}\b)?",
            _quarter,
        ),
    )
)
