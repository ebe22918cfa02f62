"""Which sentences of a story are told: the newest state, then what no sentence has told yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.language import lexicon
from qa.summary.paragraph import SourceSentence
from qa.summary.plans import is_plan
from qa.summary.references import introduces, leans_back
from qa.summary.tallies import (
    Tally,
    is_replacing,
    names_other_year,
    same_thing,
    same_value,
    tells_fate,
)

STATE_SHARE = 0.4
"""Part of a summary that tells how the story stands, from its newest day."""
ALIKE, SAME_DAY = 0.78, 0.65
"""Cosine from which two sentences say the same, and where the last day in both is one."""
REPEAT_WEIGHT = 0.4
"""What a sentence loses by its likeness to one that is told already (maximal marginal relevance,
Carbonell and Goldstein 1998)."""
FACT_WEIGHT = 0.15
"""What it loses where all figures and days in it are told already."""
LEAST_SHARE, MORE_LEAST_SHARE = 0.6, 0.7
"""Least part of the weight of its day's best sentence, and where that day has another already."""
STATE_LEAST_SHARE, NEWS_LEAST_SHARE = 0.5, 0.35
"""That of the newest day, and where it has a toll or a day that no older article has."""
LEAST_SCORE, STATE_LEAST_SCORE = 0.8, 0.6
"""What a second sentence of a day scores at least, and one of the newest: rather a shorter summary
than one of asides."""
DAY_LEAST_SCORE = 0.7
"""What the first sentence of a day scores at least: a day with less is left out."""
NEW_WEIGHT, NEW_STATE_WEIGHT = 0.2, 0.4
"""What it gains where all its words of meaning are new, and of the newest day."""
ASIDE_WEIGHT = 0.35
"""What it loses where it names another year: it compares, or tells how things came about."""
FEWEST_NEW = 5
"""Words of meaning that a sentence has to add, beside those that the story is about; half of them
in a short one."""
CHANGED_WEIGHT, FATE_WEIGHT = 0.3, 0.65
"""What a sentence of the newest day gains by a figure that replaces an older one, and by one that
counts people's or buildings' fates."""
PASSING_WEIGHT = 0.2
"""What an older sentence loses that tells of a state, or of what is to come."""
PLANNED_WEIGHT = 0.5
"""What it loses beside that where it is little else than a plan."""
STRANGE_WEIGHT = 0.3
"""What an older sentence loses where no other article has its names: a single one's adventures."""
PAST_WEIGHT = 0.3
"""What a sentence loses that tells of a day which an older article has told of, too."""
OPENING_WEIGHT = 0.25
"""What the first sentence of the oldest day gains: how it began."""
EVENT_WEIGHT = 0.25
"""What an older sentence gains that tells what befell people or buildings."""
RECENT_WEIGHT = 0.25
"""What a sentence of the newest day gains by a day later than that of the story before it."""
PLAIN_WEIGHT = 0.5
"""What one of the newest day loses without a figure, a day, or a name that not all have."""
BROAD_WEIGHT = 0.25
"""What a sentence loses that describes what is, or opens with a quote."""

