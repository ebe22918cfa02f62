"""What a yes/no question claims, read once to be compared with many sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon
from qa.language.mentions import Mentions, find_mentions
from qa.language.names import Name
from qa.language.polarity import denies, is_negative
from qa.question.kinds import is_negated_auxiliary, without_lead
from qa.text.words import STOPWORDS, Word, find_words, overlaps, split_list

# Words of a question that no sentence has to repeat.
_LIGHT = lexicon.words("questions", "light_words")
# Small words that change what is said: they have to stand in both texts.
_TELLING = lexicon.words("questions", "telling_words")
_PAST_AUXILIARIES = frozenset(split_list("did was were has have had"))
# A phrase that places the event, which a short sentence may leave to its surroundings.
_PLACING = re.compile(r"\b(?:about|during|in|from|after|by)\s+the\b", re.IGNORECASE)
_HEDGE = 12  # characters from "more" to its number


@dataclass(frozen=True, slots=True)
class Claim:
    """A yes/no question read once; ``words`` are those a sentence has to hold.

    ``every`` are all its words, its auxiliary first, and ``keys`` theirs; ``statement`` is what
    follows the auxiliary. ``telling`` are small words that change what is said. ``name_words``
    are the words of each of ``names``. ``placed`` is where the last phrase that places the
    event begins, "during the strike", None for none. ``denying`` says that it has "yet to" or
    the like.
    """

    mentions: Mentions
    every: tuple[Word, ...]
    keys: frozenset[str]
    statement: str
    words: tuple[Word, ...]
    telling: frozenset[str]
    names: tuple[Name, ...]
    name_words: tuple[tuple[Word, ...], ...]
    placed: int | None
    past: bool
    negative: bool
    denying: bool


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
    places = [match.start() for match in _PLACING.finditer(text)]
    return Claim(
        mentions=mentions,
        every=tuple(words),
        keys=frozenset(w.key for w in words),
        statement=text[rest[0].start :].rstrip("?! ") if rest else "",
        words=tuple(content),
        telling=frozenset(w.key for w in free if w.key in _TELLING and not _hedges(w, mentions)),
        names=names,
        name_words=tuple(tuple(find_words(text[n.start : n.end])) for n in names),
        placed=places[-1] if places else None,
        past=plain_aux in _PAST_AUXILIARIES,
        negative=is_negative(inner, find_words(inner)),
        denying=denies(text),
    )


def _hedges(word: Word, mentions: Mentions) -> bool:
    """Say whether a word is part of "more than 200", which the number itself accounts for."""
    return any(q.hedge and 0 <= q.start - word.end <= _HEDGE for q in mentions.quantities)
