"""Find quantities in text, in digits or words, with their units.

``find_quantities("about $1.2bn, or five per cent")`` gives 1200000000 USD and 5 %.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from qa.language import lexicon
from qa.language.compounds import join_units
from qa.language.currencies import BEFORE, currency_before
from qa.language.fractions import find_fractions
from qa.language.number_words import ONES, ORDINALS, PARTS, SCALES, SUFFIXES, TENS
from qa.language.quantities import Quantity
from qa.language.spelled_numbers import read_number
from qa.language.units import MONEY, rate_after, unit_after
from qa.text.lowered import lowered
from qa.text.words import STOPWORDS, stem

_DIGITS = re.compile(
    # None begins with a blank or these letters: seen first, that takes a fourth of the time.
    rf"(?![\sa-ln-y])(?P<sign>(?<![\w)])(?<!\d\s)[-\u2212]|\b[Mm]inus\s+)?(?:(?P<symbol>{BEFORE})\s?|(?<![\w.]))"
    r"(?P<number>\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
)
_SCALE_AFTER = re.compile(
    r"[\s-]?(?P<word>hundred|thousand|million|billion|trillion|lakh|crore|dozen)s?\b"
    r"|\s?(?P<two>mn|bn|trn|tn)\b|(?P<one>[kmb])\b",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[,\s]")
_MILLIONS = re.compile(r"\s(m)\b")  # "£50 m", but 46 m of rope
_CLOCK = re.compile(r"(?::(?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\b\.?)?", re.IGNORECASE)
_TH = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_NUMBER_WORD = "|".join([*ONES, *TENS, *SCALES, *ORDINALS, *PARTS])
_SPELLED = re.compile(
    rf"\b(?:(?:an?|the)\s+(?=hundred|thousand|million|billion|trillion|dozen|half|quarter|third))?"
    rf"(?:{_NUMBER_WORD})(?:(?:[\s-]+(?:and\s+(?:an?\s+)?|an?\s+)?)(?:{_NUMBER_WORD})\b)*\b"
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
_MINUS = re.compile(r"\bminus\s+$", re.IGNORECASE)
_BELOW_ZERO = re.compile(r"\s+below\s+zero\b", re.IGNORECASE)
_TEMPERATURES = frozenset({"C", "F", "degree"})
# The plural right after a bare number is what it counts.
_COUNTED = re.compile(r"\s+([a-z]{2,}(?<!s)s|people|men|women|children)\b")
_RANGE = re.compile(r"\s*(?:[-\u2013\u2014]|to|or|and)\s*", re.IGNORECASE)


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of ``text`` in order, without overlap."""
    parts = (_quantity(text, *found, spelled=True) for found in find_fractions(text))
    every = [*parts, *_in_digits(text), *_in_words(text)]
    found = sorted(every, key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return join_units(text, _share_range_units(text, kept))


def _in_digits(text: str) -> list[Quantity]:
    found = []
    for match in _DIGITS.finditer(text):
        value = Decimal(_GROUPED.sub("", match["number"]))
        end = match.end()
        symbol = match["symbol"] or ""
        currency = currency_before(symbol)
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
        after = _SCALE_AFTER.match(text, end) or (_MILLIONS.match(text, end) if symbol else None)
        if after:
            key = (next(filter(None, after.groups()))).lower()
            scale = SCALES[key] if key in SCALES else Decimal(10) ** SUFFIXES[key]
            end = after.end()
        if match["sign"]:
            value = -value
        unit, end = (currency, end) if currency else unit_after(text, end, value * scale)
        if currency and (repeated := unit_after(text, end, value * scale))[0] == currency:
            end = repeated[1]
        found.append(_quantity(text, match.start(), end, value * scale, unit, scale=scale))
    return found


def _in_words(text: str) -> list[Quantity]:
    found = []
    for match in _SPELLED.finditer(lowered(text)):
        words = [
            (m.group(), match.start() + m.start(), match.start() + m.end())
            for m in re.finditer(r"[A-Za-z]+", match.group())
        ]
        place = 0
        while place < len(words):
            read = read_number([word for word, _, _ in words[place : place + _LONGEST]])
            value, unit = read.value, read.unit
            start, end = words[place][1], words[place + read.used - 1][2]
            place += read.used
            if value is None or (
                unit == "part" and _HALF_OF_PLAY.search(text[max(0, start - 8) : start])
            ):
                continue
            if unit == "":
                unit, end = unit_after(text, end, value)
            elif unit == "part":
                # "half a per cent" is 0.5 %, and "half a mile" half of one.
                link = re.compile(r"\s+(?:of\s+)?an?(?=\s)|(?=\s*(?:%|per))").match(text, end)
                after = unit_after(text, link.end()) if link else ("", end)
                unit, end = after if after[0] else (unit, end)
            found.append(_quantity(text, start, end, value, unit, spelled=True))
    return found


def _quantity(
    text: str, start: int, end: int, value: Decimal, unit: str, *,
    spelled: bool = False, scale: Decimal = Decimal(1),
) -> Quantity:  # fmt: skip
    if unit == "cent":
        value, unit = value / 100, "USD"
    if unit in _TEMPERATURES and (below := _BELOW_ZERO.match(text, end)):
        value, end = -value, below.end()
    if spelled and (minus := _MINUS.search(text, max(0, start - 8), start)):
        value, start = -value, minus.start()
    hedge = ""
    before = _HEDGE.search(text[max(0, start - _HEDGE_WINDOW) : start])
    if before and before.lastgroup:
        hedge = _HEDGES[int(before.lastgroup[1:])][1]
    counted = _COUNTED.match(text, end) if not unit else None
    noun = stem(counted[1].lower()) if counted and counted[1] not in STOPWORDS else ""
    per = rate_after(text, counted.end() if counted else end)
    return Quantity(start, end, value, unit, hedge, spelled, scale, per, noun)


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
