"""Figures and days of another thing of the kind, or of an event that an article recalls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answering.reading_context import ReadingContext, find_context
from qa.language import lexicon
from qa.language.mentions import find_mentions
from qa.language.names import TITLES, Name, core_name, same_name
from qa.language.years import YEAR
from qa.question import Question
from qa.question.measures import has_measure
from qa.records import Hit, Reading
from qa.text.words import content_stems, find_words

_KINDS = frozenset({"quantity", "value", "when", "other"})
_RECORDS = lexicon.words("figures", "records")
# "$5 on the Tarn Bridge", "12 in the Lund flood".
_BESIDE = re.compile(r"(?:\s+[a-z]+){0,2}\s+(?:on|in|at|for|by)\s+(?:the\s+)?", re.IGNORECASE)
# From a name to one that tells who it is: ", the mother of the baker ".
_APPOSED = re.compile(r",\s+(?!(?:and|or|but)\b)[^,;:]*\b[a-z]+\b[^,;:]*")
_LEANS = re.compile(r"\W*(?:that|this|it|its|they|the|those|these|there)\b", re.IGNORECASE)
_FATES = frozenset(
    content_stems(
        find_words(
            " ".join(
                lexicon.ordered("fates", "dead", "hurt", "missing", "ill", "held", "saved")
                + lexicon.ordered("people", "counted")
            )
        )
    )
)


def without_other_things(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; one that tells of another thing or event counts as "no answer".

    To "how long is the Hale Bridge" that is what "the Tarn Bridge, north of the Hale Bridge,"
    has; to "how many died in the Holm flood" what "the Lund flood of 1953" took.
    """
    if question.asked.kind not in _KINDS:
        return list(readings)
    free = question.asked.kind == "other"  # "how long" may be told in other things than figures
    names = [name for name in question.mentions.names if name.sure]
    made = []
    for hit, reading in zip(hits, readings, strict=True):
        place = find_context(hit, reading)
        if free and not has_measure(reading.text, ""):
            place = None
        wrong = place is not None and (
            any(_is_sibling(question, name, place) for name in names)
            or (question.asked.kind == "quantity" and _is_recalled(question, place, hit.date))
        )
        made.append(replace(reading, no_answer=1.0) if wrong else reading)
    return made


def _is_sibling(question: Question, asked: Name, place: ReadingContext) -> bool:
    """Say whether the sentence gives its figure to another thing that bears half of the name."""
    keys = core_name(asked.keys)
    if len(keys) < 2:
        return False
    text = place.sentence
    found = [n for n in find_mentions(text).names if _is_family(keys, core_name(n.keys))]
    others = [other.keys for other in question.mentions.names if other is not asked]
    if any(same_name(n.keys, other) for other in others for n in found):
        return False  # it is asked about, too
    start, end = place.start - place.low, place.end - place.low
    before = [n for n in found if n.end <= start]
    free = [n for n in before if not _is_beside(text, n, before)]
    beside = [n for n in found if n.start >= start and _BESIDE.fullmatch(text[end : n.start])]
    told = beside[:1] or (free or before)[-1:] or [n for n in found if n.start >= start][:1]
    return bool(told) and not same_name(core_name(told[0].keys), keys)


def _is_family(asked: Sequence[str], name: Sequence[str]) -> bool:
    """Say whether a name is the one asked about, or its kind's: "Hale Bridge", "Tarn Bridge"."""
    if same_name(asked, name):
        return True
    return len(name) >= 2 and asked[-1] == name[-1] and asked[-1] not in TITLES


def _is_beside(text: str, name: Name, names: Sequence[Name]) -> bool:
    """Say whether a name tells who another is: the second of "Ida Poe, mother of Jo Poe, was"."""
    if text[name.end : name.end + 1] != ",":
        return False
    return any(
        other.end <= name.start and _APPOSED.fullmatch(text, other.end, name.start)
        for other in names
    )


def _is_record(question: Question, place: ReadingContext, years: Sequence[re.Match[str]]) -> bool:
    """Say whether a figure is the record of an earlier year: "the largest, of $9, fell in 1998"."""
    after = place.text[place.end : place.high]
    if not any(found.group() in after for found in years) or not _RECORDS.isdisjoint(question.keys):
        return False
    return not _RECORDS.isdisjoint(w.key for w in find_words(place.text[place.low : place.start]))


def _is_recalled(question: Question, place: ReadingContext, date: str) -> bool:
    """Say whether a figure is of an earlier year, and of something that the question lacks."""
    if not date or question.years or question.earliest:
        return False
    text = place.sentence
    if _LEANS.match(text) and not YEAR.search(text):
        text = place.window
    years = [found for found in YEAR.finditer(text) if found.group() < date[:4]]
    if not years:
        return False
    if question.latest or _is_record(question, place, years):
        return True
    names = [name for name in question.mentions.names if name.sure]
    mentions = find_mentions(text)
    if names:
        keys = {key for found in mentions.names for key in found.keys}
        if any(not keys.isdisjoint(core_name(name.keys)) for name in names):
            return False
        return bool(mentions.names)
    topic = question.content - _FATES
    return bool(topic) and topic.isdisjoint(content_stems(find_words(text)))
