"""Find quantities in text, in digits or words, with their units.

``find_quantities("about $1.2bn, or five per cent")`` gives 1200000000 USD and 5 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from qa.language import lexicon
from qa.language.units import MONEY, SYMBOLS, unit_after
from qa.text.words import split_list

_ONES = {
    w: Decimal(i)
    for i, w in enumerate(
        lexicon.ordered("numbers", "zero_one", "two_to_ten", "eleven_to_nineteen")
    )
}
_TENS = {
    w: Decimal(10 * i)
    for i, w in enumerate(
        split_list("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
_SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "dozen": Decimal(12),
}
_SUFFIXES = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "tn": 12, "trn": 12}
_ORDINALS = {
    w: Decimal(i)
    for i, w in enumerate(
        ("first", *lexicon.ordered("numbers", "second_to_tenth", "eleventh_to_twentieth")), start=1
    )
}
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4,
          "fourths": 4, "fifths": 5, "tenths": 10}  # fmt: skip
_SYMBOL = r"(?:(?:US|AU?|CA?|HK|NZ|S|R)?\$|[\u00a3\u20ac\u00a5\u20b9]|\b(?:USD|EUR|GBP|JPY)\s)"
_DIGITS = re.compile(
    rf"(?P<sign>(?<![\w)])[-\u2212]|\b[Mm]inus\s+)?(?:(?P<symbol>{_SYMBOL})\s?)?"
    r"(?<![\w.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
)
_SCALE_AFTER = re.compile(
    r"[\s-]?(?P<word>hundred|thousand|million|billion|trillion|dozen)s?\b"
    r"|\s?(?P<two>mn|bn|trn|tn)\b|(?P<one>[kmb])\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?::(?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\b\.?)?", re.IGNORECASE)
_TH = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_NUMBER_WORD = "|".join([*_ONES, *_TENS, *_SCALES, *_ORDINALS, *_PARTS])
_SPELLED = re.compile(
    rf"\b(?:(?:an?|the)\s+(?=hundred|thousand|million|billion|trillion|dozen|half|quarter|third))?"
    rf"(?:{_NUMBER_WORD})(?:(?:[\s-]+(?:and\s+(?:an?\s+)?|an?\s+)?)(?:{_NUMBER_WORD})\b)*\b",
    re.IGNORECASE,
)
_HEDGES: tuple[tuple[str, str], ...] = (
    (rf"approx\.?|circa|{lexicon.either('amounts', 'hedges', blank=' ')}|~", "~"),
    (r"more than|over|at least|above|upwards of|in excess of|exceeding"
     r"|not? (?:fewer|less) than", ">"),
    (r"less than|fewer than|under|below|at most|up to|not? more than", "<"),
)  # fmt: skip
_HEDGE = re.compile(
    r"(?:^|[\s(])(?:" + "|".join(f"(?P<h{i}>{p})" for i, (p, _) in enumerate(_HEDGES)) + r")\s*$",
    re.IGNORECASE,
)
_LONGEST = 24  # words of the longest number that is read as one
_HEDGE_WINDOW = 24  # characters before a number in which its hedge stands
_HALF_OF_PLAY = re.compile(r"\b(?:first|second|other|1st|2nd)[\s-]$", re.IGNORECASE)
_RANGE = re.compile(r"\s*(?:[-\u2013\u2014]|to|or|and)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``text[start:end]``, its unit within the span.

    ``unit`` is "" for a bare number, "%" , a currency code, "th" for a rank, "part" for
    a fraction in words, "clock" for a time of day (``value`` in minutes), or a measure.
    ``hedge`` is "~", ">" or "<" for words such as "about", "more than", "up to" before it.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    hedge: str = ""
    spelled: bool = False
    scale: Decimal = Decimal(1)


def format_decimal(value: Decimal) -> str:
    """Return the shortest decimal notation: "5" for 5.0, "1200000000" for 1.2E+9."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of ``text`` in order, without overlap."""
    found = sorted([*_in_digits(text), *_in_words(text)], key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return _share_range_units(text, kept)


def same_quantity(claim: Quantity, source: Quantity) -> bool:
    """Say whether a source's quantity bears out a claim's, whatever their spelling.

    Percentages, money and ranks need their own unit; a measure may be left unsaid. A claim's
    "about" allows 5 %, "more than" and "less than" a fifth to that side.
    """
    units = {claim.unit, source.unit}
    a, b = claim.value, source.value
    if units == {"%", "part"}:
        a, b = (q.value * (100 if q.unit == "part" else 1) for q in (claim, source))
        return abs(a - b) < 1
    if len(units) > 1 and ("" not in units or units & (MONEY | {"%", "th", "pp", "bp", "clock"})):
        return False
    if a == b:
        return True
    slack = abs(a) / (20 if claim.hedge == "~" else 5)
    low = a if claim.hedge == ">" else a - slack
    high = a if claim.hedge == "<" else a + slack
    return bool(claim.hedge) and low <= b <= high


def _in_digits(text: str) -> list[Quantity]:
    found = []
    for match in _DIGITS.finditer(text):
        value = Decimal(match["number"].replace(",", ""))
        end = match.end()
        symbol = (match["symbol"] or "").strip()
        currency = SYMBOLS.get(symbol.upper(), symbol.upper())
        scale = Decimal(1)
        if not symbol and _TH.match(text, end):
            end += 2
            found.append(_quantity(text, match.start(), end, value, "th"))
            continue
        clock = _CLOCK.match(text, end)
        if not symbol and clock and clock.end() > end and value < 25:
            minutes = value % 12 * 60 if clock["half"] else value * 60
            minutes += Decimal(clock["minute"] or 0)
            minutes += 720 if (clock["half"] or "").lower() == "p" else 0
            found.append(_quantity(text, match.start(), clock.end(), minutes, "clock"))
            continue
        if after := _SCALE_AFTER.match(text, end):
            key = (after["word"] or after["two"] or after["one"]).lower()
            scale = _SCALES[key] if key in _SCALES else Decimal(10) ** _SUFFIXES[key]
            end = after.end()
        if match["sign"]:
            value = -value
        unit, end = (currency, end) if currency else unit_after(text, end)
        if currency and (repeated := unit_after(text, end))[0] == currency:
            end = repeated[1]
        found.append(_quantity(text, match.start(), end, value * scale, unit, scale=scale))
    return found


def _in_words(text: str) -> list[Quantity]:
    found = []
    for match in _SPELLED.finditer(text):
        words = [
            (m.group().lower(), match.start() + m.start(), match.start() + m.end())
            for m in re.finditer(r"[A-Za-z]+", match.group())
        ]
        place = 0
        while place < len(words):
            value, unit, used = _read_words(words[place : place + _LONGEST])
            start, end = words[place][1], words[place + used - 1][2]
            place += used
            if value is None or (
                unit == "part" and _HALF_OF_PLAY.search(text[max(0, start - 8) : start])
            ):
                continue
            if unit == "":
                unit, end = unit_after(text, end)
            elif unit == "part":
                # "half a per cent" is 0.5 %, and "half a mile" half of one.
                link = re.compile(r"\s+(?:of\s+)?an?(?=\s)|(?=\s*(?:%|per))").match(text, end)
                after = unit_after(text, link.end()) if link else ("", end)
                unit, end = after if after[0] else (unit, end)
            found.append(_quantity(text, start, end, value, unit, spelled=True))
    return found


def _read_words(words: list[tuple[str, int, int]]) -> tuple[Decimal | None, str, int]:
    """Read one number from the front; give its value, unit and how many words it took."""
    total, current = Decimal(0), Decimal(0)
    last = ""  # kind of the word before
    used = 0
    for place, (word, _, _) in enumerate(words):
        if word in ("a", "an", "and", "the"):
            continue  # counted only if a number word follows and is taken
        linked = place > 0 and words[place - 1][0] in ("and", "a", "an")
        if word in _PARTS and (last or linked or word in ("half", "halves")) and last != "th":
            if last and linked:  # "two and a half"
                current += Decimal(1) / _PARTS[word]
                last, used = "half", place + 1
                continue
            count = total + current if last else Decimal(1)
            part = count / _PARTS[word]
            rest = words[place + 1 :]
            skip = 1 if rest and rest[0][0] in ("a", "an") else 0
            if rest[skip:] and rest[skip][0] in _SCALES:  # "half a million"
                return part * _SCALES[rest[skip][0]], "", place + 2 + skip
            return part, "part", place + 1
        if word in _ORDINALS:
            if last in ("", "tens", "scale") and (not last or _ORDINALS[word] < 20):
                return total + current + _ORDINALS[word], "th", place + 1
            break
        if word in _ONES:
            if last in ("ones", "half") or (last == "tens" and not 0 < _ONES[word] < 10):
                break
            current, last = current + _ONES[word], "ones"
        elif word in _TENS:
            if last in ("ones", "tens", "half"):
                break
            current, last = current + _TENS[word], "tens"
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale <= 100:
                current = (current or Decimal(1)) * scale
            else:
                total, current = total + (current or Decimal(1)) * scale, Decimal(0)
            last = "scale"
        else:
            break
        used = place + 1
    if not used:
        return None, "", 1
    return total + current, "", used


def _quantity(
    text: str, start: int, end: int, value: Decimal, unit: str, *,
    spelled: bool = False, scale: Decimal = Decimal(1),
) -> Quantity:  # fmt: skip
    if unit == "cent":
        value, unit = value / 100, "USD"
    hedge = ""
    before = _HEDGE.search(text[max(0, start - _HEDGE_WINDOW) : start])
    if before and before.lastgroup:
        hedge = _HEDGES[int(before.lastgroup[1:])][1]
    return Quantity(start, end, value, unit, hedge, spelled, scale)


def _share_range_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """Give "10" in "10-15%" its per cent, and both ends of "$5-10m" dollars and millions."""
    result = list(found)
    for i in range(len(result) - 1):
        first, second = result[i], result[i + 1]
        gap = _RANGE.fullmatch(text, first.end, second.start)
        between = re.search(
            r"\b(?:between|from)\s+\S{0,3}$",
            text[max(0, first.start - 12) : first.start],
            re.IGNORECASE,
        )
        if gap is None or ("and" in gap.group().lower() and not between):
            continue
        if second.unit in ("th", "clock", "part") or first.unit in ("th", "clock", "part"):
            continue
        if not first.unit and second.unit:
            first = replace(first, unit=second.unit)
        elif first.unit in MONEY and not second.unit:
            second = replace(second, unit=first.unit)
        if first.scale == 1 < second.scale and first.value < second.value / second.scale:
            first = replace(first, value=first.value * second.scale, scale=second.scale)
        result[i], result[i + 1] = first, second
    return result
