"""Days that a sentence says are not the one: "the vote will not be on Thursday"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.reading_context import ReadingContext, rule_out
from qa.language import lexicon
from qa.question import Question
from qa.records import Hit, Reading
from qa.text.words import find_words

_NO_DAY = re.compile(
    rf"(?:\b(?:{lexicon.either('figures', 'no_day')})|n['\u2019]t)\b", re.IGNORECASE
)
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
    if question.asked.kind != "when" or _NO_DAY.search(question.text):
        return list(readings)
    return rule_out(hits, readings, _is_denied)


def _is_denied(place: ReadingContext) -> bool:
    before = _CLAUSE.split(place.text[place.low : place.start])[-1]
    found = list(_NO_DAY.finditer(before))
    if not found:
        return False
    between = [word.key for word in find_words(before[found[-1].end() :])]
    return len(between) <= NEAR and _AFTER_ALL.isdisjoint(between)
