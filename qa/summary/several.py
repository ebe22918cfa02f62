"""What several articles on one event agree on, and where they differ, in their own sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from qa.grounding.check import check_claim
from qa.language import lexicon
from qa.language.dates import Date, agree, find_dates
from qa.language.mentions import Mentions, find_mentions
from qa.language.quantities import Quantity, same_quantity
from qa.protocols import Vectors
from qa.records import Citation, SummarySentence
from qa.summary.paragraph import SourceSentence, join_lines
from qa.summary.tallies import is_count
from qa.text.sentences import is_question
from qa.text.words import content_stems, find_words

LEAD = 20
"""Sentences of each article that are compared; what all report stands near the front."""
MOST_SENTENCES = 240
"""Compared in all: a few seconds of embedding on two cores."""
AGREE_COSINE = 0.65
"""Least cosine of a sentence to another article's that bears it out; on seeds/ what passed the
check of facts below it, at 0.5, was about something else."""
CLASH_COSINE = 0.6
"""Least cosine of two sentences whose figures are held against each other."""
CLASH_STEMS = 2
"""Words of meaning that these share: what it is, and what became of it."""
NEAR = 3
"""Words after a bare number that may say what it counts."""
# A sentence that says nothing by itself: a condition, or about somebody named before it.
_DEPENDENT = re.compile(
    rf"\W*(?:{lexicon.either('grammar', 'personal')}|{lexicon.either('sentences', 'leaning')})\b",
    re.IGNORECASE,
)
_WRITTEN = re.compile(r"\d")
_DATELINE = re.compile(r"[^\n]{0,60}?\s[-\u2013\u2014]{1,2}\s")

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class _Read:
    source: SourceSentence
    mentions: Mentions
    stems: frozenset[str]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]


def find_consensus(
    groups: Sequence[Sequence[SourceSentence]],
    encode: Encode,
    copies: Sequence[Sequence[str]] = (),
) -> tuple[list[SummarySentence], list[SummarySentence]]:
    """Return the sentences that articles agree on, best supported first, and the differences.

    ``groups`` are the sentences of one article each, ``copies`` ids of articles that are one
    text and cannot bear each other out. A sentence agreed on is the article's own, cited with
    those that say the same. A difference reads "X But ARTICLE says: Y", where X and Y are
    whole sentences and both are cited. Nothing is rewritten.
    """
    front = (s for group in groups for s in _front(group, len(groups)))
    read = [_read(s) for s in front if not is_question(s.text)]  # nobody agrees with one
    if len({r.source.article.id for r in read}) < 2:
        return [], []
    vectors = encode([join_lines(r.source.text) for r in read])
    cosines = np.asarray(vectors @ vectors.T, dtype=np.float64)
    voice = _voices(read, copies)
    backing: dict[int, dict[str, tuple[float, int]]] = {}
    clashes: list[tuple[float, int, int]] = []
    for a, b in combinations(range(len(read)), 2):
        cosine = float(cosines[a, b])
        if voice[a] == voice[b] or cosine < min(AGREE_COSINE, CLASH_COSINE):
            continue
        if _clash(read[a], read[b]):
            if cosine >= CLASH_COSINE and len(read[a].stems & read[b].stems) >= CLASH_STEMS:
                clashes.append((cosine, a, b))
            continue
        for one, other in ((a, b), (b, a)):
            if cosine < AGREE_COSINE or _DEPENDENT.match(read[one].source.text):
                continue
            if check_claim(read[one].source.text, _around(read, other)).supported:
                known = backing.setdefault(one, {})
                known[voice[other]] = max(known.get(voice[other], (0.0, 0)), (cosine, other))
    used: set[int] = set()
    agreed = list(_agreements(read, backing, used))
    return agreed, list(_differences(read, clashes, used))


def _front(group: Sequence[SourceSentence], articles: int) -> Sequence[SourceSentence]:
    return group[: min(LEAD, max(1, MOST_SENTENCES // max(1, articles)))]


def _read(source: SourceSentence) -> _Read:
    text = source.text
    mentions = find_mentions(text)
    line = _DATELINE.match(text)
    begin = line.end() if line else 0
    dates = [d for d in find_dates(text, source.article.date) if d.start >= begin]
    return _Read(
        source,
        mentions,
        frozenset(content_stems(find_words(text))),
        tuple(q for q in mentions.quantities if is_count(text, q)),
        # A weekday is when something was said, or happened last; a written month is a fact.
        tuple(d for d in dates if d.month is not None and _WRITTEN.search(text, d.start, d.end)),
    )


def _around(read: Sequence[_Read], place: int) -> list[str]:
    """Return a sentence with its neighbours in the same article: facts spread over them."""
    near = read[max(0, place - 1) : place + 2]
    own = read[place].source.article.id
    return [r.source.text for r in near if r.source.article.id == own]


def _voices(read: Sequence[_Read], copies: Sequence[Sequence[str]]) -> list[str]:
    first = {article_id: text[0] for text in copies for article_id in text}
    return [first.get(r.source.article.id, r.source.article.id) for r in read]


def _agreements(
    read: Sequence[_Read], backing: dict[int, dict[str, tuple[float, int]]], used: set[int]
) -> Iterator[SummarySentence]:
    """Yield by how many articles say so, then by how near they come; no sentence twice."""

    def weight(place: int) -> tuple[int, float]:
        known = backing[place].values()
        return len(known), sum(cosine for cosine, _ in known) / len(known)

    for place in sorted(backing, key=lambda p: (*(-w for w in weight(p)), p)):
        others = [other for _, other in sorted(backing[place].values(), reverse=True)]
        if place in used or used & set(others):
            continue
        used |= {place, *others}
        yield SummarySentence(
            text=join_lines(read[place].source.text),
            supported=True,
            score=1.0,
            citations=tuple(_whole(read[at].source) for at in (place, *others)),
        )


def _differences(
    read: Sequence[_Read], clashes: Sequence[tuple[float, int, int]], used: set[int]
) -> Iterator[SummarySentence]:
    for _, a, b in sorted(clashes, key=lambda c: (-c[0], c[1], c[2])):
        if a in used or b in used or _day(read[a]) != _day(read[b]):
            continue  # what articles of different days say has changed, or is not known to differ
        used |= {a, b}
        first, second = sorted((a, b), key=lambda at: (read[at].source.article.date, at))
        x, y = read[first].source, read[second].source
        name = join_lines(y.article.source or y.article.title)
        yield SummarySentence(
            text=f"{join_lines(x.text)} But {name} says: {join_lines(y.text)}",
            supported=True,
            score=1.0,
            citations=(_whole(x), _whole(y)),
        )


def _day(read: _Read) -> str:
    return read.source.article.date[:10]


def _whole(source: SourceSentence) -> Citation:
    article = source.article
    return Citation(article.id, article.title, source.start, source.end, source.text)


def _clash(a: _Read, b: _Read) -> bool:
    """Say whether a figure or date that both give for one thing is not the same."""
    for x in a.quantities:
        for y in b.quantities:
            if x.unit != y.unit or x.unit in ("th", "clock", "part"):
                continue
            if _holds(b, x) or _holds(a, y):
                continue
            if not x.unit and not _counted(a, x) & _counted(b, y):
                continue
            if x.unit and not (_single(a, x.unit) and _single(b, x.unit)):
                continue
            return True
    if len(a.dates) == 1 and len(b.dates) == 1:
        return not agree(a.dates[0], b.dates[0])
    return False


def _holds(read: _Read, quantity: Quantity) -> bool:
    return any(same_quantity(quantity, q) or same_quantity(q, quantity) for q in read.quantities)


def _single(read: _Read, unit: str) -> bool:
    """Say whether a sentence gives one figure of a unit: of two, which is held against which?"""
    return sum(q.unit == unit for q in read.quantities) == 1


def _counted(read: _Read, quantity: Quantity) -> frozenset[str]:
    """Return the stems of the words behind a bare number: "kettles" of "18,000 kettles"."""
    after = [w for w in find_words(read.mentions.text) if w.start >= quantity.end][:NEAR]
    return frozenset(content_stems(after))
