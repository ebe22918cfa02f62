"""The date alone for "when", where the reader took more: "in May 2028" of a whole clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.choice import Choice
from qa.answering.fitting.spans import HitSpan, answer_span, make_choice, sentence_around
from qa.language import lexicon
from qa.language.dates import find_dates
from qa.language.relative_days import find_told
from qa.language.years import YEAR
from qa.records import Hit
from qa.text.whole_facts import widen_to_facts
from qa.text.words import find_words

# Beside a date, these say that it is not itself the one asked for, or not exactly.
_AROUND = lexicon.words("time", "around")
# After a date, no more of the time: "Tuesday, just after noon" and "May 4, 2 p.m." are whole.
_REMARK = re.compile(
    r",\s+(?!(?:and|or|to|until|but|not|bc|ad)\b)(?:(?!\d|\b(?:o['\u2019]clock|hours?|minutes?"
    rf"|{lexicon.either('time', 'parts_of_day')})\b).)+",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?", re.IGNORECASE)
_ITS_DAY = re.compile(r"(?:\s(?:local time|[A-Z]{2,4}))?,?\s(?:on\s)?")
_PARTS = frozenset({"year", "month", "decade", "century"})
"""Units that a date is a part of, or that are a part of a date."""
LONG_FRONT = 3
"""Words before "in May" that make a clause: "the bridge opens"."""


def narrow_to_date(hits: Sequence[Hit], choice: Choice, at: int, unit: str = "") -> Choice:
    """Return ``choice``, or the one date in its span where more was read than was asked for.

    ``unit`` is what is asked for of a date: to "in which year" 1911 is whole without its month.
    Its confidence stays: what was narrowed is no surer to be right.
    """
    if len(choice.citations) != 1:
        return choice
    text = hits[at].passage.text
    start, end = answer_span(choice, hits[at])
    if unit in _PARTS:
        years = list(YEAR.finditer(text, start, end)) if unit == "year" else []
        if len(years) != 1 or len(find_dates(text[start:end])) != 1:
            return choice
        return make_choice(hits, [HitSpan(at, *years[0].span())], choice.confidence, choice)
    if (whole := _whole_date(text, start, end)) != (start, end):
        return make_choice(hits, [HitSpan(at, *whole)], choice.confidence, choice)
    found = _date(text, start, end)
    if found is None:
        return choice
    first, last = widen_to_facts(text, *found)
    if not start <= first < last <= end or (first, last) == (start, end):
        return choice
    return make_choice(hits, [HitSpan(at, first, last)], choice.confidence, choice)


def _whole_date(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span that begins and ends with whole dates: all of "Monday, May 4" for "Monday"."""
    low, high = sentence_around(text, start, end)
    # Whether its day is known or not: "Saturday" is not "a week on Saturday".
    for told in find_told(text[low:high], None):
        if low + told.start < end and start < low + told.end:
            start, end = min(start, low + told.start), max(end, low + told.end)
    for date in find_dates(text[low:high]):
        first, last = low + date.start, low + date.end
        if first < end and start < last and text[first] not in "(,":
            start, end = min(start, first), max(end, last)
    # "At 3 p.m. on Monday": the hour without its day tells little.
    if _CLOCK.fullmatch(text, start, end) and (more := _ITS_DAY.match(text, end, high)):
        for date in find_dates(text[low:high]):
            if low + date.start == more.end():
                return start, low + date.end
    return start, end


def _date(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the one date that ends a clause or has a remark after it.

    "May 2028" of "it will open in May 2028" and of "May 2028, two years late".
    """
    span = text[start:end]
    dates = find_dates(span)
    if len(dates) != 1:
        return None
    if dates[0].start == 0 and _REMARK.fullmatch(span, dates[0].end):
        return start, start + dates[0].end
    if dates[0].end != len(span):
        return None
    front = find_words(span[: dates[0].start])
    if len(front) <= LONG_FRONT or front[-1].key not in ("in", "on", "at"):
        return None
    if any(word.key in _AROUND for word in front):
        return None
    return start + dates[0].start, end
