"""Days as other people's files write them: taken where there is one way to read them."""

from __future__ import annotations

import datetime
import re
import warnings

from qa.errors import ArticleError
from qa.sources.metadata import normalise_date

_MAX_CHARS = 100
# Seconds or milliseconds since 1970, of the years 1990 to 2100.
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_EARLIEST, _LATEST = 631_152_000, 4_102_444_800
_COMPACT = re.compile(r"(\d{4})([01]\d)([0-3]\d)(?:T?(\d\d):?(\d\d)(?::?(\d\d))?(Z?))?")
# "Tue, 04/03/2025": the weekday tells which figure is the month.
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LEADING = re.compile(
    r"\A\s*(?:first |last )?(?:published|posted|publié|date|on)\b(?: on| at)?:?\s*", re.IGNORECASE
)


def date_or_blank(value: str) -> str:
    """Return ``value`` in ISO 8601, "" where it is no certain day: the file may be another's.

    Beside what ``normalise_date`` understands: seconds since 1970, 20250304, other languages'
    months, clock times in words, and days in figures with the year last where only one of
    day and month first is possible, or the weekday decides.
    """
    lean = " ".join(value.split())
    if not lean or len(lean) > _MAX_CHARS:
        return ""
    try:
        return normalise_date(lean)
    except ArticleError:
        return _figures(lean) or _parsed(_LEADING.sub("", lean))


def _figures(lean: str) -> str:
    """Return the day of a run of figures, "" where it is none."""
    if found := _COMPACT.fullmatch(lean):
        year, month, day, hour, minute, second, zulu = found.groups()
        clock = f"T{hour}:{minute}:{second or '00'}{'+00:00' if zulu else ''}" if hour else ""
        try:
            return normalise_date(f"{year}-{month}-{day}{clock}")
        except ArticleError:
            pass
    if not _EPOCH.fullmatch(lean):
        return ""
    seconds = float(lean) / (1_000 if len(lean.partition(".")[0]) > 10 else 1)
    if not _EARLIEST <= seconds <= _LATEST:
        return ""
    return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC).isoformat()


def _parsed(lean: str) -> str:
    """Return the day that dateparser finds whichever of day and month comes first, "" for two."""
    if not re.search(r"\d{4}", lean):
        return ""
    try:
        from dateparser import parse
    except ImportError:  # it comes with the reader of pages
        return ""
    # "10.15 CET": a dot in a time of day is read as a part of a date.
    lean = re.sub(r"(?<![\d.])(\d{1,2})\.(\d\d)(?![\d.])", r"\1:\2", lean)
    found = []
    for order in ("DMY", "MDY"):
        settings = {
            "DATE_ORDER": order,
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "PREFER_LOCALE_DATE_ORDER": False,
        }
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of its own use of other libraries
                found.append(parse(lean, settings=settings))
        except Exception:  # it meets texts that its authors did not foresee
            return ""
    first, second = found
    if first is None or second is None:
        return ""
    if first != second:
        named = _WEEKDAY.search(lean)
        fitting = [d for d in found if named and _WEEKDAYS[d.weekday()] == named[1].lower()]
        if len(fitting) != 1:
            return ""
        first = fitting[0]
    timed = re.search(r"\d[:h]\d\d|\d ?[ap]\.?m\b", lean, re.IGNORECASE) is not None
    return str((first if timed else first.date()).isoformat())
