"""Whose a figure is: who is named before it in its part of a sentence, else what opens the part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.language.mentions import Mentions, SentenceMention
from qa.language.names import Name, core_name, is_title
from qa.language.synonyms import base_stem
from qa.language.verbs import may_be_verb
from qa.text.words import STOPWORDS, Word, overlaps

_PARTING = re.compile(
    r"[;:\u2013\u2014]|,(?=\s)|\b(?:and|but|while|whereas|who|which|when|after|before|because)\b"
)
_SCORE = re.compile(r"\d[-\u2013]\Z")
_PARTICLE = 3  # letters of "da" and "dos"
Part = tuple[int, int]
Keys = frozenset[str]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a figure is: the keys of one or more names, any of which may have it, or a noun."""

    names: tuple[Keys, ...] = ()
    stem: str = ""


NOBODY = Owner()


class Bearers:
    """The names of a claim and its sources, by which two short names may be one's."""

    def __init__(self, texts: Iterable[Mentions]) -> None:
        """Read the names of ``texts``."""
        texts = list(texts)
        every = [name for text in texts for name in text.names]
        self.known = frozenset(key for n in every if n.sure for key in core_name(n.keys))
        whole = {frozenset(core_name(n.keys)) for n in every}
        whole |= {keys for text in texts for keys in _joined(text)}
        self._whole = [keys for keys in whole if len(keys) > 1]

    def same(self, a: Owner, b: Owner) -> bool:
        """Say whether two owners may be one: "Roe" and "Ida Roe", or one noun."""
        if not (a.names and b.names):
            return "" != a.stem == b.stem
        return any(self.same_name(x, y) for x in a.names for y in b.names)

    def same_name(self, a: Keys, b: Keys) -> bool:
        """Say whether two names may be one: they share a word, or a longer name has both."""
        return not a.isdisjoint(b) or any(a | b <= keys for keys in self._whole)

    def names(self, text: Mentions) -> list[tuple[Name, Keys]]:
        """Return the names of ``text`` that are somebody's, with their keys, in order."""
        return [
            (name, frozenset(core_name(name.keys)))
            for name in text.names
            if (name.sure or set(name.keys) <= self.known) and not is_title(name.keys)
        ]


def _joined(text: Mentions) -> Iterator[Keys]:
    """Yield the keys of two names with a short word between them: "Ida Roe da Holm"."""
    for a, b in pairwise(text.names):
        between = text.text[a.end : b.start].strip()
        if between.islower() and len(between) <= _PARTICLE and between not in STOPWORDS:
            yield frozenset((*core_name(a.keys), *b.keys))


def part_of(text: str, sentence: SentenceMention, start: int) -> Part:
    """Return the part of a sentence that holds ``start``, cut at commas and conjunctions."""
    low, high = sentence.start, sentence.end
    for cut in _PARTING.finditer(text, sentence.start, sentence.end):
        if cut.end() <= start:
            low = cut.end()
        elif cut.start() > start:
            high = cut.start()
            break
    return low, high


def find_owner(
    text: Mentions, sentence: SentenceMention, start: int, bearers: Bearers, spans: Sequence[Part]
) -> Owner:
    """Return whose the figure at ``start`` is; a part without anybody has those of that before.

    ``spans`` are the figures, which own nothing. The second of a score, "lost 4-2", is not his who
    is named before it.
    """
    if _SCORE.search(text.text, sentence.start, start):
        return NOBODY
    names = bearers.names(text)
    high = start
    while high > sentence.start:
        low = part_of(text.text, sentence, high - 1)[0]
        named = tuple(keys for name, keys in names if low <= name.start and name.end <= high)
        if text.text[low:start].rstrip().endswith("("):  # "second to Velden (14)"
            named = named[-1:]
        if named:
            return Owner(names=named)
        part = [w for w in sentence.words if low <= w.start and w.end <= high]
        if noun := _first(part, sentence.words, spans):
            return Owner(stem=base_stem(noun))
        cuts = [c.start() for c in _PARTING.finditer(text.text, sentence.start, low)]
        high = max(cuts, default=sentence.start)
    return NOBODY


def _first(part: Sequence[Word], words: Sequence[Word], spans: Sequence[Part]) -> Word | None:
    """Return the noun that opens a part, which is its subject; None where a verb does."""
    first = next((w for w in part if w.key not in STOPWORDS), None)
    if first is None or overlaps(first.start, first.end, spans):
        return None
    return None if may_be_verb(first, words) else first
