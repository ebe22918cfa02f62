"""Figures in another's place: "from 45 to 30" for "from 30 to 45", "most" for "half"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from qa.grounding.owners import NOBODY, Bearers, Keys, Owner, find_owner, part_of
from qa.language import lexicon
from qa.language.dates import Date, covers
from qa.language.mentions import Mentions
from qa.language.quantities import Quantity, same_quantity
from qa.language.rough_counts import RoughCount, find_rough_counts
from qa.language.synonyms import base_stem
from qa.language.units import MONEY, convert_unit
from qa.text.words import STOPWORDS, Word, overlaps

Figure = Quantity | Date | RoughCount

NEAR = 6
"""Words to each side of a figure that tell what it is a figure of."""
BESIDE = 3
"""Words to each side among which the next word with meaning counts as its neighbour."""
MARGIN = 0.8
"""By this much the place of another figure has to fit better than any place of the claim's own."""
LEAST = 2.2
"""And it has to fit as well as this: a sentence that shares half its words, and one neighbour."""
OWNED = 1.0
"""What a place's fit gains where both figures are the same one's."""
CLASH = 2.0
"""What the opposite preposition takes from a place's fit."""
_ROLE = re.compile(
    r"\b(from|to|by|between|until|till|through)\s+"
    rf"(?:(?:{lexicon.either('amounts', 'hedges', 'bounds')}|the|an?)\s+)*$",
    re.IGNORECASE,
)
_SAME_ROLE = {"between": "from", "until": "to", "till": "to", "through": "to"}
_FIRST_YEAR, _LAST_YEAR = 1500, 2099
_PAIRED = re.compile(r"\s*(?:[-\u2013]|to|and|until|till|through)\s*", re.IGNORECASE)
_CLASHING = ({"from", "to"}, {"by", "to"}, {"by", "from"}, {"first", "second"})


@dataclass(frozen=True, slots=True)
class Place:
    """A figure, its words, and what stands around it in its sentence."""

    figure: Figure
    literal: str
    role: str
    before: str
    after: str
    near: frozenset[str]
    sentence: frozenset[str]
    owner: Owner = NOBODY


def find_displaced(claim: Mentions, sources: Sequence[Mentions]) -> Iterator[str]:
    """Yield for each figure of ``claim`` which other one a source has in its place."""
    bearers = Bearers([claim, *sources])
    named = [keys for _, keys in bearers.names(claim)]
    known = [place for source in sources for place in find_places(source, bearers)]
    for asked in find_places(claim, bearers):
        alike = [each for each in known if _comparable(asked, each)]
        same = [each for each in alike if bears_out(asked, each)]
        fits = [fit(asked, each) + OWNED * bearers.same(asked.owner, each.owner) for each in same]
        own = [
            each
            for each in alike
            if each not in same
            and max(len(asked.owner.names), len(each.owner.names)) <= 1
            and bearers.same(asked.owner, each.owner)
        ]
        rivals = [(fit(asked, each) + OWNED, each) for each in own]
        rivals += [
            (fit(asked, each), each)
            for each in alike
            if each not in same and each not in own and _beside(asked, each)
        ]
        other, rival = max(rivals, key=lambda pair: pair[0], default=(0.0, None))
        if rival is not None and other >= LEAST and other >= max(fits, default=0.0) + MARGIN:
            yield f"where this has {asked.literal}, a source has {rival.literal}"
        elif turned := _turned(asked, same):
            yield f'"{asked.role} {asked.literal}" is "{turned.role} {turned.literal}" in a source'
        elif same and (mine := _another(asked, same, own, named, bearers)):
            yield f"where this has {asked.literal}, a source has {mine.literal}"


def _another(
    asked: Place,
    same: Sequence[Place],
    own: Sequence[Place],
    named: Sequence[Keys],
    bearers: Bearers,
) -> Place | None:
    """Return the figure that a source gives the claim's owner, where the claim's is another's.

    The sources give it only to one whom the claim does not name.
    """
    if len(asked.owner.names) != 1 or isinstance(asked.figure, Date):
        return None
    for each in same:
        names = each.owner.names
        if len(names) != 1 or any(bearers.same_name(names[0], keys) for keys in named):
            return None
    mine = [each for each in own if each.owner.names and _one_unit(asked, each)]
    return max(mine, key=lambda each: fit(asked, each), default=None)


