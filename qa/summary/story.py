"""A story that several articles tell over days: how it stands, then what happened, day by day.

Sentences are the articles' own, whole, and such as a reader understands without those around
them. Which of them matter, their likeness to the sentences of the other articles tells (LexRank,
Erkan and Radev 2004, with the embedder's cosines, and articles in place of documents), and to the
headline of their own. None gives a figure that a newer article has replaced.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.language.days import nearest_day
from qa.language.mentions import find_mentions
from qa.protocols import Vectors
from qa.records import Citation, SummarySentence
from qa.summary.alone import standing_alone
from qa.summary.chosen import Told, choose
from qa.summary.paragraph import SourceSentence, join_lines, source_sentences
from qa.summary.tallies import Tally, find_tallies, is_replaced
from qa.text.words import content_stems, find_words

Encode = Callable[[Sequence[str]], Vectors]

LEAD = 20
"""Sentences of each article that may be told: what is new stands in front."""
MOST = 160
"""Sentences compared in all: two seconds of embedding on two cores."""
FEWEST = 6
"""Sentences of each article that are compared, however many articles there are."""
FRONT_WEIGHT = 0.6
"""What the first sentence of an article gains over its last."""
STEP, NEW_STEP = 0.02, 0.01
"""What each further sentence loses, and one of the newest day's articles."""
LIKE_WEIGHT = 0.5
"""What likeness to the sentences of other articles counts: what all tell is often background."""
TITLE_WEIGHT, STORY_WEIGHT = 0.5, 0.3
"""What nearness to its own headline counts, and that of an older sentence to all headlines."""
LEAST_COSINE = 0.3
"""Least cosine of a sentence to its own headline, or to all of them: else it tells of no event."""
GIVEN_SHARE = 0.6
"""Part of the articles whose headlines and first sentences have a word the story is about."""
GIVEN_LEAD = 4
"""Of so many sentences each."""

_WRITTEN = re.compile(r"\d")


def tell_story(
    groups: Sequence[Sequence[SourceSentence]],
    encode: Encode,
    budget: int,
) -> list[SummarySentence]:
    """Return at most ``budget`` sentences: the newest state first, then the rest in order of time.

    ``groups`` are the sentences of one article each. Every sentence told is a whole one of its
    article, cited, with the article's day.
    """
    days = _tallies(groups)
    told = [each for each in _read(groups) if not _is_replaced(each, days)]
    if not told:
        return []
    titles = list(dict.fromkeys(each.source.article.title for each in told))
    vectors = np.asarray(encode([*(t.text for t in told), *titles]), dtype=np.float64)
    vectors, heads = vectors[: len(told)], vectors[len(told) :]
    cosines = vectors @ vectors.T
    newest = max(each.day for each in told)
    own = heads[[titles.index(each.source.article.title) for each in told]]
    to_own, to_all = (vectors * own).sum(axis=1), vectors @ heads.mean(axis=0)
    older = np.array([each.day < newest for each in told])
    weights = LIKE_WEIGHT * _likeness(told, cosines) + TITLE_WEIGHT * to_own
    weights += STORY_WEIGHT * older * to_all
    weights += [_front(each, newest) for each in told]
    near = np.flatnonzero(np.maximum(to_own, to_all) >= LEAST_COSINE)
    if near.size:
        told, cosines, weights = [told[n] for n in near], cosines[np.ix_(near, near)], weights[near]
    return [_sentence(each) for each in choose(told, cosines, weights, days, budget)]


