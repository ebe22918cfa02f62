"""What a question counts: "how many fishing boats", "the death toll"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon
from qa.text.words import Word, find_words

_HOW_MANY = re.compile(r"\bhow\s+many\b", re.IGNORECASE)
_TOLL = re.compile(r"\bdeath\s+toll\b", re.IGNORECASE)
_PEOPLE = lexicon.words("people", "counted")
_ENDS = lexicon.words("grammar", "auxiliaries", "more_auxiliaries", "prepositions")


@dataclass(frozen=True, slots=True)
class Counted:
    """What "how many" counts.

    ``first`` is the word behind "how many", None where there is none. ``noun`` is the last word of
    the phrase, None for people of any kind and for a death toll. ``people`` says that ``first``
    is people of any kind.
    """

    first: Word | None = None
    noun: Word | None = None
    people: bool = False


def find_counted(text: str) -> Counted | None:
    """Return what a question counts, None where it counts nothing."""
    opening = _HOW_MANY.search(text)
    if opening is None:
        return Counted() if _TOLL.search(text) else None
    after = [word for word in find_words(text) if word.start >= opening.end()]
    first = after[0] if after else None
    people = first is not None and first.key in _PEOPLE
    return Counted(first, _last_of_phrase(after), people)


def _last_of_phrase(words: list[Word]) -> Word | None:
    words = _after_name(words)
    phrase: list[Word] = []
    for word in words:
        if word.key in _PEOPLE:
            return None
        if word.key in _ENDS or word.capital:
            break
        phrase.append(word)
        if word.key.endswith("s") and not word.key.endswith("ss"):
            break  # "how many boats sank": what follows a plural is its verb
    return phrase[-1] if phrase else None


def _after_name(words: list[Word]) -> list[Word]:
    """Return the words behind a name that leads to a plural: "sheds" of "Holm Bank sheds"."""
    rest = words
    while rest and rest[0].capital:
        rest = rest[1:]
    plural = bool(rest) and rest[0].key.endswith("s") and rest[0].key not in _ENDS
    return rest if plural else words
