"""Find dates in text, whole or partial, and resolve weekdays against an article's date."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from qa.language import lexicon
from qa.language.relative_days import find_told
from qa.text.lowered import lowered

_MONTHS = {name: i for i, name in enumerate(lexicon.ordered("time", "months"), 1)}
_SHORT = {name[:3]: i for name, i in _MONTHS.items()} | {"sept": 9}
_DAYS = {name: i for i, name in enumerate(lexicon.ordered("time", "weekdays"))}
_SHORT_DAYS = {name[:3]: i for name, i in _DAYS.items()} | {"tues": 1, "thur": 3, "thurs": 3}

_MONTH = r"(?P<month>" + "|".join(_MONTHS) + r"|(?:sept|" + "|".join(_SHORT) + r")\b\.?)"
_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = "|".join(_DAYS) + "|(?:" + "|".join(_SHORT_DAYS) + r")\b\.?"
_LEAD = rf"(?:(?:{_WEEKDAY}),?\s+(?:the\s+)?)?"  # "Thursday, May 4" is one date
_CUE = lexicon.either("time", "date_cues")
# The years of a decade that each part of it may mean.
_PARTS_OF_DECADE: Mapping[str, tuple[int, int]] = {
    "": (0, 9), "early": (0, 4), "mid": (3, 7), "late": (5, 9)
}  # fmt: skip
# What makes the weekday after it one to come; a word of _PAST between them ends its reach.
_AHEAD = re.compile(rf"\b(?:{lexicon.either('time', 'ahead')})\b|won\u2019t\b", re.IGNORECASE)
_PAST = re.compile(
    rf"\b(?:{lexicon.either('time', 'past')})\b|[;:.!?]\s|\n|, (?!\d)", re.IGNORECASE
)
_REACH = 90  # characters before a weekday in which a word of _AHEAD may stand
# Tried in this order at every place of the lowered text; the first wins.
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?<!\d)(?P<year>\d{4})-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
        rf"\b{_LEAD}{_MONTH}\s+{_DAY}(?!\d|[.,:]\d)(?:,?\s+(?:of\s+)?{_YEAR}\b)?",
        rf"\b{_LEAD}{_DAY}\s+(?:of\s+)?{_MONTH}(?![a-z])(?:,?\s+{_YEAR}\b)?",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
        r"(?=[eml12])(?:\b(?P<part>early|mid|late)[\s-]+(?:the\s+)?)?"
        r"(?<![\w.,$])(?P<decade>1[5-9]\d|20\d)0['\u2019]?s\b",
        r"\b(?:(?P<which>last|next|this|this past|this coming)\s+)?"
        rf"(?P<weekday>{_WEEKDAY})(?![a-z])",
        r"\b(?P<relative>yesterday|today|tonight|tomorrow|last\s+night|this\s+(?:morning|afternoon|evening)|(?:last|this|next)\s+(?:year|month))\b",
        # A bare month or year is a date only where a word says so: "may" and "march" are verbs.
        rf"(?:\b(?:{_CUE}|last|next|this)[\s-]+|^\W*(?=\w+\W*$)){_MONTH}(?![a-z])",
        rf"(?:\b(?:{_CUE}|around|before|after|year|the)[\s-]+|^\W*(?=\w+\W*$)|[(,]\s?){_YEAR}(?![\w%]|[.,:]\d)",
    )
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date at ``text[start:end]``; what the text leaves open is None.

    ``weekday`` (0 is Monday) is set only where no article date resolves it; ``part`` is
    "early", "mid" or "late" where a decade's is said.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    decade: int | None = None
    part: str = ""

    @property
    def value(self) -> str:
        """Return the ISO form: "2025-05-04", "--05-04", "2025-05", "--05", "2025", "1990s"."""
        if self.weekday is not None:
            return f"weekday-{self.weekday}"
        if self.decade is not None:
            return f"{self.part} {self.decade}s".strip()
        text = f"{self.year:04d}" if self.year is not None else "-" if self.month else ""
        text += f"-{self.month:02d}" if self.month is not None else ""
        return text + (f"-{self.day:02d}" if self.day is not None else "")


def find_dates(text: str, date: str = "") -> list[Date]:
    """Return the dates of ``text`` in order, without overlap.

    ``date`` is the article's own ISO date, "" when unknown. A bare weekday is the latest one
    up to that day, as news writes it, and the first one from that day on after "will" and the
    like; "next Friday" is the first one after it. Numeric dates
    such as 4/5/2025 are left alone: which part is the month depends on the country.
    """
    written = parse_iso(date)
    found: list[Date] = []
    taken = bytearray(len(text))
    for told in find_told(text, written):
        if not any(taken[told.start : told.end]):
            found += [Date(told.start, told.end, *told.found)] if told.found else []
            taken[told.start : told.end] = b"\1" * (told.end - told.start)
    low = lowered(text)
    for form in _FORMS:
        for match in form.finditer(low):
            made = _make(text, match, written)
            if made and not any(taken[made.start : made.end]):
                found.append(made)
                taken[made.start : made.end] = b"\1" * (made.end - made.start)
    return sorted(found, key=lambda d: d.start)


def parse_iso(date: str) -> datetime.date | None:
    """Return the day of an ISO 8601 date or time, None when it is not one."""
    try:
        return datetime.date.fromisoformat(date[:10])
    except ValueError:
        return None


def _make(text: str, match: re.Match[str], written: datetime.date | None) -> Date | None:
    """Return the date that the lowered text matches; ``text`` has its capitals."""
    part = match.groupdict()
    start, end = match.span()
    if part.get("weekday"):
        return _resolve_weekday(text, match, written)
    if part.get("relative"):
        return _resolve_relative(match, written)
    if part.get("decade"):
        return Date(start, end, decade=int(part["decade"]) * 10, part=part.get("part") or "")
    year = int(part["year"]) if part.get("year") else None
    day = int(part["day"]) if part.get("day") else None
    month = None
    if part.get("month"):
        name = part["month"].rstrip(".")
        month = int(name) if name.isdigit() else _MONTHS.get(name) or _SHORT[name]
        if day is None and year is None:
            # "in may" of an uncased text is taken; "it may" never reaches this form.
            start = match.start("month")
            if not text[start].isupper() and match.start() != start and month in (3, 5):
                return None
        if not 1 <= month <= 12:
            return None
    elif year is not None:
        start = match.start("year")
    if day is not None and not 1 <= day <= calendar.monthrange(year or 2000, month or 1)[1]:
        return None
    return Date(start, end, year, month, day)


def _resolve_weekday(text: str, match: re.Match[str], written: datetime.date | None) -> Date | None:
    name = match["weekday"].rstrip(".")
    if not text[match.start("weekday")].isupper() and name not in _DAYS:
        return None  # "sun", "sat" and "wed" are words too
    if name in ("sun", "sat", "wed") and len(match.string.strip(" .")) > len(name):
        return None
    weekday = _DAYS.get(name, _SHORT_DAYS.get(name, 0))
    if written is None:
        return Date(*match.span(), weekday=weekday)
    back = (written.weekday() - weekday) % 7
    which = match["which"] or ""
    if which in ("next", "this coming"):
        day = written + datetime.timedelta(days=7 - back)
    elif which in ("last", "this past"):
        day = written - datetime.timedelta(days=back or 7)
    elif back and _is_ahead(match):
        day = written + datetime.timedelta(days=7 - back)
    else:
        day = written - datetime.timedelta(days=back)
    return Date(*match.span(), day.year, day.month, day.day)


def _is_ahead(match: re.Match[str]) -> bool:
    """Say whether the words before a weekday make it one to come: "will meet on Friday"."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    cues = list(_AHEAD.finditer(before))
    return bool(cues) and not _PAST.search(before, cues[-1].end())


