"""The office whose holder a question asks for: "who is the mayor of Elm"."""

from __future__ import annotations

import re

from qa.language import lexicon
from qa.text.words import Word, find_words

_WHO_IS = re.compile(
    r"who(?:\s+is|[\u2019']s)\s+(?:(?:now|currently)\s+)?(?:the\s+|\S+[\u2019']s\s+)", re.I
)
_OFFICES = lexicon.words("people", "offices")
_ENDS = lexicon.words("grammar", "prepositions") | {"now", "right"}
_ONCE = re.compile(rf"\b(?:{lexicon.either('people', 'once')})\b", re.IGNORECASE)


def find_office(text: str) -> Word | None:
    """Return the office of "who is the police chief of Elm", its last word; None for none.

    ``text`` is the question proper, without words before it. A former holder holds none.
    """
    opening = _WHO_IS.match(text)
    if opening is None or _ONCE.search(text):
        return None
    phrase: list[Word] = []
    for word in find_words(text[opening.end() :]):
        if word.key in _ENDS:
            break
        phrase.append(word)
    return phrase[-1] if phrase and phrase[-1].key in _OFFICES else None
