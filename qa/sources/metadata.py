"""What an article says about itself: dates and titles, read from text alone."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

from qa.errors import ArticleError
from qa.language import lexicon

MAX_TITLE_CHARS = 200

# Controls, marks that turn the direction of what follows, and surrogates: no part of a title.
# Joiners stay: Persian words and family emoji need them.
_UNSHOWN = dict.fromkeys(
    (
        *(*range(32), *range(127, 160)),
        *(*range(0x202A, 0x202F), *range(0x2066, 0x206A)),
        *range(0xD800, 0xE000),
    ),
    " ",
)

_MONTHS = {name: n for n, name in enumerate(lexicon.ordered("time", "months"), 1)}
_MONTHS |= {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
_DATES = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_YEAR}(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})",
        rf"{_WEEKDAY}{_DAY}(?: of)? {_MONTH},? {_YEAR}",
        rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}",
    )
)
# parsedate_to_datetime takes nearly anything for a date, so the form is checked before.
_MAILED = re.compile(
    r"(?:[a-z]{3,9}, ?)?\d{1,2}[ -][a-z]{3,9}[ -]\d{4} \d{1,2}:\d\d(?::\d\d)? "
    r"(?:[+-]\d{4}|gmt|utc?|z|[ecmp][sd]t)",
    re.IGNORECASE | re.ASCII,
)
_TIMED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", re.ASCII)


def normalise_date(value: str) -> str:
    """Return ``value`` in ISO 8601, "" when it is blank.

    Understood are ISO dates and times, "2025/03/14", "14 March 2025", "March 14, 2025",
    with short months, ordinals and a leading weekday, and those of mail and RSS,
    "Fri, 14 Mar 2025 09:30:00 +0100" (RFC 5322, section 3.3), whose zone is kept. Days in
    figures with the year last are not: 03/04/2025 is two days on two sides of an ocean.

    Raises:
        ArticleError: the value is anything else, or no day of the calendar.
    """
    lean = " ".join(value.split())
    if not lean:
        return ""
    try:
        if _TIMED.fullmatch(lean):
            return datetime.datetime.fromisoformat(lean).isoformat()
        if _MAILED.fullmatch(lean):
            return parsedate_to_datetime(lean).isoformat()
        for form in _DATES:
            if found := form.fullmatch(lean):
                month = found["month"].lower()
                number = int(month) if month.isdigit() else _MONTHS[month]
                return datetime.date(int(found["year"]), number, int(found["day"])).isoformat()
    except (ValueError, KeyError, TypeError, IndexError):
        pass  # the 31st of June, or a word that is no month
    raise ArticleError(
        f"date {escape_surrogates(lean[:60])!r} is not a day that can be read with certainty; "
        "write it like 2025-03-14 or 14 March 2025"
    )


def title_of(text: str, *, markdown: bool = False) -> str:
    """Return the first line of ``text`` that has a letter or digit, as a title.

    With ``markdown``, without the marks of a heading. At most ``MAX_TITLE_CHARS``, cut at
    a word. Falls back to the first line that is not blank.
    """
    fallback = ""
    for line in re.finditer(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+", text):
        title = one_line(line.group()[: 4 * MAX_TITLE_CHARS])
        if markdown:
            title = re.sub(r"\A#{1,6} +(.*?)(?: +#+)?\Z", r"\1", title)
        if any(char.isalnum() for char in title):
            return _cut(title)
        fallback = fallback or title
    return _cut(fallback)


def _cut(title: str) -> str:
    if len(title) <= MAX_TITLE_CHARS:
        return title
    head = title[: MAX_TITLE_CHARS + 1]
    return head.rpartition(" ")[0] or head[:MAX_TITLE_CHARS]


def one_line(value: str) -> str:
    """Return ``value`` without control characters, every run of blanks made one space."""
    return " ".join(value.translate(_UNSHOWN).split())


def escape_surrogates(value: str) -> str:
    """Return ``value`` fit for any terminal: lone surrogates as escapes."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8")
