"""What a yes/no question claims, read once to be compared with many sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon
from qa.language.mentions import Mentions, find_mentions
from qa.language.names import Name
from qa.language.polarity import is_negative
from qa.question.kinds import is_negated_auxiliary, without_lead
from qa.text.words import STOPWORDS, Word, find_words, listed, overlaps

# Words of a question that no sentence has to repeat.
_LIGHT = lexicon.words("questions", "light_words")
# Small words that change what is said: they have to stand in both texts.
_TELLING = lexicon.words("questions", "telling_words")
_PAST_AUXILIARIES = frozenset(listed("did was were has have had"))
_HEDGE = 12  # characters from "more" to its number


@dataclass(frozen=True, slots=True)
class Claim:
    """A yes/no question read once; ``words`` are those a sentence has to hold."""

    mentions: Mentions
    words: tuple[Word, ...]
    telling: frozenset[str]
    names: tuple[Name, ...]
    past: bool
    negative: bool


def read_claim(question: str) -> Claim:
    """Return what a yes/no question claims, its auxiliary apart."""
    text = without_lead(question)
    mentions = find_mentions(text)
    words = find_words(text)
    first, rest = words[0], words[1:]
    names = tuple(n for n in mentions.names if n.start >= first.end)
    taken = [(d.start, d.end) for d in mentions.dates]
    taken += [(q.start, q.end) for q in mentions.quantities]
    taken += [(n.start, n.end) for n in names]
    free = [w for w in rest if not overlaps(w.start, w.end, taken)]
    content = [w for w in free if w.key not in STOPWORDS and w.key not in _LIGHT]
    plain_aux = re.sub(r"n['\u2019]t$", "", first.text, flags=re.I).lower()
    inner = text[rest[0].start :] if is_negated_auxiliary(first.text) and rest else text
    return Claim(
        mentions,
        tuple(content),
        frozenset(w.key for w in free if w.key in _TELLING and not _hedges(w, mentions)),
        names,
        plain_aux in _PAST_AUXILIARIES,
        is_negative(inner, find_words(inner)),
    )


def _hedges(word: Word, mentions: Mentions) -> bool:
    """Say whether a word is part of "more than 200", which the number itself accounts for."""
    return any(q.hedge and 0 <= q.start - word.end <= _HEDGE for q in mentions.quantities)
