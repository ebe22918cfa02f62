"""Figures of a story that changes: what they count, and whether a newer article has another.

Of two counts of the dead the newer one holds; of what else is counted, two figures are of the
same thing where they count the same noun and their clauses share a word of meaning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qa.language import lexicon
from qa.language.mentions import find_mentions
from qa.language.quantities import Quantity, same_quantity
from qa.text.words import Word, content_stems, find_words

_FATES = {
    name: lexicon.words("fates", name)
    for name in ("dead", "hurt", "missing", "ill", "held", "away", "saved", "wrecked", "damaged")
}
_JUDGED = lexicon.words("fates", "judged")
_TOLLS = lexicon.words("fates", "totals")
_PARTS = re.compile(r"[;:()\u2013\u2014]|,\s|\s-\s|\b(?:and|but|while|as)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d,.$])(?:19|20)\d\d(?![\d%]|[,.]\d)")
_AGE = re.compile(r"[-\s]years?[-\s]old\b", re.IGNORECASE)
_AGED = re.compile(r"\baged?(?: of)? $", re.IGNORECASE)
_CLOSED = re.compile(r"(?=[,.;])")  # "Poe, 31, ..."
_SPANS = lexicon.words("time", "units")
"""Of hours and years no newer figure takes the place: each is of something else."""
_NOT_COUNTED = frozenset({"th", "clock", "part"})
_AFTER, _BEFORE = 4, 6
"""Words around a figure that tell what it counts."""
_NOUN_WITHIN, _SHORT = 3, 3
_ROUNDING = Decimal("0.01")
NAME_BEFORE = 30
"""Characters before a number in which the name stands that it may be part of."""
_SHARED, _SHARED_OF_UNITS = 1, 2
"""Words of meaning that two clauses share, beside the noun, for figures of one thing."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A figure, the noun it counts ("" for none), the words around it, and fates in them."""

    quantity: Quantity
    noun: str
    around: frozenset[str]
    fates: frozenset[str]


def find_tallies(text: str, date: str = "") -> tuple[Tally, ...]:
    """Return the figures of a sentence that count something.

    () where it names another year than that of ``date`` or the one before: it compares.
    """
    if names_other_year(text, date):
        return ()
    return tuple(
        _read(text, q)
        for q in find_mentions(text).quantities
        if q.unit not in _NOT_COUNTED
        and is_count(text, q)
        and not _YEAR.fullmatch(text, q.start, q.end)
        and not _AGE.match(text, q.end)
        and not (text[: q.start].endswith(", ") and _CLOSED.match(text, q.end))
        and not _AGE.search(text[q.start : q.end + 4])
        and not _AGED.search(text, 0, q.start)
    )


def is_count(text: str, quantity: Quantity) -> bool:
    """Leave out "one of them", the 300 of "the Hearthling 300", and limits: "up to 320"."""
    if quantity.hedge == "<" or (quantity.spelled and quantity.value <= 1):
        return False
    before = find_words(text[max(0, quantity.start - NAME_BEFORE) : quantity.start])
    named = bool(before) and before[-1].capital and text[quantity.start - 1] == " "
    return not (named and not quantity.unit and not quantity.spelled and len(before) > 1)


def names_other_year(text: str, date: str) -> bool:
    """Say whether a text names a year that is neither that of ``date`` nor the one before."""
    return bool(date) and any(
        not -1 <= int(year) - int(date[:4]) <= 0 for year in _YEAR.findall(text)
    )


def tells_fate(text: str) -> bool:
    """Say whether a text tells what befell people or buildings."""
    words = find_words(text)
    return bool(_fates(words)) or any(word.key in _JUDGED for word in words)


def same_thing(a: Tally, b: Tally) -> bool:
    """Say whether two figures are of the same thing, whatever their values."""
    if a.quantity.unit != b.quantity.unit:
        return False
    if a.fates or b.fates:
        return not a.quantity.unit and bool(a.fates & b.fates)
    shared = a.around & b.around
    if a.quantity.unit:
        return len(shared) >= _SHARED_OF_UNITS
    if a.noun or b.noun:
        return a.noun == b.noun and len(shared - {a.noun}) >= _SHARED
    return len(shared) >= _SHARED_OF_UNITS


def same_value(a: Tally, b: Tally) -> bool:
    """Say whether the figures agree; "at least 93" is not 106, but "about 5,000" is 4,980.

    Of what is no fate, 171 and 170 are the same, too: one is rounded.
    """
    x, y = a.quantity, b.quantity
    if not a.fates and abs(x.value - y.value) <= _ROUNDING * max(abs(x.value), abs(y.value)):
        return True
    return x.value == y.value or any(
        one.hedge == "~" and same_quantity(one, other) for one, other in ((x, y), (y, x))
    )


def is_replaced(tally: Tally, newer: Sequence[Tally]) -> bool:
    """Say whether newer articles have another figure for the same thing, and not this one.

    ``newer`` begins with what the newest article tells first: of tolls, that one holds, whatever
    the article says below of those before it.
    """
    if tally.quantity.unit in _SPANS:
        return False
    rivals = [each for each in newer if same_thing(tally, each)]
    held = rivals[:1] if tally.fates else rivals
    return bool(held) and not any(same_value(tally, each) for each in held)


def is_replacing(tally: Tally, older: Sequence[Tally]) -> bool:
    """Say whether older articles have other figures for the same thing, and not this one."""
    if tally.quantity.unit in _SPANS:
        return False
    rivals = [each for each in older if same_thing(tally, each)]
    return bool(rivals) and not any(same_value(tally, each) for each in rivals)


def _read(text: str, quantity: Quantity) -> Tally:
    after = _PARTS.split(text[quantity.end :], maxsplit=1)[0]
    before = _PARTS.split(text[: quantity.start])[-1]
    behind = find_words(after)[:_AFTER]
    joined = bool(behind) and not after[: behind[0].start].strip(" -")
    noun = quantity.noun or (_noun(behind) if joined else "")
    front = find_words(before)
    own = [w for w in find_words(text[quantity.start : quantity.end]) if w.key.isalpha()]
    tolled = frozenset({"dead"} if _TOLLS & {w.key for w in front} else ())
    fates = tolled or _fates(behind) or _fates(front[-_BEFORE:]) or _fates(own) or _fates(front)
    near = (w for w in (*front[-_BEFORE:], *own, *behind) if w.key.isalpha())
    around = frozenset(content_stems(list(near)))
    return Tally(quantity, "" if fates else noun, around, fates)


def _noun(behind: Sequence[Word]) -> str:
    """Return the stem of the first plural behind a figure, else of the first word with meaning."""
    common = [w for w in behind[:_NOUN_WITHIN] if not w.capital and w.key.isalpha()]
    plural = [w for w in common if w.key.endswith("s") and len(w.key) > _SHORT]
    return next(iter(content_stems([*plural, *common])), "")


def _fates(words: Sequence[Word]) -> frozenset[str]:
    keys = {word.key for word in words}
    return frozenset(name for name, listed in _FATES.items() if keys & listed)
