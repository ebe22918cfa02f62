"""Chooses the few sentences of long sources that a claim is held against."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.grounding.alignment import word_weights
from qa.language.mentions import Mentions, SentenceMention, find_mentions
from qa.text.words import is_negator, listed, stem

# Some 110 word pieces: three or four sentences of news. With a claim of 40 they are half of
# what the encoder was trained on, and cost half as much.
EVIDENCE_CHARS = 480
# Without one of these a sentence may say what its source does not: "denied that", "if".
_WEIGHTY = frozenset(
    stem(word)
    for word in listed(
        """
        deny denied refuse reject fail decline avoid stop lack doubt if unless whether may might
        could would should allege allegedly claim suspect accuse charge falsely wrongly fake rumour
        hardly barely nearly almost only less fewer least half few ban prevent false untrue
        """
    )
)


def choose_evidence(
    claim: Mentions, sources: Sequence[Mentions], limit: int = EVIDENCE_CHARS
) -> str:
    """Return source sentences that share most of a claim's words, in their order, in one line.

    Words weigh by rarity, as in ``qa.grounding.alignment``. The first sentences chosen
    cover the claim
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


def is_shortened(sentence: str, sources: Sequence[Mentions]) -> bool:
    """Say whether one source sentence has all words of this one, in order, and safe ones beside.

    Words that deny, doubt or limit must not have been left out.
    """
    words = [w.key for s in find_mentions(sentence).sentences for w in s.words]
    if not words:
        return False
    return any(_left_out_safely(words, s) for source in sources for s in source.sentences)


def _left_out_safely(words: Sequence[str], sentence: SentenceMention) -> bool:
    at = 0
    left: list[str] = []
    for word in sentence.words:
        if at < len(words) and word.key == words[at]:
            at += 1
        else:
            left.append(word.key)
    return at == len(words) and not any(is_negator(k) or stem(k) in _WEIGHTY for k in left)