_BROAD = re.compile(
    r"\W*(?:[A-Z][^,.;]{0,60}?)(?:, [^,]{1,60},)? (?:is|are|was|were) (?:an? |the |one of )"
    r"|[\"\u201c]"
)
_PASSING = re.compile(
    rf"(?<![\u2019']s )\b(?:{lexicon.either('sentences', 'passing')})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that may be told, the how manieth of its article, its words and its facts.

    ``dates`` are the days in figures, ``latest`` is the last of those and of the days of the week.
    ``stems`` are its words of meaning beside those that the story is about, ``strange`` the part of
    its names that no other article has. A ``plain`` one has no figure, no day, and no name but
    those that the story is about.
    """

    source: SourceSentence
    place: int
    text: str
    stems: frozenset[str]
    tallies: tuple[Tally, ...]
    dates: frozenset[str]
    latest: str
    strange: float = 0.0
    plain: bool = False

    @property
    def day(self) -> str:
        """The day of its article."""
        return self.source.article.date[:10]


def choose(
    told: Sequence[Told],
    cosines: NDArray[np.float64],
    weights: NDArray[np.float64],
    tallies: Mapping[str, Sequence[Tally]],
    budget: int,
) -> list[Told]:
    """Return at most ``budget`` sentences in the order in which they are told.

    ``cosines`` and ``weights`` are those of ``told``, ``tallies`` all figures by their days. A
    sentence that leans on what those before it don't tell gives way to another.
    """
    choice = _Choice(told, cosines, weights, tallies)
    left = list(range(len(told)))
    while left:
        chosen = choice.pick(left, budget)
        leaning = _find_leaning([told[n] for n in chosen])
        if leaning is None:
            return [told[n] for n in chosen]
        left.remove(chosen[leaning])
    return [told[int(np.argmax(weights))]][:budget]


def _find_leaning(chosen: Sequence[Told]) -> int | None:
    """Return the place of the first sentence that leans on what isn't told before it."""
    for place, each in enumerate(chosen):
        before = " ".join(other.text for other in chosen[:place])
        known = each.source.article.text[: each.source.start]
        opening = not each.place and introduces(each.text, each.source.article.title)
        if leans_back(each.text, before, known, opening=opening):
            return place
    return None


class _Choice:
    """The sentences of a story, with what each is worth before any is chosen."""

    def __init__(
        self,
        told: Sequence[Told],
        cosines: NDArray[np.float64],
        weights: NDArray[np.float64],
        tallies: Mapping[str, Sequence[Tally]],
    ) -> None:
        self._told, self._cosines = told, cosines
        self._days = sorted({each.day for each in told})
        self._newest = self._days[-1]
        self._older = [n for n, each in enumerate(told) if each.day < self._newest]
        self._older_stems = frozenset(stem for n in self._older for stem in told[n].stems)
        older = [tally for day, found in tallies.items() if day < self._newest for tally in found]
        gains = [self._change(each, older) for each in told]
        self._worth = [
            float(weights[n]) + gains[n] + self._own_worth(each) for n, each in enumerate(told)
        ]
        self._over = [self._is_over(each) or self._is_past(each) for each in told]
        best = {day: 0.0 for day in self._days}
        for each, weight, over in zip(told, weights, self._over, strict=True):
            best[each.day] = max(best[each.day], 0.0 if over else float(weight))
        of_best = zip(told, weights, strict=True)
        self._shares = [float(weight) / (best[each.day] or 1.0) for each, weight in of_best]
        self._news = [gain >= FATE_WEIGHT for gain in gains]
        self._chosen: list[int] = []

    def pick(self, left: Sequence[int], budget: int) -> list[int]:
        """Return the state, then what was before it in order of time."""
        self._chosen = []
        newest = [n for n in left if self._is_new(self._told[n])]
        older = [n for n in left if not self._is_new(self._told[n])]
        states = budget if not older else min(budget, max(1, round(budget * STATE_SHARE)))
        self._fill(newest, states)
        state = len(self._chosen)
        days = {self._told[n].day for n in older}
        quota = -(-(budget - states) // max(1, len(days)))
        for most in (quota, budget):  # each day its share, then what room is left
            self._fill(older, budget - states + state, most)
        self._fill(newest, budget)
        self._fill(older, budget)
        before = sorted(set(self._chosen) & set(older), key=lambda n: (self._told[n].day, n))
        return [*self._in_order([n for n in self._chosen if n not in before]), *before]

    def _in_order(self, chosen: Sequence[int]) -> list[int]:
        """Return sentences of the newest day: the best one's article first, each in its order."""
        articles = [self._told[n].source.article.id for n in chosen]
        return sorted(chosen, key=lambda n: (articles.index(self._told[n].source.article.id), n))

    def _fill(self, among: Iterable[int], budget: int, most: int | None = None) -> None:
        """Choose the best, one after another, at most ``most`` of a day."""
        among = list(among)
        while len(self._chosen) < budget:
            free = [n for n in among if n not in self._chosen and self._adds(n)]
            if most is not None:
                days = [self._told[n].day for n in self._chosen]
                free = [n for n in free if days.count(self._told[n].day) < most]
            if not free:
                return
            self._chosen.append(max(free, key=lambda n: (self._score(n), -n)))

    def _adds(self, number: int) -> bool:
        """Say whether a sentence is near the story, and tells what none does that is chosen."""
        each = self._told[number]
        first = all(self._told[n].day != each.day for n in self._chosen)
        if self._over[number] or self._shares[number] < self._least_share(number, first=first):
            return False
        if not self._chosen:
            return True
        known = self._chosen + (self._older if self._is_new(each) else [])
        if self._cosines[number, known].max() >= ALIKE or self._is_same_event(number):
            return False
        if len(each.stems - self._stems()) < min(FEWEST_NEW, len(each.stems) / 2):
            return False
        least = STATE_LEAST_SCORE if self._is_new(each) else LEAST_SCORE
        return self._score(number) >= (DAY_LEAST_SCORE if first else least)

    def _is_same_event(self, number: int) -> bool:
        """Say whether a chosen sentence tells much the same of the same day."""
        day = self._told[number].latest
        same = [n for n in self._chosen if day and self._told[n].latest == day]
        return bool(same) and float(self._cosines[number, same].max()) >= SAME_DAY

    def _stems(self) -> frozenset[str]:
        return frozenset(stem for n in self._chosen for stem in self._told[n].stems)

    def _score(self, number: int) -> float:
        each = self._told[number]
        known = self._stems() | (self._older_stems if self._is_new(each) else frozenset())
        gain = NEW_STATE_WEIGHT if self._is_new(each) else NEW_WEIGHT
        score = self._worth[number]
        score += gain * len(each.stems - known) / max(FEWEST_NEW, len(each.stems))
        if self._chosen:
            score -= REPEAT_WEIGHT * float(self._cosines[number, self._chosen].max())
            score -= FACT_WEIGHT * self._repeated(each)
        return score

    def _own_worth(self, each: Told) -> float:
        """Return what a sentence gains and loses by itself."""
        worth = -BROAD_WEIGHT * (_BROAD.match(each.text) is not None)
        worth -= ASIDE_WEIGHT * names_other_year(each.text, each.day)
        worth -= PAST_WEIGHT * ("" < each.latest < self._day_before(each.day))
        if self._is_new(each):
            return worth + RECENT_WEIGHT * self._is_recent(each) - PLAIN_WEIGHT * each.plain
        worth -= PASSING_WEIGHT * (_PASSING.search(each.text) is not None)
        worth -= PLANNED_WEIGHT * is_plan(each.text)
        worth -= STRANGE_WEIGHT * each.strange
        worth += EVENT_WEIGHT * tells_fate(each.text)
        return worth + OPENING_WEIGHT / (1 + each.place) * (each.day == self._days[0])

    def _least_share(self, number: int, *, first: bool) -> float:
        each = self._told[number]
        if not self._is_new(each):
            return LEAST_SHARE if first else MORE_LEAST_SHARE
        news = self._news[number] or self._is_recent(each)
        return NEWS_LEAST_SHARE if news else STATE_LEAST_SHARE

    def _is_new(self, each: Told) -> bool:
        return each.day == self._newest

    def _is_over(self, each: Told) -> bool:
        """Say whether a sentence plans for a day that has come when the newest is written."""
        return each.day < each.latest <= self._newest and is_plan(each.text)

    def _is_past(self, each: Told) -> bool:
        """Say whether one of the newest day, no first one, tells of a day that older ones told."""
        if not self._is_new(each) or not each.place:
            return False
        return "" < each.latest < self._day_before(each.day)

    def _is_recent(self, each: Told) -> bool:
        """Say whether a sentence names a day later than that of the articles before its own."""
        return max(each.dates, default="") > self._day_before(each.day) > ""

    def _change(self, each: Told, older: Sequence[Tally]) -> float:
        """Return what a sentence of the newest day gains by figures that replace older ones."""
        if not self._is_new(each):
            return 0.0
        new = [tally for tally in each.tallies if is_replacing(tally, older)]
        return max((FATE_WEIGHT if tally.fates else CHANGED_WEIGHT for tally in new), default=0.0)

    def _day_before(self, day: str) -> str:
        """Return the day of the story before one of its days, "" for the first."""
        place = self._days.index(day)
        return self._days[place - 1] if place else ""

    def _repeated(self, each: Told) -> float:
        """Return the part of a sentence's figures and days that is told already."""
        chosen = [self._told[n] for n in self._chosen]
        tallies = [tally for other in chosen for tally in other.tallies]
        dates = frozenset(date for other in chosen for date in other.dates)
        again = sum(
            any(same_thing(tally, old) and same_value(tally, old) for old in tallies)
            for tally in each.tallies
        )
        facts = len(each.tallies) + len(each.dates)
        return (again + len(each.dates & dates)) / facts if facts else 0.0