def _beside(a: Place, b: Place) -> bool:
    """Say whether two figures stand beside the same word, or are turned by the same one."""
    return "" != a.after == b.after or "" != a.before == b.before or "" != a.role == b.role


def is_difference(quantity: Quantity, source: Mentions) -> bool:
    """Say whether a source's "from 6 to 9" rose or fell by this quantity."""
    return find_ends(quantity, source) is not None


def find_ends(quantity: Quantity, source: Mentions) -> tuple[Place, Place] | None:
    """Return the two figures of a source, "from 6 to 9", that lie this quantity apart."""
    for a, b in pairwise(find_places(source)):
        low, high = a.figure, b.figure
        if isinstance(low, Quantity) and isinstance(high, Quantity) and low.unit == high.unit:
            step = abs(high.value - low.value)
            if (
                (a.role, b.role) == ("from", "to")
                and step
                and same_quantity(quantity, replace(high, value=step))
            ):
                return a, b
    return None


def _turned(asked: Place, same: Sequence[Place]) -> Place | None:
    """Return where a source has the very figure with the opposite preposition, if only there."""
    near = [each for each in same if fit(asked, each) + CLASH >= LEAST]
    clash = [each for each in near if {asked.role, each.role} in _CLASHING]
    return clash[0] if clash and len(clash) == len(near) else None


def find_places(text: Mentions, bearers: Bearers | None = None) -> list[Place]:
    """Return every figure of ``text`` with its surroundings, in order; whose, with ``bearers``."""
    rough = list(find_rough_counts(text.text))
    taken = [(r.start, r.end) for r in rough]
    every: list[Quantity | Date] = [*text.quantities, *text.dates]
    exact = [_year(f) for f in every if not overlaps(f.start, f.end, taken)]
    figures: list[Figure] = sorted([*rough, *exact], key=lambda f: f.start)
    spans = [(f.start, f.end) for f in figures]
    roles = _roles(text.text, figures)
    found = []
    for figure, role in zip(figures, roles, strict=True):
        for sentence in text.sentences:
            if sentence.start <= figure.start < sentence.end:
                words = [w for w in sentence.words if not overlaps(w.start, w.end, spans)]
                owner = NOBODY
                if bearers is not None and getattr(figure, "unit", "") != "th":
                    owner = find_owner(text, sentence, figure.start, bearers, spans)
                part = part_of(text.text, sentence, figure.start)
                found.append(_place(text.text, figure, role, words, part, owner))
    return found


def fit(a: Place, b: Place) -> float:
    """Return how well two places match, from -2 to 5.5."""
    score = 1.0 * (a.after == b.after != "") + 0.5 * (a.before == b.before != "")
    if {a.role, b.role} in _CLASHING:
        score -= CLASH
    score += 1.0 * (a.role == b.role != "")
    score += len(a.near & b.near) / max(1, len(a.near))
    return score + 2 * len(a.sentence & b.sentence) / max(1, len(a.sentence))


def _year(figure: Quantity | Date) -> Quantity | Date:
    """Return "1971" as a date, though no word before it says so."""
    if isinstance(figure, Date) or figure.unit or figure.noun or figure.spelled:
        return figure
    if figure.value == int(figure.value) and _FIRST_YEAR <= figure.value <= _LAST_YEAR:
        return Date(figure.start, figure.end, int(figure.value))
    return figure


def _place(
    text: str,
    figure: Figure,
    role: str,
    words: Sequence[Word],
    part: tuple[int, int],
    owner: Owner,
) -> Place:
    before = [w for w in words if w.end <= figure.start][-NEAR:]
    after = [w for w in words if w.start >= figure.end][:NEAR]
    near = [w for w in (*before, *after) if part[0] <= w.start < part[1]]
    if _stems(near):
        before, after = [w for w in before if w in near], [w for w in after if w in near]
    return Place(
        figure,
        text[figure.start : figure.end],
        role,
        _first(before[::-1]),
        _first(after),
        _stems([*before, *after]),
        _stems(words),
        owner,
    )


