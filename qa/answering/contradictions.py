"""Numbers and dates of a question against those of a sentence: the same, another, or not said."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from qa.language.dates import Date, agree, covers
from qa.language.mentions import Mentions
from qa.language.numbers import Quantity
from qa.language.units import MONEY
from qa.text.words import STOPWORDS, stem

Verdict = Literal["yes", "no", "open"]

_ROUND = Decimal("0.1")  # what "about" allows for


def select_quantities(mentions: Mentions) -> list[Quantity]:
    """Return the quantities, but for the "one" of grammar."""
    return [
        q
        for q in mentions.quantities
        if not (q.spelled and q.value == 1 and not q.unit and not q.hedge)
    ]


def compare_quantity(asked: Quantity, claim: Mentions, said: Mentions) -> Verdict:
    """Compare a number with those of the sentence that count the same thing."""
    counted = _counted(asked, claim)
    verdicts = {
        _compare(asked, other)
        for other in said.quantities
        if _comparable(asked, other) and (asked.unit or _counted(other, said) == counted)
    }
    if not verdicts and not asked.unit and any(q.value == asked.value for q in said.quantities):
        return "yes"
    if not verdicts and any(d.year == asked.value for d in said.dates if not asked.unit):
        return "yes"
    if "yes" in verdicts and (not asked.hedge or len(verdicts) == 1):
        return "yes"
    return "no" if verdicts == {"no"} else "open"


def _counted(quantity: Quantity, mentions: Mentions) -> str:
    """Return the stem of the noun that follows a bare number: "person" for "two people"."""
    words = [w for s in mentions.sentences for w in s.words if w.start >= quantity.end]
    following = next(iter(words), None)
    return stem(following.key) if following and following.key not in STOPWORDS else ""


def _comparable(a: Quantity, b: Quantity) -> bool:
    return a.unit == b.unit or (a.unit in MONEY and b.unit in MONEY)


def _compare(asked: Quantity, said: Quantity) -> Verdict:
    if asked.unit != said.unit:
        return "open"
    a, b = asked.value, said.value
    if asked.hedge in ("<", ">"):
        if said.hedge and said.hedge != asked.hedge:
            return "open"
        if a == b and asked.hedge == said.hedge:
            return "yes"
        return "yes" if (b > a if asked.hedge == ">" else b < a) else "no"
    if said.hedge in ("<", ">"):
        beyond = b >= a if said.hedge == ">" else b <= a
        return "no" if beyond and a != b else "open"
    if a == b:
        return "yes"
    if "~" in (asked.hedge, said.hedge) and abs(a - b) <= _ROUND * abs(a):
        return "yes" if asked.hedge else "open"
    return "no"


def compare_date(asked: Date, said: Sequence[Date]) -> Verdict:
    """Compare a date with those of the sentence that share a part with it."""
    if any(covers(other, asked) for other in said):
        return "yes"
    shared = [
        other
        for other in said
        if any(
            x is not None and y is not None
            for x, y in (
                (asked.year, other.year),
                (asked.month, other.month),
                (asked.day, other.day),
            )
        )
    ]
    return "no" if shared and not any(agree(other, asked) for other in shared) else "open"
