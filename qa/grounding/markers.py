"""Words that keep a sentence from telling a fact: "plans to", "allegedly", "the former"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from qa.language import lexicon
from qa.text.words import is_negator

Standing = Literal[
    "planned",
    "awaited",
    "possible",
    "unsettled",
    "asked",
    "conditional",
    "denied",
    "alleged",
    "unfounded",
    "hearsay",
    "ended",
]
STANDINGS: frozenset[Standing] = frozenset(get_args(Standing))
WHOLE: frozenset[Standing] = frozenset({"unfounded", "hearsay", "conditional", "awaited"})
"""These say it of the whole sentence, wherever they stand."""
_CLAUSE_END = re.compile(
    r"[;:\u2014]|\b(?:but|after|before|when|while|because|since|although|though|until)\b|,\s+(?=(?:who|which|where|while|although|though|said|says|and|but)\b)",
    re.IGNORECASE,
)


_LISTS = {
    "INTENDING": lexicon.either("standings", "intending"),
    "WANTING": lexicon.either("standings", "wanting"),
    "UNDONE": lexicon.either("standings", "undone"),
    "DROPPING": lexicon.either("standings", "dropping"),
    "REPORTS": lexicon.either("standings", "reports"),
    "PROOFS": lexicon.either("standings", "proofs"),
}


def _pattern(said: Sequence[str]) -> re.Pattern[str]:
    either = "|".join(said)
    for name, words in _LISTS.items():
        either = either.replace(name, words)
    return re.compile(rf"(?:\b|^)(?:{either})\b", re.IGNORECASE)


_PATTERNS: dict[Standing, re.Pattern[str]] = {
    "denied": _pattern(lexicon.ordered("standings", "denied")),
    "unfounded": _pattern(lexicon.ordered("standings", "unfounded")),
    "alleged": _pattern(lexicon.ordered("standings", "alleged")),
    "hearsay": _pattern(lexicon.ordered("standings", "hearsay")),
    "asked": _pattern(lexicon.ordered("standings", "asked")),
    "possible": _pattern(lexicon.ordered("standings", "possible")),
    "unsettled": _pattern(lexicon.ordered("standings", "unsettled")),
    "conditional": _pattern(lexicon.ordered("standings", "conditional")),
    "planned": _pattern(lexicon.ordered("standings", "planned")),
    "awaited": _pattern(lexicon.ordered("standings", "awaited")),
    "ended": _pattern(lexicon.ordered("standings", "ended")),
}


@dataclass(frozen=True, slots=True)
class Marker:
    """Words at ``text[start:end]`` that give a standing to what stands in ``[low, high)``."""

    standing: Standing
    words: str
    start: int
    end: int
    low: int
    high: int


def find_markers(text: str) -> list[Marker]:
    """Return what gives a standing to words of one sentence, in order."""
    found = []
    for standing, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            before = re.search(r"(\w+(?:['\u2019]t)?)\s+$", text[: match.start()])
            if before and is_negator(before[1].lower().replace("\u2019", "'")):
                continue  # "did not deny", "no doubt"
            low, high = 0, len(text)
            if standing not in WHOLE:
                low = match.end()
                end = _CLAUSE_END.search(text, low)
                high = end.start() if end else high
            found.append(Marker(standing, match.group(), *match.span(), low, high))
    return found
