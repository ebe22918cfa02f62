"""The sentences of a text that a judge should read for a claim, where it can't read all."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from qa.text.words import content_stems, find_words

ROOM = 1_000
"""Characters that a judge reads beside a claim; with a long claim it reads 320 tokens of both."""
AGAIN = 0.3
"""What a word of the claim counts in a sentence when sentences chosen before have it, too."""


def choose_evidence(claim: str, sentences: Sequence[str], room: int = ROOM) -> str:
    """Return sentences that share most with ``claim``, in their order, joined by blanks.

    Rare words count most, and those that no chosen sentence has yet (greedy coverage, Lin and
    Bilmes 2011). Each brings the sentence before it along, which says who "he" is, while there is
    room. All are returned where they fit; one that is longer than ``room`` may stand alone.
    """
    if sum(map(len, sentences)) + len(sentences) <= room:
        return " ".join(sentences)
    wanted = _stems(claim)
    held = [_stems(sentence) & wanted for sentence in sentences]
    count = Counter(word for words in held for word in words)
    worth = {word: math.log(1 + len(sentences) / n) for word, n in count.items()}
    chosen: set[int] = set()
    covered: set[str] = set()
    left = set(range(len(sentences)))
    size = 0
    while left:
        gains = {i: sum(worth[w] * (AGAIN if w in covered else 1) for w in held[i]) for i in left}
        best = min(left, key=lambda i: (-gains[i], i))
        left.remove(best)
        for place in (best, best - 1):
            new = place >= 0 and place not in chosen
            if new and (not chosen or size + len(sentences[place]) < room):
                chosen.add(place)
                size += len(sentences[place]) + 1
                covered |= held[place]
    return " ".join(sentences[i] for i in sorted(chosen))


def _stems(text: str) -> set[str]:
    return set(content_stems(find_words(text)))
