"""Choose the few sentences of long sources that a claim has to be held against."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.align import word_weights
from qa.mentions import Mentions, SentenceMention

# Some 110 word pieces: three or four sentences of news. With a claim of 40 they are half of
# what the encoder was trained on, and cost half as much.
EVIDENCE_CHARS = 480


def choose_evidence(
    claim: Mentions, sources: Sequence[Mentions], limit: int = EVIDENCE_CHARS
) -> str:
    """Return source sentences that share most of a claim's words, in their order, in one line.

    Words weigh by rarity, as in ``qa.align``. The first sentences chosen cover the claim
    between them, each adding most of what the others lack; then come those nearest to it by
    themselves. At most ``limit`` characters, but one sentence at least, which may be cut; ""
    where no sentence shares a word.
    """
    wanted = dict.fromkeys(stem for s in claim.sentences for stem in s.stems)
    weight = word_weights(wanted, sources)
    shared = {
        (index, sentence.start): (sentence, frozenset(wanted).intersection(sentence.stems))
        for index, source in enumerate(sources)
        for sentence in source.sentences
    }
    chosen: list[tuple[int, SentenceMention]] = []
    left, room = set(wanted), limit
    while True:
        gains = {
            key: math.fsum(weight[stem] for stem in left & stems)
            for key, (sentence, stems) in shared.items()
            if not chosen or sentence.end - sentence.start <= room
        }
        best = max(gains, key=lambda key: (gains[key], -key[0], -key[1]), default=None)
        if best is None:
            break
        if gains[best] <= 0:
            if left == set(wanted):
                break
            left = set(wanted)
            continue
        sentence, stems = shared.pop(best)
        chosen.append((best[0], sentence))
        left -= stems
        room -= sentence.end - sentence.start + 1
    chosen.sort(key=lambda each: (each[0], each[1].start))
    texts = (sources[index].text[s.start : s.end] for index, s in chosen)
    return " ".join(" ".join(texts).split())[:limit]
