"""Whether a short text can answer a question of some kind: a number, a time, not just a figure."""

from __future__ import annotations

import re

from qa.language import lexicon
from qa.language.dates import find_dates
from qa.language.numbers import find_quantities
from qa.language.units import MONEY
from qa.question.kinds import Asked, Measure
from qa.text.words import STOPWORDS, find_words, overlaps

# A number may also be said in a word.
VAGUE = lexicon.words("numbers", "vague_counts")
_POINTS = lexicon.words("time", "points_of_day")
_TEMPORAL = re.compile(
    rf"\d|\b(?:{lexicon.either('time', 'joining', 'parts_of_day', 'seasons', 'adverbs', 'feasts')}"
    rf"|{lexicon.either('time', 'months')}|century|centuries"
    rf"|(?:{lexicon.either('time', 'units', 'weekdays')})s?)\b",
    re.IGNORECASE,
)


def fits(asked: Asked, text: str) -> bool:
    """Say whether ``text`` can be an answer of the kind; kinds without a rule take anything."""
    if asked.kind == "quantity":
        return has_measure(text, asked.measure)
    if asked.kind == "when" and asked.unit == "time":
        return _has_hour(text)
    if asked.kind == "when":
        return bool(_TEMPORAL.search(text)) or bool(find_dates(text))
    if asked.kind in ("who", "where"):
        return not is_figure(text)
    return True


def has_measure(text: str, measure: Measure) -> bool:
    """Say whether ``text`` holds a number that may be of the measure, in digits or words."""
    found = find_quantities(text)
    units = {quantity.unit for quantity in found} - {"th", "clock"}
    if found and not units:  # "11 p.m." is no sum, though storms last until then; "4th" is neither
        lasts = measure == "number" and any(quantity.unit == "clock" for quantity in found)
        return lasts or _is_vague(text)
    bare = bool(units & {"", "part"})
    if measure == "money":  # or a share: nations spend $1.2bn, or 5%, on their armies
        return bool(units & (MONEY | {"%"})) or bare or _is_vague(text)
    if measure == "percent":
        return bool(units & {"%", "pp", "part"}) or bare or _is_vague(text)
    if measure == "count" and units and units <= MONEY | {"%", "pp"}:
        # "40%" answers "how many people" all the same; money does not.
        return "%" in units
    return bool(units) or _is_vague(text) or any(c.isdigit() for c in text)


def is_figure(text: str) -> bool:
    """Say whether ``text`` is nothing but a number, a sum or a date."""
    spans = [(d.start, d.end) for d in find_dates(text)]
    spans += [(q.start, q.end) for q in find_quantities(text)]
    rest = [w for w in find_words(text) if not overlaps(w.start, w.end, spans)]
    return bool(spans) and all(w.key in STOPWORDS for w in rest)


def _has_hour(text: str) -> bool:
    """Say whether a text tells a time of day: "9 p.m.", "noon"."""
    if any(quantity.unit == "clock" for quantity in find_quantities(text)):
        return True
    return not _POINTS.isdisjoint(word.key for word in find_words(text))


def _is_vague(text: str) -> bool:
    keys = {word.key for word in find_words(text)}
    return bool(keys & VAGUE) and "how" not in keys  # "how much he paid" says no number
