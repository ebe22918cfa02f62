"""The few sentences of long sources that a claim is held against, and claims that are copies."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.align import word_weights
from qa.mentions import Mentions, SentenceMention
from qa.spans import find_span

# Some 110 word pieces: three or four sentences of news. With a claim of 40 they are half of
# what the encoder was trained on, and cost half as much.
EVIDENCE_CHARS = 480
_EDGES = " \t\r\n.,;:!?\"'\u2018\u2019\u201c\u201d"


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


def is_copy(sentence: str, sources: Sequence[Mentions]) -> bool:
    """Say whether a whole sentence of a source is this one, but for spaces, quotes and its end.

    A part of a sentence is no copy: "no one thinks it is safe" does not say "it is safe".
    """
    words = sentence.strip(_EDGES)
    if not words:
        return False
    for source in sources:
        found = find_span(words, source.text)
        if found is not None and any(
            s.start <= found[0]
            and found[1] <= s.end
            and not source.text[s.start : found[0]].strip(_EDGES)
            and not source.text[found[1] : s.end].strip(_EDGES)
            for s in source.sentences
        ):
            return True
    return False
