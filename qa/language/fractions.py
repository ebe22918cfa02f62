"""Shares and halves in words: "a fifth", "one in five", "nine out of ten", "an hour and a half"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from qa.language import lexicon
from qa.language.number_words import ONES, ORDINALS, SCALES, TENS
from qa.language.units import unit_after
from qa.text.lowered import lowered

_VULGAR = {"\u00bd": (1, 2), "\u2153": (1, 3), "\u2154": (2, 3), "\u00bc": (1, 4),
           "\u00be": (3, 4), "\u2155": (1, 5), "\u215b": (1, 8)}  # fmt: skip
_WORD = "|".join([*(w for w in ONES if w != "zero"), *TENS])
_NTH = {**{w: int(v) for w, v in ORDINALS.items() if v > 2}, "quarter": 4, "hundredth": 100}
_TIME = rf"second|night|season|quarter|{lexicon.either('time', 'units')}"
# "Two in three years" counts years, "three of four goals" goals: only these wholes make a share.
_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000, 10_000, 100_000})
_HUNDREDS = r"(?:a|one|\d+)\s+(?:hundred|thousand|million)"
_OUT_OF = re.compile(
    rf"(?<![\w.,$])(?P<part>\d{{1,3}}|{_WORD})(?:\s+in\s+(?:every\s+)?|-in-|\s+out\s+of\s+(?:every\s+)?"
    rf"|\s+of\s+every\s+)(?P<whole>\d{{1,3}}(?:,\d{{3}})*|{_HUNDREDS}|{_WORD})\b"
    rf"(?![.,:]?\d|[\s-]+(?:{_TIME})s?\b|\s?%|\s+per\s?cent|[\s-]+(?:{'|'.join(SCALES)})\b)",
)
_NTHS = re.compile(
    rf"\b(?P<article>an?|one)(?P<gap>[\s-]+)(?P<nth>{'|'.join(_NTH)})\b"
    r"(?:\s+of\s+an?\s+(?P<scale>million|billion|trillion|dozen)\b)?",
)
_SCALED = re.compile(
    rf"\b(?P<part>{_WORD})[\s-]+(?P<nth>{'|'.join(w + 's' for w in _NTH)})"
    r"\s+of\s+an?\s+(?P<scale>million|billion|trillion)\b",
)
# A fraction stands before "of" or "more", at the end, or after a word that measures; else "a fifth
# man" is the next after the fourth.
_MEASURED_BEFORE = re.compile(
    rf"\b(?:{lexicon.either('amounts', 'before_share')})\s+$", re.IGNORECASE
)
_MEASURED_AFTER = re.compile(
    rf"\s*(?:$|[.,;:!?)\u2014]|\s(?:{lexicon.either('amounts', 'after_share')})\b)",
    re.IGNORECASE,
)
_UNRANKED = lexicon.words("amounts", "unranked")
_AND_HALF = re.compile(
    rf"\b(?:an?|one)\s+(?P<unit>(?:{_TIME}|century|mile|million|billion))\s+and\s+a\s+"
    r"(?P<nth>half|quarter)\b",
)
_SIGNS = re.compile(rf"(?<![\d.,])(?P<whole>\d{{1,3}})?\s?(?P<sign>[{''.join(_VULGAR)}])")

Found = tuple[int, int, Decimal, str]


def find_fractions(text: str) -> Iterator[Found]:
    """Yield (start, end, value, unit) of each fraction; "part" where no measure follows."""
    low = lowered(text)
    yield from _shares(low)
    yield from _nths(text, low)
    for match in _AND_HALF.finditer(low):
        half = Decimal("1.5") if match["nth"] == "half" else Decimal("1.25")
        scale = SCALES.get(match["unit"], Decimal(1))
        named = "" if scale > 1 else match["unit"]
        unit, end = (named, match.end()) if named else unit_after(text, match.end())
        yield match.start(), end, half * scale, unit
    for match in _SIGNS.finditer(text):
        over, under = _VULGAR[match["sign"]]
        value = Decimal(match["whole"] or 0) + Decimal(over) / under
        unit, end = unit_after(text, match.end())
        bare = "" if match["whole"] else "part"
        yield match.start(), end, value, unit or bare


def _shares(low: str) -> Iterator[Found]:
    """Yield "one in five" and "nine out of ten"."""
    for match in _OUT_OF.finditer(low):
        part, whole = (_value(match[name]) for name in ("part", "whole"))
        if 0 < part < whole and (part == 1 or int(whole) in _WHOLES):
            yield match.start(), match.end(), part / whole, "part"


def _nths(text: str, low: str) -> Iterator[Found]:
    """Yield "a fifth", where it is no rank, and "a quarter of a million"."""
    for match in _NTHS.finditer(low):
        part = 1 / Decimal(_NTH[match["nth"]])
        if match["scale"]:
            unit, end = unit_after(text, match.end())
            yield match.start(), end, part * SCALES[match["scale"]], unit
            continue
        whole = match["article"] == "one" and "-" in match["gap"]
        if match["nth"] == "quarter":
            continue
        before = _MEASURED_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
        after = _MEASURED_AFTER.match(text, match.end())
        if match["nth"] != "quarter" and (whole or after or (before and _free(text, match))):
            yield match.start(), match.end(), part, "part"
    for match in _SCALED.finditer(low):
        part = _value(match["part"]) / _NTH[match["nth"].removesuffix("s")]
        unit, end = unit_after(text, match.end())
        yield match.start(), end, part * SCALES[match["scale"]], unit


def _free(text: str, match: re.Match[str]) -> bool:
    """Say whether what follows is no noun that "a fifth" could rank, as far as can be told."""
    following = re.match(r"\s+(\w+)", text[match.end() : match.end() + 20])
    return following is None or following[1].lower() in _UNRANKED


def _value(words: str) -> Decimal:
    key = words.replace(",", "")
    if key.isdigit():
        return Decimal(key)
    if key in ONES or key in TENS:
        return ONES.get(key) or TENS[key]
    count, _, scale = key.rpartition(" ")
    return (Decimal(count) if count.isdigit() else Decimal(1)) * SCALES[scale]
