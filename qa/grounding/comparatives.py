"""What is more than what: "the Tarn is older than the Skua" does not say that the Skua is older."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.grounding.nearby import find_matching_sentences
from qa.language import lexicon
from qa.language.mentions import Mentions, SentenceMention
from qa.text.words import STOPWORDS, Word, content_stems, stem

_MIN_SHARE = 0.6
_NEAR = 3
"""Words from a comparative to its "than"."""
_SIDE = 3
"""Words with meaning on either side that make what is compared."""
_SHORTEST = 4  # letters of "older" less one; "over" compares nothing
_DEGREES = frozenset({"more", "less", "fewer"})
_PARTING = lexicon.words("grammar", "clause_markers")


@dataclass(frozen=True, slots=True)
class _Comparison:
    degree: str
    left: frozenset[str]
    right: frozenset[str]
    text: str


def find_reversed(claim: Mentions, sources: Sequence[Mentions]) -> Iterator[str]:
    """Yield a reason for each comparison of ``claim`` that a source has the other way round."""
    for told in claim.sentences:
        for mine in _comparisons(claim.text, told):
            plain = [word for word in told.words if word.key not in STOPWORDS]
            near = find_matching_sentences(plain, sources, _MIN_SHARE)
            known = [each for source, said, _ in near for each in _comparisons(source.text, said)]
            known = [each for each in known if each.degree == mine.degree]
            if any(_same(mine, each) for each in known):
                continue
            if any(mine.right & each.left and each.right & mine.left for each in known):
                yield f'"{mine.text}" is the other way round in a source'


def _same(mine: _Comparison, other: _Comparison) -> bool:
    return bool(mine.right & other.right)


def _comparisons(text: str, sentence: SentenceMention) -> Iterator[_Comparison]:
    words = sentence.words
    for at, word in enumerate(words):
        degree = _degree(words, at) if word.key == "than" else None
        if degree is None:
            continue
        clause = max((i for i in range(degree) if words[i].key in _PARTING), default=-1) + 1
        # "It carries cars and is older than": what is older stands before "and".
        end = degree - (words[degree - 1].key in _DEGREES)
        left = content_stems(words[clause:end]) or content_stems(words[:end])
        right = content_stems(words[at + 1 :])[:_SIDE]
        shown = text[words[degree].start : words[min(at + _SIDE - 1, len(words) - 1)].end]
        yield _Comparison(stem(words[degree].key), frozenset(left), frozenset(right), shown)


def _degree(words: Sequence[Word], than: int) -> int | None:
    """Return which word before "than" compares: "older", or what stands after "more"."""
    for place in range(than - 1, max(-1, than - 1 - _NEAR), -1):
        key = words[place].key
        if key in _DEGREES:
            return place + (place + 1 < than)
        if key.endswith("er") and len(key) > _SHORTEST:
            return place
    return None
