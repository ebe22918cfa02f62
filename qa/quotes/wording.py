"""How a speaker is named in a sentence of ours."""

from __future__ import annotations

import re

# "The magazine", "A spokesman", but "The Hague" and "The Times".
_OPENING = re.compile(r"(?:The|An?|One|His|Her|Its|Their|Our)(?= [a-z])")


def within_sentence(speaker: str) -> str:
    """Return a speaker as they stand in the middle of a sentence: "the magazine"."""
    found = _OPENING.match(speaker)
    return speaker if found is None else found[0].lower() + speaker[found.end() :]
