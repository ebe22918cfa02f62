"""How things stand, of two figures that tell how they changed: "from 500 to 400"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answering.changing import asks_what_changes
from qa.answering.reading_context import ReadingContext, find_context
from qa.language import lexicon
from qa.language.numbers import find_quantities
from qa.question import Question
from qa.records import Hit, Reading, SourceSpan

_FROM = re.compile(r"\bfrom\s+(?:[a-z]+\s+){0,3}\Z", re.IGNORECASE)
_TO = re.compile(r"(?:\s+[\w'\u2019-]+){0,3}?,?\s+to\s+", re.IGNORECASE)
_ONCE = re.compile(
    rf"\b(?:{lexicon.either('figures', 'once')})\b(?:\s+[a-z]+){{0,4}}\s+\Z", re.IGNORECASE
)
_NOW = re.compile(
    rf"\b(?:{lexicon.either('figures', 'since')})\s+(?:[a-z]+\s+){{0,3}}\Z", re.IGNORECASE
)


def with_latter_figures(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; the 500 of "from 500 to about 400" gives way to "about 400".

    That is so where it is asked how many there are, and not from how many on.
    """
    if not _asks_how_much_now(question):
        return list(readings)
    if question.opening is not None and question.opening.lead == "from":
        return list(readings)
    made = []
    for number, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        place = find_context(hit, reading)
        found = _latter(place) if place is not None else None
        if found is None:
            made.append(reading)
            continue
        text = hit.passage.text[slice(*found)]
        span = SourceSpan(number, *found)
        made.append(replace(reading, text=text, spans=(span,), tokens=()))
    return made


def _asks_how_much_now(question: Question) -> bool:
    """Say whether a question is how many there are, or what a thing is that has a figure."""
    if question.asked.kind == "quantity":
        return asks_what_changes(question)
    return question.asked.kind in ("value", "other") and not question.past and not question.earliest


def _since(place: ReadingContext) -> tuple[int, int] | None:
    """Return the figure that a once has given way to: "once $5, is now $6", "raised it to $6"."""
    units = {each.unit for each in find_quantities(place.text[place.start : place.end])}
    after = place.text[place.end : place.high]
    for figure in find_quantities(after):
        if figure.unit in units and _NOW.search(after[: figure.start]):
            return place.end + figure.start, place.end + figure.end
    return None


def _latter(place: ReadingContext) -> tuple[int, int] | None:
    """Return the second figure's characters, None where a figure is not the first of two."""
    said = place.text[place.start : place.end]
    if _ONCE.search(place.text[place.low : place.start]):
        return _since(place)
    if not (_FROM.search(place.text[place.low : place.start]) or said.startswith("from ")):
        return None
    after = place.text[place.end : place.high]
    to = _TO.match(after)
    if to is None:
        return None
    figures = find_quantities(after)
    first = next((each for each in figures if each.start >= to.end()), None)
    if first is None or len(after[to.end() : first.start].split()) > 2:
        return None
    return place.end + to.end(), place.end + first.end
