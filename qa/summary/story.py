"""A story that several articles tell over days: how it stands, then what happened, day by day.

Sentences are the articles' own, whole, and such as a reader understands without those around
them. Which of them matter, their likeness to the sentences of the other articles tells (LexRank,
Erkan and Radev 2004, with the embedder's cosines, and articles in place of documents).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.language import lexicon
from qa.language.mentions import find_mentions
from qa.protocols import Vectors
from qa.records import Citation, SummarySentence
from qa.summary.paragraph import SourceSentence, join_lines
from qa.text.parts import find_parts, part_at
from qa.text.sentences import is_question
from qa.text.words import find_words

Encode = Callable[[Sequence[str]], Vectors]

LEAD = 14
"""Sentences of each article that may be told: what is new stands in front."""
MOST = 160
"""Sentences compared in all: two seconds of embedding on two cores."""
FIRST = 6
"""Sentences of the newest article among which its state stands."""
FEWEST_WORDS, MOST_WORDS = 8, 48
ALIKE = 0.8
"""Cosine from which two sentences say the same."""
REPEAT_WEIGHT = 0.35
"""What a sentence loses by its likeness to one that is told already (maximal marginal relevance,
Carbonell and Goldstein 1998)."""
FRONT_WEIGHT = 0.15
"""What the first sentence of an article gains over its last."""
STATE_WEIGHT = 0.1
"""The same for the sentence that tells how the story stands."""
TOPIC_WEIGHT = 1.0
"""What nearness to a topic counts beside likeness to the other articles."""

_LEANS = re.compile(
    rf"\W*(?:{lexicon.either('grammar', 'personal')}|{lexicon.either('sentences', 'leaning')}"
    rf"|{lexicon.either('sentences', 'adding')})\b",
    re.IGNORECASE,
)
_DANGLES = re.compile(rf"\b(?:{lexicon.either('sentences', 'dangling')})\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she|him|his|hers?)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|we|our|us|my|you|your)\b")
_ENDED = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*$")
_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]*[\"\u201d]")
_BULLET = re.compile(r"[^\w\"\u201c'\u2018($\u20ac\u00a3]+")
# "Key points The ferry ...": a heading that a page ran into its first line.
_LABEL = re.compile(
    rf"(?:{lexicon.either('parts', 'labels')})\b:?\s+(?=[A-Z\"\u201c])", re.IGNORECASE
)
# "Jo Bo/AP": a paragraph with it is the captions of pictures.
_CREDIT = re.compile(rf"\w/(?:{lexicon.either('names', 'agencies', 'pictures')})\b")
# "A lock is a gate that lifts boats": what a thing is, is no news.
_DEFINES = re.compile(r"\W*An? [\w-]+(?: [a-z-]+){0,2} is (?:an? |the |one of )", re.IGNORECASE)
_MARKS = '"\u201c\u201d'


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence that may be told, its place in its article, and its weight."""

    source: SourceSentence
    place: int
    weight: float
    number: int

    @property
    def day(self) -> str:
        return self.source.article.date[:10]


