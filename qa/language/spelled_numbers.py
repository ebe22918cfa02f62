"""Read a number that is written in words: "two and a half", "the forty-second"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from qa.language.number_words import ONES, ORDINALS, PARTS, SCALES, TENS

_LINKS = frozenset({"a", "an", "and"})
Kind = Literal["", "ones", "tens", "scale", "half"]


@dataclass(frozen=True, slots=True)
class SpelledNumber:
    """A number at the front of a list of words.

    ``value`` is None where the first word begins no number; ``unit`` is "th" for a rank, "part"
    for a fraction, else ""; ``used`` is how many words were taken, 1 where there is no number.
    """

    value: Decimal | None
    unit: str
    used: int


@dataclass(slots=True)
class _Sum:
    """What is read so far: whole scales, what is below the next one, and the last word's kind."""

    total: Decimal = Decimal(0)
    current: Decimal = Decimal(0)
    last: Kind = ""

    @property
    def value(self) -> Decimal:
        return self.total + self.current

    def take(self, word: str) -> bool:
        """Add a cardinal; return False where the number ended before it."""
        if word in ONES:
            if self.last in ("ones", "half") or (self.last == "tens" and not 0 < ONES[word] < 10):
                return False
            self.current, self.last = self.current + ONES[word], "ones"
        elif word in TENS:
            if self.last in ("ones", "tens", "half"):
                return False
            self.current, self.last = self.current + TENS[word], "tens"
        elif word in SCALES:
            self._scale(SCALES[word])
        else:
            return False
        return True

    def _scale(self, scale: Decimal) -> None:
        counted = (self.current or Decimal(1)) * scale
        if scale <= 100:
            self.current = counted
        else:
            self.total, self.current = self.total + counted, Decimal(0)
        self.last = "scale"

    def rank(self, word: str) -> Decimal | None:
        """Return the rank that the number and an ordinal make, None where they make none."""
        if not self.last:
            return ORDINALS[word]
        if self.last in ("tens", "scale") and ORDINALS[word] < 20:
            return self.value + ORDINALS[word]
        return None


def read_number(words: Sequence[str]) -> SpelledNumber:
    """Read one number from the front of lower-case words."""
    made, used = _Sum(), 0
    for place, word in enumerate(words):
        if word in _LINKS or word == "the":
            continue  # counted only if a number word follows and is taken
        linked = place > 0 and words[place - 1] in _LINKS
        if word in PARTS and (made.last or linked or word in ("half", "halves")):
            if not (made.last and linked):
                return _fraction(made, words, place)
            made.current += Decimal(1) / PARTS[word]  # "two and a half"
            made.last = "half"
        elif word in ORDINALS:
            if (rank := made.rank(word)) is not None:
                return SpelledNumber(rank, "th", place + 1)
            break
        elif not made.take(word):
            break
        used = place + 1
    return SpelledNumber(made.value, "", used) if used else SpelledNumber(None, "", 1)


def _fraction(made: _Sum, words: Sequence[str], place: int) -> SpelledNumber:
    """Return "two thirds", or "half a million"."""
    part = (made.value if made.last else Decimal(1)) / PARTS[words[place]]
    rest = words[place + 1 :]
    skip = 1 if rest and rest[0] in ("a", "an") else 0
    if rest[skip:] and rest[skip] in SCALES:
        return SpelledNumber(part * SCALES[rest[skip]], "", place + 2 + skip)
    return SpelledNumber(part, "part", place + 1)
