"""Places at the wrong end of a way: where a ship left from is not where it is heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answering.reading_context import find_context
from qa.language import lexicon
from qa.question import Question
from qa.records import Hit, Reading

_GOING = lexicon.words("questions", "going")
_COMING = lexicon.words("questions", "coming")
_REST = r"(?:\s+(?:the|its|their|his|her|port|city|town|of))*\s*\Z"
_FROM = rf"\b(?:{lexicon.either('questions', 'from_where')})"
_TO = rf"\b(?:{lexicon.either('questions', 'to_where')})"


def without_wrong_directions(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; the wrong end of a way counts as "no answer".

    To "where is the ferry heading" that is the Elm of "it left Elm", to "where did it come from"
    that of "it is bound for Elm".
    """
    wrong = _wrong_direction(question)
    if wrong is None:
        return list(readings)
    made = []
    for hit, reading in zip(hits, readings, strict=True):
        place = find_context(hit, reading)
        before = place.text[place.low : place.start] if place is not None else ""
        far = re.search(wrong + _REST, before, re.IGNORECASE) is not None
        inside = re.search(wrong, reading.text, re.IGNORECASE) is not None
        made.append(replace(reading, no_answer=1.0) if far or inside else reading)
    return made


def _wrong_direction(question: Question) -> str | None:
    """Return the words before a place that cannot be the one asked for, None for no way."""
    keys = [word.key for word in question.mentions.words]
    if question.asked.kind != "where":
        return None
    if keys[-1:] == ["from"] or not _COMING.isdisjoint(keys):
        return _TO
    return _FROM if not _GOING.isdisjoint(keys) and "from" not in keys else None
