"""One measure told in two units: "nine years and six months", "5 feet 8 inches"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from qa.language import lexicon
from qa.language.quantities import Quantity

RATIOS: dict[tuple[str, str], int] = {
    ("year", "month"): 12,
    ("week", "day"): 7,
    ("day", "hour"): 24,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("foot", "inch"): 12,
}
"""How many of the smaller unit make one of the larger, by both."""
_JOINED = re.compile(r"\s*,?\s+(?:and\s+)?|\s*,\s*", re.IGNORECASE)
# "Five years and six months later he died" tells of two times.
_LATER = re.compile(rf"\s*(?:{lexicon.either('time', 'beside_figures')})\b", re.IGNORECASE)
_EXACT = Decimal("0.0001")


def join_units(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities, two that are parts of one measure as one, in the larger unit.

    "Nine years and six months" is 9.5 years; a part of a year that is no such decimal is told to
    the fourth place.
    """
    made: list[Quantity] = []
    for each in quantities:
        last = made[-1] if made else None
        if last is not None and _is_part(text, last, each):
            size = Decimal(RATIOS[last.unit, each.unit])
            value = last.value + (each.value / size).quantize(_EXACT)
            made[-1] = replace(last, end=each.end, value=value.normalize())
        else:
            made.append(each)
    return made


def _is_part(text: str, whole: Quantity, part: Quantity) -> bool:
    size = RATIOS.get((whole.unit, part.unit))
    return (
        size is not None
        and 0 < part.value < size
        and whole.value == int(whole.value)
        and not part.hedge
        and not whole.per
        and _JOINED.fullmatch(text, whole.end, part.start) is not None
        and not _LATER.match(text, part.end)
    )
