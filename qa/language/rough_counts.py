"""Counts and shares without a figure: "dozens", "tens of thousands", "most of the", "all"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from qa.language import lexicon
from qa.language.number_words import ONES

_COUNTS = lexicon.table("numbers", "rough_counts")
_SHARES = lexicon.table("numbers", "rough_shares")
_NOUN = r"(?:people|men|women|children|staff|[a-z]+s)\b"
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})*|{'|'.join(ONES)}"
_WHOSE = r"(?:the|its|their|his|her|our|these|those)"
_OF_SOME = rf"(?:\s+(?:{_NUMBER})\b)?(?:\s+(?:of\s+)?{_WHOSE})?(?:\s+(?:\w+\s+)?{_NOUN})"


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# "At all", "in all", "a few" and "the most" are no shares.
_ROUGH = re.compile(
    rf"\b(?P<count>{_longest_first(_COUNTS)})\b"
    rf"|(?<!\bat )(?<!\bin )(?<!\ba )(?<!\bthe )\b(?P<share>{_longest_first(_SHARES)})\b"
    rf"(?=\s+of\b|{_OF_SOME}|(?<=every)\s+[a-z])"
    rf"|\b(?P<part>{_NUMBER})\s+of\s+(?:all|{_WHOSE})\s+(?P<whole>{_NUMBER})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RoughCount:
    """A count at ``text[start:end]`` from ``low`` to ``high``; a share is in per cent."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    share: bool


def find_rough_counts(text: str) -> Iterator[RoughCount]:
    """Yield the rough counts and shares of ``text``; "four of the nine" is a share, too."""
    for match in _ROUGH.finditer(text):
        if match["part"]:
            part, whole = (_value(match[name]) for name in ("part", "whole"))
            if part <= whole and whole:
                share = 100 * part / whole
                yield RoughCount(*match.span(), share, share, share=True)
            continue
        said = (match["count"] or match["share"]).lower()
        low, high = (_COUNTS.get(said) or _SHARES[said]).split()
        yield RoughCount(*match.span(), Decimal(low), Decimal(high), share=bool(match["share"]))


def _value(word: str) -> Decimal:
    key = word.lower().replace(",", "")
    return Decimal(key) if key.isdigit() else ONES[key]