def tell_story(
    groups: Sequence[Sequence[SourceSentence]],
    encode: Encode,
    budget: int,
    topic: Vectors | None = None,
) -> list[SummarySentence]:
    """Return at most ``budget`` sentences: the newest state first, then the rest in order of time.

    ``groups`` are the sentences of one article each. ``topic`` is the unit vector of what the
    summary is about. Every sentence is a whole one of its article, cited, with the article's day.
    """
    share = max(FIRST, min(LEAD, MOST // max(1, len(groups))))
    read = [
        (source, place)
        for group in groups
        for place, source in enumerate(standing_alone(group)[:share])
    ]
    if not read:
        return []
    vectors = np.asarray(encode([join_lines(source.text) for source, _ in read]), dtype=np.float64)
    cosines = vectors @ vectors.T
    weights = _weights(read, cosines)
    if topic is not None:
        weights = weights + TOPIC_WEIGHT * (vectors @ np.asarray(topic, dtype=np.float64))
    told = [
        _Told(source, place, float(weight), number)
        for number, ((source, place), weight) in enumerate(zip(read, weights, strict=True))
    ]
    chosen = _chosen(told, cosines, budget)
    state, rest = chosen[0], sorted(chosen[1:], key=lambda t: (t.day, t.number))
    return [_sentence(each) for each in (state, *rest)]


def standing_alone(group: Sequence[SourceSentence]) -> list[SourceSentence]:
    """Return the sentences of one article that say something by themselves."""
    if not group:
        return []
    article = group[0].article
    parts = find_parts(article.text, article.title)
    kept = []
    for source in group:
        part = part_at(parts, source.end - 1)
        if part is not None and part.kind != "prose":
            continue
        # A dateline or the time of an entry opens a paragraph, and is none of the sentence.
        start = max(source.start, part.start) if part is not None else source.start
        for mark in (_BULLET, _LABEL):
            if found := mark.match(article.text, start, source.end):
                start = found.end()
        if _CREDIT.search(_paragraph(article.text, start)):
            continue
        alone = SourceSentence(article, start, source.end)
        if _stands(join_lines(alone.text)):
            kept.append(alone)
    return kept


def _paragraph(text: str, at: int) -> str:
    """Return the characters between the line ends around a place."""
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]


def _stands(text: str) -> bool:
    words = find_words(text)
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or not _ENDED.search(text):
        return False
    if is_question(text) or _LEANS.match(text) or text[0].islower():
        return False
    bare = _QUOTED.sub("", text)
    if any(mark in bare for mark in _MARKS) or len(bare) < len(text) / 2:
        return False  # half a quote, or little but a quote
    if _DANGLES.search(bare) or _OWN.search(bare) or _DEFINES.match(bare):
        return False
    person = _PERSON.search(bare)
    if person is None:
        return True
    return any(name.sure and name.start < person.start() for name in find_mentions(bare).names)


def _weights(
    read: Sequence[tuple[SourceSentence, int]], cosines: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return each sentence's mean likeness to other articles' nearest, more in front."""
    owners = [source.article.id for source, _ in read]
    articles = list(dict.fromkeys(owners))
    columns = [[i for i, own in enumerate(owners) if own == article] for article in articles]
    nearest = np.stack([cosines[:, column].max(axis=1) for column in columns], axis=1)
    for row, own in enumerate(owners):
        nearest[row, articles.index(own)] = 0.0
    likeness = nearest.sum(axis=1) / max(1, len(articles) - 1)
    front = np.array([FRONT_WEIGHT / (1 + place) for _, place in read])
    return np.asarray(likeness + front, dtype=np.float64)


def _chosen(told: Sequence[_Told], cosines: NDArray[np.float64], budget: int) -> list[_Told]:
    """Return the state of the newest day first, then what else is worth telling, of every day.

    The state stands in front of the newest article, and no older one has said it.
    """
    newest = max(each.day for each in told)
    latest = [t for t in told if t.day == newest and t.place < FIRST] or [
        t for t in told if t.day == newest
    ]
    before = [t.number for t in told if t.day < newest]
    new = [t for t in latest if not before or cosines[t.number, before].max() < ALIKE] or latest
    chosen = [max(new, key=lambda t: (t.weight + STATE_WEIGHT / (1 + t.place), -t.number))]
    days = sorted({each.day for each in told})
    quota = -(-max(0, budget - 1) // len(days))
    for most in (quota, budget):  # each day its share, then what room is left
        while len(chosen) < budget:
            open_days = {day for day in days if sum(t.day == day for t in chosen) < most}
            left = [t for t in told if t not in chosen and t.day in open_days]
            likeness = {
                t.number: max(cosines[t.number, other.number] for other in chosen) for t in left
            }
            left = [t for t in left if likeness[t.number] < ALIKE]
            if not left:
                break
            chosen.append(
                max(left, key=lambda t: (t.weight - REPEAT_WEIGHT * likeness[t.number], -t.number))
            )
    return chosen


def _sentence(each: _Told) -> SummarySentence:
    source = each.source
    cited = Citation(source.article.id, source.article.title, source.start, source.end, source.text)
    return SummarySentence(join_lines(source.text), True, 1.0, (cited,), date=each.day)
