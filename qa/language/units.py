"""Units that may follow a number, under one name each, and what they are of one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from qa.language import lexicon
from qa.language.currencies import MONEY as MONEY
from qa.language.currencies import currency_after, same_money


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures, its size in that dimension's base unit, and the system it is of."""

    dimension: str
    size: Decimal
    system: str
    names: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()


# Percentages and ranks never equal a bare number; a measure may be left out ("12" for "12 years").
_SHARES: tuple[tuple[str, str], ...] = (
    (r"%|per\s?cent\b(?!age)|pct\b", "%"),
    (r"percentage[\s-]points?\b", "pp"),
    (r"basis[\s-]points?\b", "bp"),
    (r"cents\b", "cent"),
    (r"(?:\u00b0|deg(?:ree)?s?)\s*(?:C\b|Celsius\b|centigrade\b)|\u2103", "C"),
    (r"(?:\u00b0|deg(?:ree)?s?)\s*(?:F\b|Fahrenheit\b)|\u2109", "F"),
    (r"\u00b0|degrees?\b", "degree"),
)
STRICT = frozenset({"%", "th", "pp", "bp", "clock", "part"})
"""Units without which a figure is another."""


def _measures() -> dict[str, Measure]:
    """Return every measure by its one name, those with a prefix, squares and cubes among them."""
    found: dict[str, Measure] = {}
    for unit, said in lexicon.table("units", "measures").items():
        what, names, signs = ([*said.split(" / "), ""])[:3]
        *dimension, size, system = what.split()
        every = tuple(names.split()), tuple(signs.split())
        found[unit] = Measure(" ".join(dimension), Decimal(size), system, *every)
    for unit, signs in lexicon.table("units", "prefixed").items():
        for name, made in _prefixed(unit, found[unit], signs.split()):
            found.setdefault(name, made)
    for unit, each in [(u, m) for u, m in found.items() if m.dimension == "length"]:
        found[f"square {unit}"] = Measure("area", each.size**2, each.system)
        found[f"cubic {unit}"] = Measure("volume", each.size**3, each.system)
    return found


def _prefixed(unit: str, base: Measure, after: Sequence[str]) -> Iterator[tuple[str, Measure]]:
    """Yield a measure with each prefix, "kW" of "W", and the one name that it gets."""
    for prefix, said in lexicon.table("units", "prefixes").items():
        power, sign = said.split()
        signs = tuple(sign + each for each in after)
        names = tuple(prefix + name for name in base.names if "-" not in name or unit == "Wh")
        size = base.size * Decimal(10) ** int(power)
        yield (*signs, *names)[0], Measure(base.dimension, size, "metric", names, signs)


_MEASURES = _measures()
_BY_NAME = {name: unit for unit, each in _MEASURES.items() for name in each.names}
_BY_NAME |= lexicon.table("units", "short_names")
_BY_SIGN = {sign: unit for unit, each in _MEASURES.items() for sign in each.signs}
_LENGTHS = {
    said: unit
    for unit, each in _MEASURES.items()
    if each.dimension == "length"
    for said in (*each.names, *each.signs, unit)
}


def _either(words: Iterable[str]) -> str:
    each = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\-", r"[\s-]+") for word in each)


_UNIT = re.compile(
    r"[\s-]{0,2}(?:"
    + "|".join(f"(?P<s{i}>{p})" for i, (p, _) in enumerate(_SHARES))
    + rf"|(?P<power>square|sq\.?|cubic|cu\.?)[\s-]*(?P<length>{_either(_LENGTHS)})\b"
    rf"|(?P<short>(?-i:km|m|cm|mm|ft|mi))(?P<exponent>[\u00b2\u00b32-3])(?![\w.,]\d|\w)"
    r"|(?P<metre>(?<=\s)(?-i:m))(?![\w/])"
    rf"|(?P<sign>(?-i:{_either(_BY_SIGN)}))(?!\w|/h)"
    rf"|(?P<name>{_either(_BY_NAME)})\b)",
    re.IGNORECASE,
)
_PER = re.compile(
    rf"\s*(?:(?:an?|per|each|every)[\s-]+(?P<unit>{lexicon.either('units', 'each')})\b"
    rf"|(?P<adverb>{lexicon.either('units', 'adverbs')}|a\.?\s?head)\b"
    r"|/(?P<short>hr|day|wk|mo|yr|kg|km)\b)",
    re.IGNORECASE,
)
_PER_NAMES = {**lexicon.table("units", "adverbs"), **lexicon.table("units", "strokes")}


def convert_unit(value: Decimal, unit: str, other: str) -> Decimal | None:
    """Return ``value`` of ``unit`` in ``other``; None where they measure different things."""
    if unit == other:
        return value
    if (unit, other) == ("C", "F"):
        return value * 9 / 5 + 32
    if (unit, other) == ("F", "C"):
        return (value - 32) * 5 / 9
    one, two = _MEASURES.get(unit), _MEASURES.get(other)
    if one is None or two is None or one.dimension != two.dimension:
        return None
    return value * one.size / two.size


def is_rounded(unit: str, other: str) -> bool:
    """Say whether who converts one unit to another has to round: miles and km, not km and m."""
    if {unit, other} == {"C", "F"}:
        return True
    one, two = _MEASURES.get(unit), _MEASURES.get(other)
    return one is not None and two is not None and one.system != two.system


def same_unit(a: str, b: str) -> bool:
    """Say whether two units may be one, however they are written."""
    return a == b or same_money(a, b) or ({a, b} < {"C", "F", "degree"} and "degree" in (a, b))


def rate_after(text: str, end: int) -> str:
    """Return what a figure ending at ``end`` is counted by, "month" of "$540 a month", or ""."""
    match = _PER.match(text, end)
    if match is None:
        return ""
    name = (match["unit"] or match["adverb"] or match["short"]).lower()
    return _PER_NAMES.get(name, name)


def unit_after(text: str, end: int, value: Decimal | None = None) -> tuple[str, int]:
    """Return the unit that follows a number ending at ``end``, "" for none, and where it ends."""
    money, stop = currency_after(text, end, value)
    if money:
        return money, stop
    match = _UNIT.match(text, end)
    if match is None or match.lastgroup is None:
        return "", end
    if match["sign"]:
        return _BY_SIGN[match["sign"]], match.end()
    if match["metre"]:
        return "m", match.end()
    if match["name"]:
        return _BY_NAME["-".join(re.split(r"[\s-]+", match["name"].lower()))], match.end()
    if match["power"]:
        length = "-".join(re.split(r"[\s-]+", match["length"].lower()))
        kind = "square" if match["power"].lower().startswith("s") else "cubic"
        return f"{kind} {_LENGTHS[length]}", match.end()
    if match["short"]:
        kind = "square" if match["exponent"] in "\u00b22" else "cubic"
        return f"{kind} {_LENGTHS[match['short']]}", match.end()
    return _SHARES[int(match.lastgroup[1:])][1], match.end()
