"""Figures of another fate than the question counts: the missing are not the dead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.reading_context import ReadingContext, rule_out
from qa.language import lexicon
from qa.language.mentions import find_mentions
from qa.question import Question
from qa.records import Hit, Reading
from qa.text.words import find_words

PEOPLE_FATES = ("dead", "hurt", "missing", "ill", "held", "away", "saved")
"""What befalls people: the lists of words that tell it."""
_FATES = {
    **{name: lexicon.words("fates", name) for name in PEOPLE_FATES},
    "wrecked": lexicon.words("fates", "wrecked"),
    "damaged": lexicon.words("fates", "damaged"),
}
_KINDS = frozenset({"quantity", "value", "other"})
# Where the things that one figure counts end.
_PARTS = re.compile(r"[,;:()\u2013\u2014]|\s-\s|\b(?:and|but|while|as)\b", re.IGNORECASE)


def without_other_fates(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; a figure of another fate counts as "no answer".

    To "how many have died" that is the 60 of "12 died and 60 are missing", and the 40 of people
    who work there.
    """
    if question.asked.kind not in _KINDS or question.counted is None:
        return list(readings)
    keys = question.keys - {"toll", "tolls"}  # of a bridge
    asked = {name for name, words in _FATES.items() if keys & words}
    if not asked:
        return list(readings)
    return rule_out(hits, readings, lambda place: is_other_fate(asked, place))


def is_other_fate(asked: set[str], place: ReadingContext) -> bool:
    """Say whether a figure counts those of another fate than the ones ``asked``.

    The words right after the figure tell its fate, then those right before it, then the sentence
    and the one before it. A figure that no word tells the fate of counts people of none.
    """
    after = _PARTS.split(place.text[place.end : place.high], maxsplit=1)[0]
    before = _PARTS.split(place.text[place.low : place.start])[-1]
    figures = [q for q in find_mentions(after).quantities]
    after = after[: figures[0].start] if figures else after
    own = place.text[place.start : place.end]
    for part in (own, after, before, place.sentence, place.window):
        if found := _fates(part):
            return asked.isdisjoint(found)
    return not asked.isdisjoint(PEOPLE_FATES)


def _fates(text: str) -> set[str]:
    keys = {word.key for word in find_words(text)}
    return {name for name, words in _FATES.items() if keys & words}
