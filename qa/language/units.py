"""Units and currencies that may follow or precede a number, under one name each."""

from __future__ import annotations

import re
from decimal import Decimal

from qa.language import lexicon

SYMBOLS = {
    "$": "USD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD",
    "HK$": "HKD", "NZ$": "NZD", "S$": "SGD", "R$": "BRL", "\u00a3": "GBP", "\u20ac": "EUR",
    "\u00a5": "JPY", "\u20b9": "INR",
}  # fmt: skip
MONEY = frozenset(SYMBOLS.values()) | {"CNY", "CHF", "SEK", "RUB"}
# What may follow a number, as a regular expression, and the one name it gets. Order matters:
# the first match wins. Percentages and money never equal a bare number; other units may be left
# out ("12" for "12 years").
_UNITS: tuple[tuple[str, str], ...] = (
    (r"%|per\s?cent\b(?!age)|pct\b", "%"),
    (r"percentage[\s-]points?\b", "pp"),
    (r"basis[\s-]points?\b", "bp"),
    (r"(?:US|U\.S\.|American)?\s*dollars?\b|USD\b|bucks?\b", "USD"),
    (r"cents\b", "cent"),
    (r"euros?\b|EUR\b", "EUR"),
    (r"(?:British\s+)?pounds?\b(?!\s+of\b)|GBP\b|sterling\b", "GBP"),
    (r"(?:Japanese\s+)?yen\b|JPY\b", "JPY"),
    (r"(?:Chinese\s+)?yuan\b|renminbi\b|CNY\b", "CNY"),
    (r"(?:Indian\s+)?rupees?\b|INR\b", "INR"),
    (r"(?:Swiss\s+)?francs?\b|CHF\b", "CHF"),
    (r"(?:Russian\s+)?rou?bles?\b|RUB\b", "RUB"),
    (r"(?:km/h|kph|kilomet(?:er|re)s?\s+(?:an|per)\s+hour)\b", "km/h"),
    (r"(?:mph|miles?\s+(?:an|per)\s+hour)\b", "mph"),
    (r"(?:kilomet(?:er|re)s?|kms?)\b", "km"),
    (r"(?:met(?:er|re)s?)\b", "m"),
    (r"(?:centimet(?:er|re)s?|cms?)\b", "cm"),
    (r"(?:millimet(?:er|re)s?|mms?)\b", "mm"),
    (r"miles?\b", "mile"),
    (r"(?:feet|foot|ft)\b", "foot"),
    (r"inch(?:es)?\b", "inch"),
    (r"(?:kilograms?|kilos?|kgs?)\b", "kg"),
    (r"(?:metric\s+tons?|tonnes?)\b", "tonne"),
    (r"tons?\b", "ton"),
    (r"lbs?\b|pounds?\b", "lb"),
    (r"ounces?\b|oz\b", "ounce"),
    (r"acres?\b", "acre"),
    (r"hectares?\b", "hectare"),
    (r"lit(?:er|re)s?\b", "litre"),
    (r"gallons?\b", "gallon"),
    (r"(?:\u00b0|degrees?)\s*(?:C\b|Celsius\b)", "C"),
    (r"(?:\u00b0|degrees?)\s*(?:F\b|Fahrenheit\b)", "F"),
    (r"\u00b0|degrees?\b", "degree"),
    (r"(?:years?|yrs?)\b", "year"),
    (r"months?\b", "month"),
    (r"weeks?\b", "week"),
    (r"days?\b", "day"),
    (r"(?:hours?|hrs?)\b", "hour"),
    (r"(?:minutes?|mins?)\b", "minute"),
    (r"(?:seconds?|secs?)\b", "second"),
)
_UNIT = re.compile(
    r"(?:[\s-]{0,2})(?:" + "|".join(f"(?P<u{i}>{p})" for i, (p, _) in enumerate(_UNITS)) + ")",
    re.IGNORECASE,
)


# What one of each is in the first unit of its line; calendar months and years have no fixed
# number of days, so that these two only convert to each other.
_SAME_MEASURE: tuple[dict[str, str], ...] = (
    {"m": "1", "km": "1000", "cm": "0.01", "mm": "0.001", "mile": "1609.344", "foot": "0.3048",
     "inch": "0.0254"},
    {"kg": "1", "tonne": "1000", "lb": "0.45359237", "ounce": "0.028349523"},
    {"hectare": "1", "acre": "0.40468564"},
    {"litre": "1", "gallon": "3.785411784"},
    {"km/h": "1", "mph": "1.609344"},
    {"second": "1", "minute": "60", "hour": "3600", "day": "86400", "week": "604800"},
    {"month": "1", "year": "12"},
)  # fmt: skip
_PER = re.compile(
    rf"\s*(?:(?:an?|per|each|every)[\s-]+(?P<unit>{lexicon.either('units', 'each')})\b"
    rf"|(?P<adverb>{lexicon.either('units', 'adverbs')}|a\.?\s?head)\b"
    r"|/(?P<short>hr|day|wk|mo|yr|kg|km)\b)",
    re.IGNORECASE,
)
_PER_NAMES = {**lexicon.table("units", "adverbs"), **lexicon.table("units", "strokes")}


def convert_unit(value: Decimal, unit: str, other: str) -> Decimal | None:
    """Return ``value`` of ``unit`` in ``other``; None where they measure different things."""
    for factors in _SAME_MEASURE:
        if unit in factors and other in factors:
            return value * Decimal(factors[unit]) / Decimal(factors[other])
    return None


def rate_after(text: str, end: int) -> str:
    """Return what a figure ending at ``end`` is counted by, "month" of "$540 a month", or ""."""
    match = _PER.match(text, end)
    if match is None:
        return ""
    name = (match["unit"] or match["adverb"] or match["short"]).lower()
    return _PER_NAMES.get(name, name)


def unit_after(text: str, end: int) -> tuple[str, int]:
    """Return the unit that follows a number ending at ``end``, "" for none, and where it ends."""
    match = _UNIT.match(text, end)
    if match is None or match.lastgroup is None:
        return "", end
    return _UNITS[int(match.lastgroup[1:])][1], match.end()
