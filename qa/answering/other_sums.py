"""Figures of another round, or of a part that is paid: not of what is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.reading_context import ReadingContext, rule_out
from qa.language import lexicon
from qa.question import Question
from qa.records import Hit, Reading

_FIGURES = frozenset({"quantity", "value", "other"})
_ROUNDS = tuple(
    re.compile(rf"\b(?:{lexicon.either('figures', name)})\b", re.IGNORECASE)
    for name in ("first_round", "last_round")
)
_PART = rf"(?:{lexicon.either('figures', 'part_paid')})"
_BEFORE = re.compile(rf"\b{_PART}s?(?:\s+[a-z]+){{0,3}}\s+\Z", re.IGNORECASE)
_AFTER = re.compile(rf"(?:\s+(?:as|in|for|a|an|the))*\s+{_PART}s?\b", re.IGNORECASE)
_ASKS_PART = lexicon.words("figures", "asks_part_paid")


def without_other_sums(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; the share of another round, and what is paid in cash, are no answer.

    To "what share did he win in the runoff" that is the 48 percent of the first round; to "how much
    is the jackpot" the cash that a winner may take for it.
    """
    if question.asked.kind not in _FIGURES:
        return list(readings)
    asked = [each.search(question.text) is not None for each in _ROUNDS]
    return rule_out(
        hits,
        readings,
        lambda place: _is_other_round(asked, place) or _is_part(question, place),
    )


def _is_other_round(asked: Sequence[bool], place: ReadingContext) -> bool:
    """Say whether a sentence tells of the round that is not asked about, and of it alone."""
    if asked[0] == asked[1]:
        return False
    told = [each.search(place.sentence) is not None for each in _ROUNDS]
    return told[0] != told[1] and told[0] != asked[0]


def _is_part(question: Question, place: ReadingContext) -> bool:
    if not _ASKS_PART.isdisjoint(question.keys):
        return False
    before, after = place.text[place.low : place.start], place.text[place.end : place.high]
    return _BEFORE.search(before) is not None or _AFTER.match(after) is not None
