"""Find quantities in text, in digits or words, with their units.

``find_quantities("about $1.2bn, or five per cent")`` gives 1200000000 USD and 5 %.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from qa.language import lexicon
from qa.language.currencies import BEFORE, currency_before
from qa.language.fractions import find_fractions
from qa.language.number_words import ONES, ORDINALS, PARTS, SCALES, SUFFIXES, TENS
from qa.language.units import (
    MONEY,
    STRICT,
    convert_unit,
    is_rounded,
    rate_after,
    same_unit,
    unit_after,
)
from qa.text.words import STOPWORDS, stem

_DIGITS = re.compile(
    rf"(?P<sign>(?<![\w)])(?<!\d\s)[-\u2212]|\b[Mm]inus\s+)?(?:(?P<symbol>{BEFORE})\s?|(?<![\w.]))"
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
_MINUS = re.compile(r"\bminus\s+$", re.IGNORECASE)
_BELOW_ZERO = re.compile(r"\s+below\s+zero\b", re.IGNORECASE)
_TEMPERATURES = frozenset({"C", "F", "degree"})
# The plural right after a bare number is what it counts.
_COUNTED = re.compile(r"\s+([a-z]{2,}(?<!s)s|people|men|women|children)\b")
_EXACT = Decimal("1e-9")  # what dividing leaves
_SHARE_SLACK = Decimal("0.021")  # "a third" is 33 or 34 %, "one in six" 17
_CONVERSION_SLACK = Decimal("0.035")
_ABOUT = Decimal("0.05")
_COARSE_ABOUT = Decimal("0.1")
_BEYOND = Decimal("0.2")
_BEYOND_SHARE = Decimal("0.5")  # "more than half" are two thirds, too
_RANGE = re.compile(r"\s*(?:[-\u2013\u2014]|to|or|and)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``text[start:end]``, its unit within the span.

    ``unit`` is "" for a bare number, "%" , a currency code, "th" for a rank, "part" for
    a fraction in words, "clock" for a time of day (``value`` in minutes), or a measure.
    ``hedge`` is "~", ">" or "<" for words such as "about", "more than", "up to" before it.
    ``per`` is what a rate is counted by, "month" of "$540 a month", and ``noun`` the plural that
    a bare number counts, stemmed; "" where there is none.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    hedge: str = ""
    spelled: bool = False
    scale: Decimal = Decimal(1)
    per: str = ""
    noun: str = ""


def format_decimal(value: Decimal) -> str:
    """Return the shortest decimal notation: "5" for 5.0, "1200000000" for 1.2E+9."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of ``text`` in order, without overlap."""
    parts = (_quantity(text, *found, spelled=True) for found in find_fractions(text))
    every = [*parts, *_in_digits(text), *_in_words(text)]
    found = sorted(every, key=lambda q: (q.start, -q.end))
    kept: list[Quantity] = []
    for quantity in found:
        if not kept or quantity.start >= kept[-1].end:
            kept.append(quantity)
    return _share_range_units(text, kept)


def same_quantity(claim: Quantity, source: Quantity) -> bool:
    """Say whether a source's quantity bears out a claim's, whatever their spelling and unit.

    Percentages, money and ranks need their own unit; a measure may be left unsaid. Other units
    are converted, miles to km as roundly as the claim's digits are. A claim's "about" allows
    5 %, or up to 10 % where its last digit is that coarse; "more than" and "less than" a fifth
    to that side.
    """
    b = _in_unit_of(claim, source)
    if b is None or {claim.hedge, source.hedge} == {"<", ">"}:
        return False
    a = claim.value * (100 if claim.unit == "part" and source.unit == "%" else 1)
    gap = abs(a - b)
    if gap <= abs(a) * _EXACT:
        return True
    if {claim.unit, source.unit} == {"%", "part"} and gap <= min(Decimal(1), abs(a) * _SHARE_SLACK):
        return True
    coarse = _half_digit(a)
    if is_rounded(claim.unit, source.unit) and gap <= min(coarse, abs(a) * _CONVERSION_SLACK):
        return True
    if claim.hedge == "~":
        return gap <= max(abs(a) * _ABOUT, min(coarse, abs(a) * _COARSE_ABOUT))
    slack = abs(a) * (_BEYOND_SHARE if claim.unit == "part" else _BEYOND)
    return a <= b <= a + slack if claim.hedge == ">" else claim.hedge == "<" and a - slack <= b <= a


def _in_unit_of(claim: Quantity, source: Quantity) -> Decimal | None:
    """Return a source's value in the unit of the claim, None where they count different things."""
    value = source.value
    if claim.per and source.per and claim.per != source.per:
        one = convert_unit(Decimal(1), claim.per, source.per)
        if one is None:
            return None
        value *= one
    if same_unit(claim.unit, source.unit):
        return value
    if {claim.unit, source.unit} == {"%", "part"}:
        return value * (100 if source.unit == "part" else 1)
    if claim.unit and source.unit:
        return convert_unit(value, source.unit, claim.unit)
    if {claim.unit, source.unit} & (MONEY | STRICT) or claim.noun or source.noun:
        return None
    return value


def _half_digit(value: Decimal) -> Decimal:
    """Return half of one in the last digit that is not nought: 0.05 of 5.4, 500 of 5,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent) / 2


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
                unit, end = unit_after(text, end, value)
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
        if word in PARTS and (last or linked or word in ("half", "halves")) and last != "th":
            if last and linked:  # "two and a half"
                current += Decimal(1) / PARTS[word]
                last, used = "half", place + 1
                continue
            count = total + current if last else Decimal(1)
            part = count / PARTS[word]
            rest = words[place + 1 :]
            skip = 1 if rest and rest[0][0] in ("a", "an") else 0
            if rest[skip:] and rest[skip][0] in SCALES:  # "half a million"
                return part * SCALES[rest[skip][0]], "", place + 2 + skip
            return part, "part", place + 1
        if word in ORDINALS:
            if last in ("", "tens", "scale") and (not last or ORDINALS[word] < 20):
                return total + current + ORDINALS[word], "th", place + 1
            break
        if word in ONES:
            if last in ("ones", "half") or (last == "tens" and not 0 < ONES[word] < 10):
                break
            current, last = current + ONES[word], "ones"
        elif word in TENS:
            if last in ("ones", "tens", "half"):
                break
            current, last = current + TENS[word], "tens"
        elif word in SCALES:
            scale = SCALES[word]
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
