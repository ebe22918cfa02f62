"""Find articles that are one text: a wire story that several sources printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from qa.words import find_words

SHINGLE = 5
"""Words; Broder 1997 shingles text so. Two stories on one event share names, rarely five words."""
COPIED = 0.8
"""Least share of the shorter text's shingles found in the longer one. Copies made by cutting a
third off, adding a byline and changing the headline keep over 0.9, other stories under 0.2."""
PERMUTATIONS = 128
"""Hashes of one signature; the error of an estimate is about 0.04."""
CANDIDATE = 0.55
"""Least estimated share that is counted exactly: ``COPIED`` less six of those errors."""
FEWEST = 12
"""Shingles; a shorter text is a copy only of one that has all of its shingles."""


def near_copies(texts: Sequence[str]) -> list[list[int]]:
    """Return the groups of two or more texts that are near-identical, as places in ``texts``.

    MinHash signatures (Broder 1997, "On the resemblance and containment of documents")
    find the candidates; how much of the shorter text the longer one holds is then counted.
    A cut copy has a low resemblance, so containment decides, not resemblance.
    """
    shingled = [shingles(text) for text in texts]
    if sum(1 for each in shingled if each) < 2:
        return []
    from datasketch import MinHash

    signatures = []
    for each in shingled:
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch([shingle.encode("utf-8", "replace") for shingle in sorted(each)])
        signatures.append(signature)
    parent = list(range(len(texts)))
    for a, b in combinations(range(len(texts)), 2):
        if not shingled[a] or not shingled[b]:
            continue
        estimate = float(signatures[a].jaccard(signatures[b]))
        if _contained(estimate, len(shingled[a]), len(shingled[b])) < CANDIDATE:
            continue
        if is_copy(shingled[a], shingled[b]):
            parent[_root(parent, b)] = _root(parent, a)
    groups: dict[int, list[int]] = {}
    for place in range(len(texts)):
        groups.setdefault(_root(parent, place), []).append(place)
    return [group for group in groups.values() if len(group) > 1]


def shingles(text: str) -> frozenset[str]:
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