def _read(groups: Sequence[Sequence[SourceSentence]]) -> list[Told]:
    """Return the sentences that may be told; their words are those that not every article has."""
    share = max(FEWEST, min(LEAD, MOST // max(1, len(groups))))
    alone = [kept for group in groups if (kept := standing_alone(group)[:share])]
    given = given_words(alone)
    keys = {kept[0].article.id: find_mentions(kept[0].article.text).keys for kept in alone}
    return [
        _read_one(source, place, given, [k for own, k in keys.items() if own != source.article.id])
        for kept in alone
        for place, source in zip(_places(kept), kept, strict=True)
    ]


def _places(kept: Sequence[SourceSentence]) -> list[int]:
    """Return each sentence's place, from 0, among those told, or among all of its article.

    The latter where the first of ``kept`` is not the first that could stand: those in front of it
    are on no side of the story that is told.
    """
    every = standing_alone(source_sentences(kept[0].article))
    if not every or kept[0].start <= every[0].start:
        return list(range(len(kept)))
    starts = [sentence.start for sentence in every]
    return [bisect_left(starts, sentence.start) for sentence in kept]


def _read_one(
    source: SourceSentence, place: int, given: frozenset[str], others: Sequence[frozenset[str]]
) -> Told:
    text = join_lines(source.text)
    text = text[:1].upper() + text[1:]  # a link before it may have gone
    mentions = find_mentions(text, source.article.date)
    days = [d for d in mentions.dates if _WRITTEN.search(text, d.start, d.end)]
    names = [find_words(text[n.start : n.end]) for n in mentions.names if n.sure]
    strange = [n for n in names if n and not any(n[-1].key in known for known in others)]
    told = [n for n in names if not given.issuperset(content_stems(n))]
    tallies = find_tallies(text, source.article.date)
    return Told(
        source,
        place,
        text,
        frozenset(content_stems(find_words(text))) - given,
        tallies,
        frozenset(day for d in days if (day := nearest_day(d, source.article.date))),
        max((nearest_day(d, source.article.date) for d in mentions.dates), default=""),
        strange=len(strange) / len(names) if names else 0.0,
        plain=not (told or tallies or days),
    )


def given_words(alone: Sequence[Sequence[SourceSentence]]) -> frozenset[str]:
    """Return the words that the story is about: most articles open with them."""
    counts: Counter[str] = Counter()
    for kept in alone:
        front = " ".join([kept[0].article.title, *(s.text for s in kept[:GIVEN_LEAD])])
        counts.update(set(content_stems(find_words(front))))
    least = max(2.0, GIVEN_SHARE * len(alone))
    return frozenset(stem for stem, count in counts.items() if count >= least)


def _tallies(groups: Sequence[Sequence[SourceSentence]]) -> dict[str, list[Tally]]:
    """Return the figures of every day's articles, their headlines too."""
    days: dict[str, list[Tally]] = {}
    for group in groups:
        if group:
            article = group[0].article
            texts = [article.title, *(join_lines(source.text) for source in group)]
            found = [tally for text in texts for tally in find_tallies(text, article.date)]
            days.setdefault(article.date[:10], []).extend(found)
    return days


def _is_replaced(each: Told, days: Mapping[str, Sequence[Tally]]) -> bool:
    """Say whether the articles of a later day have a figure of a sentence otherwise."""
    newer = [
        tally
        for day, found in sorted(days.items(), reverse=True)
        if day > each.day
        for tally in found
    ]
    return any(is_replaced(tally, newer) for tally in each.tallies)


def _likeness(told: Sequence[Told], cosines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each sentence's mean likeness to the nearest of every other article."""
    owners = [each.source.article.id for each in told]
    articles = list(dict.fromkeys(owners))
    columns = [[i for i, own in enumerate(owners) if own == article] for article in articles]
    nearest = np.stack([cosines[:, column].max(axis=1) for column in columns], axis=1)
    for row, own in enumerate(owners):
        nearest[row, articles.index(own)] = 0.0
    return np.asarray(nearest.sum(axis=1) / max(1, len(articles) - 1), dtype=np.float64)


def _front(each: Told, newest: str) -> float:
    """Return what a sentence gains by standing in front: news tells what matters first."""
    step = STEP if each.day < newest else NEW_STEP
    return FRONT_WEIGHT / (1 + each.place) - step * each.place


def _sentence(each: Told) -> SummarySentence:
    source = each.source
    cited = Citation(source.article.id, source.article.title, source.start, source.end, source.text)
    return SummarySentence(each.text, True, 1.0, (cited,), date=each.day)
