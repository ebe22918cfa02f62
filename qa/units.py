"""Units and currencies that may follow or precede a number, under one name each."""

from __future__ import annotations

import re

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


def unit_after(text: str, end: int) -> tuple[str, int]:
    """Return the unit that follows a number ending at ``end``, "" for none, and where it ends."""
    match = _UNIT.match(text, end)
    if match is None or match.lastgroup is None:
        return "", end
    return _UNITS[int(match.lastgroup[1:])][1], match.end()
