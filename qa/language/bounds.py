"""Figures that leave room: "at least 90", "between 40 and 45 million"; and what lies in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from qa.language.numbers import find_quantities
from qa.language.quantities import Quantity

_JOIN = re.compile(r"\s*(?:and|to|or|[-\u2013\u2014])\s*[$\u00a3\u20ac]?\s*", re.IGNORECASE)
_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Bounds:
    """From ``low`` to ``high``, both inside, of a unit; one figure alone has both the same."""

    low: Decimal
    high: Decimal
    unit: str

    @property
    def exact(self) -> bool:
        """Say whether it is one figure."""
        return self.low == self.high


def find_bounds(text: str) -> Bounds | None:
    """Return what a short answer with one figure, or one range, leaves open; None for others."""
    found = find_quantities(text)
    if len(found) == 2:
        return _range(text, *found)
    if len(found) != 1:
        return None
    (only,) = found
    low = Decimal(0) if only.hedge == "<" else only.value
    return Bounds(low, _ENDLESS if only.hedge == ">" else only.value, only.unit)


def _range(text: str, first: Quantity, second: Quantity) -> Bounds | None:
    if not _JOIN.fullmatch(text[first.end : second.start]):
        return None
    if first.unit not in ("", second.unit) or first.value > second.value:
        return None
    return Bounds(first.value, second.value, second.unit)


def are_nested(a: Bounds, b: Bounds) -> bool:
    """Say whether one of two leaves room for all of the other, in the same unit."""
    if a.unit != b.unit or (a.exact and b.exact):
        return False
    return (a.low <= b.low and b.high <= a.high) or (b.low <= a.low and a.high <= b.high)
