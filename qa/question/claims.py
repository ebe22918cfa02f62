"""What a yes/no question claims, read once to be compared with many sentences."""

from __future__ import annotations

from dataclasses import dataclass

from qa.language import lexicon
from qa.language.mentions import Mentions, find_mentions
from qa.language.names import Name
from qa.language.polarity import denies, is_negative
from qa.language.quantities import Quantity
from qa.question.kinds import is_negated_auxiliary, without_lead
from qa.text.words import STOPWORDS, Word, find_words, overlaps

# Words of a question that no sentence has to repeat.
_LIGHT = lexicon.words("questions", "light_words")
# Small words that change what is said: they have to stand in both texts.
_TELLING = lexicon.words("questions", "telling_words")
_HEDGE = 12  # characters from "more" to its number


@dataclass(frozen=True, slots=True)
class Claim:
    """A yes/no question read once; ``words`` are those a sentence has to hold.

    ``keys`` are those of all its words; ``statement`` is what follows its auxiliary. ``telling``
    are small words that change what is said. ``names`` and ``numbers`` lie in the text of
    ``mentions``; "one" is no number. ``negative`` says that it has a "not" of its own,
    ``denying`` that it has "yet to" or the like.
    """

    mentions: Mentions
    keys: frozenset[str]
    statement: str
    words: tuple[Word, ...]
    telling: frozenset[str]
    names: tuple[Name, ...]
    numbers: tuple[Quantity, ...]
    negative: bool
    denying: bool

    def words_of(self, name: Name) -> list[Word]:
        """Return the words of one of ``names``."""
        return find_words(self.mentions.text[name.start : name.end])


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
    inner = text[rest[0].start :] if is_negated_auxiliary(first.text) and rest else text
    return Claim(
        mentions=mentions,
        keys=frozenset(w.key for w in words),
        statement=text[rest[0].start :].rstrip("?! ") if rest else "",
        words=tuple(content),
        telling=frozenset(w.key for w in free if w.key in _TELLING and not _hedges(w, mentions)),
        names=names,
        numbers=tuple(q for q in mentions.quantities if not _is_grammar(q)),
        negative=is_negative(inner, find_words(inner)),
        denying=denies(text),
    )


def _is_grammar(quantity: Quantity) -> bool:
    """Say whether a quantity is the "one" of "one of them"."""
    return quantity.spelled and quantity.value == 1 and not quantity.unit and not quantity.hedge


def _hedges(word: Word, mentions: Mentions) -> bool:
    """Say whether a word is part of "more than 200", which the number itself accounts for."""
    return any(q.hedge and 0 <= q.start - word.end <= _HEDGE for q in mentions.quantities)
