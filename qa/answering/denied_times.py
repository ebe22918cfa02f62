"""Days that a sentence says are not the one: "the vote will not be on Thursday"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answering.reading_context import ReadingContext, find_context
from qa.language import lexicon
from qa.question import Question
from qa.records import Hit, Reading
from qa.text.words import find_words

_NO_DAY = re.compile(rf"(?:\b|(?<=\w))(?:{lexicon.either('figures', 'no_day')})\b", re.IGNORECASE)
_AFTER_ALL = lexicon.words("figures", "a_day_after_all")
_CLAUSE = re.compile(
    r"[,;:()\u2013\u2014]|\s-\s|\b(?:and|while|as|that|which|who)\b", re.IGNORECASE
)
NEAR = 4
"""Words between a "not" and the day that it denies: "not be held on Thursday"."""


def without_denied_times(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; a day that its sentence denies counts as "no answer".

    To "when will they vote" that is the Thursday of "the vote will not be on Thursday", but not
    that of "they will not vote until Thursday".
    """
    if question.asked.kind != "when" or _denies(question.text):
        return list(readings)
    made = []
    for hit, reading in zip(hits, readings, strict=True):
        place = find_context(hit, reading)
        denied = place is not None and _is_denied(place)
        made.append(replace(reading, no_answer=1.0) if denied else reading)
    return made


def _denies(text: str) -> bool:
    return _NO_DAY.search(text) is not None


def _is_denied(place: ReadingContext) -> bool:
    before = _CLAUSE.split(place.text[place.low : place.start])[-1]
    found = list(_NO_DAY.finditer(before))
    if not found:
        return False
    between = [word.key for word in find_words(before[found[-1].end() :])]
    return len(between) <= NEAR and _AFTER_ALL.isdisjoint(between)