def _first(words: Sequence[Word]) -> str:
    return next((base_stem(w) for w in words[:BESIDE] if w.key not in STOPWORDS), "")


def _stems(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(base_stem(w) for w in words if w.key not in STOPWORDS)


def _roles(text: str, figures: Sequence[Figure]) -> list[str]:
    """Return what a preposition makes of each figure, or which of a pair it is; "" for neither."""
    roles: list[str] = []
    for figure in figures:
        match = _ROLE.search(text, max(0, figure.start - 40), figure.start)
        said = match[1].lower() if match else ""
        roles.append(_SAME_ROLE.get(said, said))
    for i in range(len(figures) - 1):
        first, second = figures[i], figures[i + 1]
        if not (_PAIRED.fullmatch(text, first.end, second.start) and _alike(first, second)):
            continue
        joined = text[first.end : second.start].strip().lower()
        if roles[i] == "from":
            roles[i + 1] = "to"
        elif joined in ("-", "\u2013", "to") and not roles[i]:
            roles[i], roles[i + 1] = "first", "second"
    return roles


def _alike(first: Figure, second: Figure) -> bool:
    """Say whether two figures may be one pair: "52 to 39", but not "8 percent to 90 euros"."""
    if isinstance(first, Quantity) and isinstance(second, Quantity):
        return first.unit == second.unit or "" in (first.unit, second.unit)
    return type(first) is type(second)


def _comparable(a: Place, b: Place) -> bool:
    """Say whether one figure could stand for the other: both money, both shares, both years."""
    x, y = a.figure, b.figure
    if isinstance(x, Date) and isinstance(y, Date):
        return _parts(x) == _parts(y) or covers(y, x)
    if isinstance(x, Date) or isinstance(y, Date):
        return False
    if _is_share(x) or _is_share(y):
        return _is_share(x) and _is_share(y)
    if isinstance(x, RoughCount) or isinstance(y, RoughCount):
        return all(isinstance(f, RoughCount) or not f.unit for f in (x, y))
    if x.unit in MONEY or y.unit in MONEY:
        return x.unit in MONEY and y.unit in MONEY
    if x.noun and y.noun and x.noun != y.noun:
        return False
    return x.unit == y.unit or convert_unit(Decimal(1), x.unit, y.unit) is not None


def _one_unit(a: Place, b: Place) -> bool:
    """Say whether two figures count alike: money, shares, or the same unit or things."""
    x, y = a.figure, b.figure
    if isinstance(x, Date | RoughCount) or isinstance(y, Date | RoughCount):
        return False
    if x.unit in MONEY:
        return y.unit in MONEY
    return x.unit == y.unit and (bool(x.unit) or "" != a.after == b.after)


def _parts(date: Date) -> tuple[bool, ...]:
    return tuple(p is not None for p in (date.month, date.day, date.weekday))


def _is_share(figure: Quantity | RoughCount) -> bool:
    return figure.share if isinstance(figure, RoughCount) else figure.unit in ("%", "part")


def bears_out(asked: Place, known: Place) -> bool:
    """Say whether the figure at ``known``, of a source, bears out that of a claim."""
    x, y = asked.figure, known.figure
    if isinstance(x, Date) and isinstance(y, Date):
        return covers(y, x)
    if isinstance(x, Quantity) and isinstance(y, Quantity):
        return same_quantity(x, y)
    if isinstance(x, Date) or isinstance(y, Date):
        return False
    (low, high), (least, most) = _range(x), _range(y)
    return low <= most and least <= high


def _range(figure: Quantity | RoughCount) -> tuple[Decimal, Decimal]:
    if isinstance(figure, RoughCount):
        return figure.low, figure.high
    value = figure.value * (100 if figure.unit == "part" else 1)
    if figure.hedge == ">":
        return value + Decimal("0.0001"), value * 2
    return value, value
