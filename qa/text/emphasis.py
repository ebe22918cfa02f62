"""Markdown's marks within a line: characters that say how words look or where they lead.

An article keeps them, as all its characters; the page shows the words, strong where they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

AROUND = 2_000
"""Characters before and after a range in which the marks of its line are looked for."""
# "**words**", "_words_"; not "5 * 3 * 2", "a_name_b", "f***" or an escaped one.
_EMPHASIS = re.compile(
    r"(?<![\w*\\])(?P<mark>\*{1,3}|_{1,3})(?=[^\s*_])(?P<said>[^*_\n]{1,400})"
    r"(?<=[^\s*_])(?P=mark)(?![\w*])"
)
# "[words](address)", and a picture with its words.
_LINK = re.compile(
    r"!?\[(?P<said>[^\[\]\n]{0,300})\]"
    r"\((?:https?:|mailto:|[/#.])[^()\s]{0,1000}(?:\([^()\s]{0,100}\)[^()\s]{0,100})?"
    r"(?: \"[^\"\n]{0,200}\")?\)"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """Words ``[start, end)`` within marks that are ``[first, start)`` and ``[end, last)``."""

    first: int
    start: int
    end: int
    last: int
    strong: bool


def find_marked(text: str, start: int, end: int) -> list[Marked]:
    """Return the marked words of the lines that ``[start, end)`` touches, in order."""
    low = text.rfind("\n", max(0, start - AROUND), start) + 1 or max(0, start - AROUND)
    high = text.find("\n", end, end + AROUND)
    high = min(len(text), end + AROUND) if high < 0 else high
    found = [
        Marked(each.start(), each.start("said"), each.end("said"), each.end(), strong)
        for pattern in (_EMPHASIS, _LINK)
        for each in pattern.finditer(text, low, high)
        for strong in (len(each.groupdict().get("mark") or "") > 1,)
    ]
    return sorted(found, key=lambda each: each.first)


def split_marked(start: int, end: int, marked: list[Marked]) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of ``[start, end)`` that are no marks, and whether each is strong."""
    edges = {start, end}
    for each in marked:
        edges |= {
            place for place in (each.first, each.start, each.end, each.last) if start < place < end
        }
    places = sorted(edges)
    for low, high in itertools.pairwise(places):
        around = [each for each in marked if each.first <= low and high <= each.last]
        if all(each.start <= low and high <= each.end for each in around):
            yield low, high, any(each.strong for each in around)


def without_marks(text: str) -> str:
    """Return a text of one or more lines without the marks."""
    marked = find_marked(text, 0, len(text))
    return "".join(text[low:high] for low, high, _ in split_marked(0, len(text), marked))
