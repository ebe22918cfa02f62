"""Writes a claim and its evidence as a cross-encoder reads them."""

from __future__ import annotations

from itertools import pairwise

from tokenizers import Encoding, Tokenizer

from qa.neural.minilm import encodable
from qa.text.words import stem, word_key

LOWER = 2
"""Layers below this one stay those of the packaged all-MiniLM-L6-v2."""
MATCHED = 3
"""Below this layer, the first that is trained, every state gets its ``match_kinds`` vector."""
KINDS = 6
MAX_TOKENS = 256
"""Of claim and evidence together; of a longer pair the longer one's end is cut."""


def encode_pair(tokenizer: Tokenizer, claim: str, evidence: str) -> Encoding:
    """Return "[CLS] claim [SEP] evidence [SEP]" as ids, types and offsets."""
    return tokenizer.encode(encodable(claim), encodable(evidence))


def match_kinds(found: Encoding, claim: str, evidence: str) -> list[int]:
    """Say of every piece of a pair how its word is met on the other side, as one of ``KINDS``.

    0 marks the ends, 1 a claim's word that the evidence lacks, 2 one that it has, 3 one that it
    has after the same word as in the claim; 4 and 5 the evidence's words that the claim lacks and
    has. Words are compared by stem (the exact match of Chen et al. 2017, "Reading Wikipedia to
    Answer Open-Domain Questions", section 3.2).
    """
    texts = (claim, evidence)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    places = list(zip(found.sequence_ids, found.word_ids, found.offsets, strict=True))
    for part, word, (low, high) in places:
        if part is not None and word is not None:
            first, _ = spans.get((part, word), (low, high))
            spans[part, word] = (first, high)
    stems = {
        key: stem(word_key(texts[key[0]][low:high])) or texts[key[0]][low:high]
        for key, (low, high) in spans.items()
    }
    sides = [[s for (part, _), s in stems.items() if part == side] for side in (0, 1)]
    met, pairs = [set(side) for side in sides], set(pairwise(["", *sides[1]]))
    kinds: list[int] = []
    for part, word, _ in places:
        if part is None or word is None:
            kinds.append(0)
            continue
        own = stems[part, word]
        if part == 1:
            kinds.append(5 if own in met[0] else 4)
        elif own not in met[1]:
            kinds.append(1)
        else:
            before = stems.get((0, word - 1), "")
            kinds.append(3 if (before, own) in pairs else 2)
    return kinds
