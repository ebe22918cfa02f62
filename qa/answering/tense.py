"""Times that a question's tense rules out: what will be was not last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.reading_context import find_context
from qa.language import lexicon
from qa.language.dates import Date, find_dates
from qa.language.days import nearest_day
from qa.question import Question
from qa.records import Hit, Reading

_TO_COME = lexicon.words("questions", "to_come")
# "When did they say that it opens" may have an answer that is still to come.
_TOLD = lexicon.words("questions", "told_ahead")


def without_wrong_times(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; a time that cannot be the one asked about counts as "no answer".

    To "When will it open" that is a day before its article's, to "When did it open" one after.
    """
    ahead = not question.past and not _TO_COME.isdisjoint(question.keys)
    gone = question.past and _TOLD.isdisjoint(question.keys)
    if question.asked.kind != "when" or not (ahead or gone):
        return list(readings)
    return [
        replace(reading, no_answer=1.0) if _is_wrong(hit, reading, ahead) else reading
        for hit, reading in zip(hits, readings, strict=True)
    ]


def _is_wrong(hit: Hit, reading: Reading, ahead: bool) -> bool:
    days = [_side(each, hit.date) for each in _told_dates(hit, reading)]
    return bool(days) and all(side == (-1 if ahead else 1) for side in days)


def _told_dates(hit: Hit, reading: Reading) -> list[Date]:
    """Return an answer's dates, by the words before it: "Monday" of "will open on Monday"."""
    place = find_context(hit, reading)
    if place is None:
        return find_dates(reading.text, hit.date)
    start, end = place.start - place.before, place.end - place.before
    return [d for d in find_dates(place.window, hit.date) if d.start < end and start < d.end]


def _side(found: Date, date: str) -> int:
    """Return -1 for a time before the day ``date``, 1 for one after it, 0 where it is open."""
    value = found.value if found.year is not None else nearest_day(found, date)
    if not date or not value:
        return 0
    size = min(len(value), len(date))
    return (value[:size] > date[:size]) - (value[:size] < date[:size])
