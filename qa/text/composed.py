"""Text as it is read: accents composed, marks left out; and the way back to it as it is stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# A letter with the marks that stand after it, as macOS and many PDFs write accents.
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")

Edit = tuple[int, int, str]
"""Characters ``[start, end)`` and what is read for them: one character or none."""


@dataclass(frozen=True, slots=True)
class Composed:
    """``text`` as it is read; ``places[i]`` is where its character ``i`` stood, ends included.

    ``ends[i]`` is where the character before ``i`` ended: what is left out between them belongs to
    neither. Both are empty where nothing was changed.
    """

    text: str
    places: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def original(self, place: int) -> int:
        """Return where what begins at a place of ``text`` began in the text as it was given."""
        return self.places[place] if self.places else place

    def original_end(self, place: int) -> int:
        """Return where what ends at a place of ``text`` ended in the text as it was given."""
        return self.ends[place] if self.ends else place


def compose(text: str) -> Composed:
    """Return ``text`` with a letter and its combining marks as one character, where one is."""
    if text.isascii() or _CLUSTER.search(text) is None:
        return Composed(text)
    wholes = (
        (match.start(), match.end(), unicodedata.normalize("NFC", match[0]))
        for match in _CLUSTER.finditer(text)
    )
    return edited(Composed(text), (edit for edit in wholes if len(edit[2]) == 1))


def edited(read: Composed, edits: Iterable[Edit]) -> Composed:
    """Return a text with ``edits`` of it, in order and apart, made; the way back goes on."""
    parts: list[str] = []
    places: list[int] = []
    ends: list[int] = [0]
    last = 0
    for start, end, said in edits:
        parts += (read.text[last:start], said)
        places += range(last, start)
        ends += range(last + 1, start + 1)
        if said:
            places.append(start)
            ends.append(end)
        last = end
    if not parts:
        return read
    rest = range(last, len(read.text) + 1)
    parts.append(read.text[last:])
    places += rest
    ends += rest[1:]
    return Composed(
        "".join(parts), tuple(map(read.original, places)), tuple(map(read.original_end, ends))
    )
