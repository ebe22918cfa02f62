"""How a speaker and a verb of saying are shown in words of ours."""

from __future__ import annotations

import re

# "The magazine", "A spokesman", but "The Hague" and "The Times".
_OPENING = re.compile(r"(?:The|An?|One|His|Her|Its|Their|Our)(?= [a-z])|(?:He|She|It|They)$")

_NO_COLON = frozenset({"according to", "told", "tell", "tells", ":"})


def within_sentence(speaker: str) -> str:
    """Return a speaker as they stand in the middle of a sentence: "the magazine"."""
    found = _OPENING.match(speaker)
    return speaker if found is None else found[0].lower() + speaker[found.end() :]


def before_words(verb: str) -> str:
    """Return a verb as it can stand before a colon and the words; nothing for "told:"."""
    bare = verb.lower() in _NO_COLON or verb.endswith("ing")
    return "" if bare else verb
