"""Text with its accents composed, and the way back to the text as it is stored."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A letter with the marks that stand after it, as macOS and many PDFs write accents.
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Composed:
    """``text`` in composed form; ``places[i]`` is where its character ``i`` stood, ends included.

    ``places`` is empty where nothing was changed.
    """

    text: str
    places: tuple[int, ...] = ()

    def original(self, place: int) -> int:
        """Return where a boundary of ``text`` lies in the text as it was given."""
        return self.places[place] if self.places else place


def compose(text: str) -> Composed:
    """Return ``text`` with a letter and its combining marks as one character, where one is."""
    if text.isascii() or _CLUSTER.search(text) is None:
        return Composed(text)
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for match in _CLUSTER.finditer(text):
        whole = unicodedata.normalize("NFC", match[0])
        if len(whole) != 1:
            continue
        parts += (text[last : match.start()], whole)
        places += range(last, match.start() + 1)
        last = match.end()
    parts.append(text[last:])
    places += range(last, len(text) + 1)
    return Composed("".join(parts), tuple(places))