def _resolve_relative(match: re.Match[str], written: datetime.date | None) -> Date | None:
    if written is None:
        return None
    words = match["relative"].split()
    step = {"yesterday": -1, "tomorrow": 1, "last": -1, "next": 1}.get(words[0], 0)
    if len(words) == 1 or words[1] not in ("year", "month"):
        # "Last night" began on the day before; "this morning" is the day's own.
        day = written + datetime.timedelta(days=step)
        return Date(*match.span(), day.year, day.month, day.day)
    if words[1] == "year":
        return Date(*match.span(), written.year + step)
    months = written.year * 12 + written.month - 1 + step
    return Date(*match.span(), months // 12, months % 12 + 1)


def parse_value(value: str) -> Date:
    """Return the date that has this ``Date.value``; its span is empty."""
    if value.startswith("weekday-"):
        return Date(0, 0, weekday=int(value[8:]))
    if value.endswith("s"):
        part, _, decade = value[:-1].rpartition(" ")
        return Date(0, 0, decade=int(decade), part=part)
    match = re.fullmatch(r"(\d{4})?-?(?:-(\d\d))?(?:-(\d\d))?", value)
    if match is None:
        return Date(0, 0)
    year, month, day = (int(g) if g else None for g in match.groups())
    return Date(0, 0, year, month, day)


def agree(a: Date, b: Date) -> bool:
    """Say whether two dates can be one: some part is known in both, and no such part differs."""
    if a.weekday is not None or b.weekday is not None:
        days = (_weekday(a), _weekday(b))
        return days[0] is not None and days[0] == days[1]
    if a.decade is not None or b.decade is not None:
        return _share_decade(a, b)
    shared = [
        (x, y)
        for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day))
        if x is not None and y is not None
    ]
    return bool(shared) and all(x == y for x, y in shared)


