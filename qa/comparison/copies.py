"""Find articles that are one text: a wire story that several sources printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from qa.text.words import find_words

SHINGLE = 5
"""Words; Broder 1997 shingles text so. Two stories on one event share names, rarely five words."""
COPIED = 0.8
"""Least share of the shorter text's shingles found in the longer one. Of news articles, copies
with a new headline and byline, cut to a third, or without every fourth paragraph keep over 0.93,
with one word in 50 changed over 0.82; two articles of 198 share 0.16 at most."""
PERMUTATIONS = 128
"""Hashes of one signature; the error of an estimate is about 0.04."""
CANDIDATE = 0.55
"""Least estimated share that is counted exactly: ``COPIED`` less six of those errors."""
FEW = 8
"""Texts; among no more, comparing every pair costs less than loading what makes signatures."""
FEWEST = 12
"""Shingles; a shorter text is a copy only of one that has all of its shingles."""


def find_near_copies(texts: Sequence[str]) -> list[list[int]]:
    """Return the groups of two or more texts that are near-identical, as places in ``texts``.

    MinHash signatures (Broder 1997, "On the resemblance and containment of documents") find
    the candidates among many; how much of the shorter text the longer one holds is counted.
    A cut copy has a low resemblance, so containment decides, not resemblance.
    """
    shingled = [word_shingles(text) for text in texts]
    if sum(1 for each in shingled if each) < 2:
        return []
    pairs: Iterator[tuple[int, int]] = combinations(
        [place for place, each in enumerate(shingled) if each], 2
    )
    if len(texts) > FEW:
        pairs = _candidates(shingled)
    parent = list(range(len(texts)))
    for a, b in pairs:
        if is_copy(shingled[a], shingled[b]):
            parent[_root(parent, b)] = _root(parent, a)
    groups: dict[int, list[int]] = {}
    for place in range(len(texts)):
        groups.setdefault(_root(parent, place), []).append(place)
    return [group for group in groups.values() if len(group) > 1]


def _candidates(shingled: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose signatures say that one may hold the other."""
    from datasketch import MinHash

    signatures = {}
    for place, each in enumerate(shingled):
        if each:
            signatures[place] = MinHash(num_perm=PERMUTATIONS)
            signatures[place].update_batch([s.encode("utf-8", "replace") for s in sorted(each)])
    for a, b in combinations(signatures, 2):
        estimate = float(signatures[a].jaccard(signatures[b]))
        if _contained(estimate, len(shingled[a]), len(shingled[b])) >= CANDIDATE:
            yield a, b


def word_shingles(text: str) -> frozenset[str]:
    """Return every run of ``SHINGLE`` words, or the whole of a shorter text."""
    keys = [word.key for word in find_words(text)]
    last = max(1, len(keys) - SHINGLE + 1)
    return frozenset(" ".join(keys[i : i + SHINGLE]) for i in range(last) if keys)


def is_copy(a: frozenset[str], b: frozenset[str]) -> bool:
    """Say whether the smaller set of shingles is (nearly) part of the larger."""
    smaller = min(len(a), len(b))
    return len(a & b) >= smaller * (COPIED if smaller >= FEWEST else 1.0)


def _contained(resemblance: float, a: int, b: int) -> float:
    """Return the share of the smaller set in the larger that a resemblance implies."""
    return resemblance * (a + b) / (1.0 + resemblance) / min(a, b)


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = place = parent[parent[place]]
    return place
