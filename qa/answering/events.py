"""Whether two articles tell of one event, by the names that they share."""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache

from qa.language import lexicon
from qa.language.dates import parse_iso
from qa.language.mentions import find_mentions
from qa.language.names import core_name
from qa.question import Question
from qa.records import Article
from qa.text.words import content_stems, find_words, stem

_REMEMBERED = 128
READ = 3_000
"""Characters of an article whose names count: what it is about is named there."""
SHARED = 0.2
"""Least share of the shorter list of names that both articles have. Of 34 news articles, pairs of
one story share .23 or more in 95 of 100 cases, pairs of different stories .18 or less; another
storm of the same coast stays below .13."""
SHARED_TOPIC = 0.1
"""The same for articles whose headlines share a topic."""
SHARED_FAR = 0.35
"""The same for articles of different times. Pairs of five stories of which parts lie months apart
share .3 to .7."""
FEW = 3
"""Names; of a shorter list one name that is shared is enough."""
_RECURRING = frozenset(stem(word) for word in lexicon.words("nouns", "recurring"))
SAME_TIME = 120
"""Days between two articles within which they may tell of one event."""


@lru_cache(maxsize=_REMEMBERED)
def story_names(article: Article) -> frozenset[str]:
    """Return the names in an article's title and front, each as its words without titles."""
    text = f"{article.title}.\n{article.text[:READ]}"
    found = find_mentions(text).names
    return frozenset(" ".join(core_name(name.keys)) for name in found if name.sure)


def share_event(a: Article, b: Article) -> bool:
    """Say whether two articles share so many names that they are of one story.

    Articles without names are held to be. Their days do not count: see ``same_time``.
    """
    ours, theirs = story_names(a), story_names(b)
    least = min(len(ours), len(theirs))
    if not least:
        return True
    shared = len(ours & theirs)
    return shared >= 1 if least <= FEW else shared >= SHARED * least


def share_saga(question: Question, a: Article, b: Article) -> bool:
    """Say whether two articles are of one story, with more names in common where time lies between.

    Over years half of politics is linked by names, one article to the next.
    """
    if same_time(a.date, b.date):
        return is_one_event(question, a, b)
    ours, theirs = story_names(a), story_names(b)
    return len(ours & theirs) >= max(FEW, SHARED_FAR * min(len(ours), len(theirs)))


def share_topic(a: Article, b: Article, asked: Set[str]) -> bool:
    """Say whether the headlines of two articles of one time share a topic that is asked about.

    ``asked`` are the stems of a question. An outbreak is told of under many names; what comes
    again, a storm or a fire, is no topic by itself, nor is what stands in a name.
    """
    if not same_time(a.date, b.date):
        return False
    ours, theirs = story_names(a), story_names(b)
    if len(ours & theirs) < SHARED_TOPIC * min(len(ours), len(theirs)):
        return False
    return bool((asked & _topics(a) & _topics(b)) - _RECURRING)


def is_one_event(question: Question, a: Article, b: Article) -> bool:
    """Say whether two articles are of one story, as far as a question goes."""
    return share_event(a, b) or share_topic(a, b, question.content)


def _topics(article: Article) -> frozenset[str]:
    """Return the stems of a headline without those of names: "strike" of "Elm bus strike"."""
    text = article.title
    names = find_mentions(article.text[:READ]).names
    named = {key for name in names if name.sure for key in name.keys}
    return frozenset(content_stems([w for w in find_words(text) if w.key not in named]))


def same_time(a: str, b: str) -> bool:
    """Say whether two ISO dates lie within ``SAME_TIME`` days; unknown ones do."""
    return days_between(a, b) <= SAME_TIME


def days_between(a: str, b: str) -> int:
    """Return how many days lie between two ISO dates; 0 where one is unknown."""
    first, second = parse_iso(a), parse_iso(b)
    return abs((first - second).days) if first is not None and second is not None else 0
