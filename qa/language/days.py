"""Days of the calendar that a text names without their year."""

from __future__ import annotations

from qa.language.dates import Date

_HALF_YEAR = 6


def nearest_day(date: Date, written: str) -> str:
    """Return the ISO day of a date in an article of the ISO day ``written``, "" for no day.

    Without a year it is the nearest such day: "Dec. 30" of an article in January is past.
    """
    if not date.month or not date.day or not (date.year or written):
        return ""
    year = date.year or int(written[:4])
    if not date.year:
        ahead = date.month - int(written[5:7] or 1)
        year += (ahead < -_HALF_YEAR) - (ahead > _HALF_YEAR)
    return f"{year:04}-{date.month:02}-{date.day:02}"