def covers(source: Date, claim: Date) -> bool:
    """Say whether ``source`` tells all that ``claim`` does, apart from a year left unsaid."""
    if not agree(source, claim):
        return False
    if claim.decade is not None:
        return True
    if source.decade is not None:
        return False  # "the 1990s" is not 1994
    return (claim.month is None or source.month is not None) and (
        claim.day is None or source.day is not None
    )


def _share_decade(a: Date, b: Date) -> bool:
    """Say whether two dates, a decade among them, can be one: 1987 is of the late 1980s."""
    spans = [_years(date) for date in (a, b)]
    if None in spans:
        return False
    (low, high), (other_low, other_high) = (span for span in spans if span is not None)
    return low <= other_high and other_low <= high


def _years(date: Date) -> tuple[int, int] | None:
    """Return the first and last year that a date may mean."""
    if date.decade is not None:
        low, high = _PARTS_OF_DECADE[date.part]
        return date.decade + low, date.decade + high
    return None if date.year is None else (date.year, date.year)


def _weekday(date: Date) -> int | None:
    if date.weekday is not None:
        return date.weekday
    if date.year is None or date.month is None or date.day is None:
        return None
    return datetime.date(date.year, date.month, date.day).weekday()


def tell_day(text: str, start: int, end: int, date: str) -> str:
    """Return the day, month or year that a relative time in ``text[start:end]`` means.

    It reads "4 March 2025", "March 2025" or "2023"; ``date`` is the ISO day of the text. "" where
    there is no such time, or more than one. What names its own day or month needs no telling.
    """
    low = max(0, start - _REACH)
    around = text[low : end + 1]
    inside = (start - low, end - low)
    found = [d for d in find_dates(around, date) if inside[0] <= d.start and d.end <= inside[1]]
    if not found:
        return ""
    plain = {(d.start, d.end): d for d in find_dates(around)}
    told = [d for d in found if d.year is not None and not _is_told(plain.get((d.start, d.end)))]
    return spell_day(told[0]) if len(told) == len(found) == 1 else ""


def _is_told(plain: Date | None) -> bool:
    """Say whether a date names its own month or year, as read without the day of its text."""
    return plain is not None and (plain.year is not None or plain.month is not None)


def spell_day(date: Date) -> str:
    """Return "4 March 2025", or what is known of it: "March 2025", "2025"."""
    month = lexicon.ordered("time", "months")[date.month - 1].title() if date.month else ""
    parts = (str(date.day) if date.day else "", month, str(date.year) if date.year else "")
    return " ".join(part for part in parts if part)
