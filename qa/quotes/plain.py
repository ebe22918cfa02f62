"""An article's text as its quotes are read: without marks that are no words, and marks of one kind.

Markdown's emphasis and links, TeX's ``two marks'', marks turned outward and full-width ones.
"""

from __future__ import annotations

import re

from qa.text.composed import Composed, Edit, compose, edited
from qa.text.emphasis import find_marked

_TEX = re.compile(r"``(?=\S)(?P<said>(?:(?!``|\n\s*\n)[^\u201c\u201d]){1,3000}?)''", re.DOTALL)
_TEX_OPEN = re.compile(r"^``(?=\S)|(?<=\s)``(?=\w)", re.MULTILINE)
_INNER = re.compile(r"(?<![\w`])`(?=\w)")
_OUTWARD = re.compile(
    r"(?<![^\s(])(?:\u00bb(?=\S)[^\u00ab\u00bb\n]{1,3000}\S\u00ab|\u203a(?=\S)[^\u2039\u203a\n]{1,3000}\S\u2039)"
)
_INWARD = re.compile(r"\u2039[^\u2039\u203a\n]{1,3000}\u203a")
_WIDE = re.compile("\uff02")


def read_plain(text: str) -> Composed:
    """Return ``text`` as its quotes are read, and the way back to it."""
    read = compose(text)
    for find in (_marks, _quote_marks):
        read = edited(read, find(read.text))
    return read


def with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a range of the text as it is stored, with all marks of the words at its ends."""
    for each in find_marked(text, start, end):
        if each.first < start <= each.start and each.end <= end:
            start = each.first
        if each.end <= end < each.last and start <= each.start:
            end = each.last
    return start, end


def without_half_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the marked words alone of a range that has one of their two marks at its end."""
    for each in find_marked(text, start, end):
        if start <= each.first and each.end == end:
            start = each.start
    return start, end


def _marks(text: str) -> list[Edit]:
    """Return the marks of Markdown: those about words, and the addresses of links."""
    edits: list[Edit] = []
    if any(mark in text for mark in "*_["):
        last = 0
        for each in find_marked(text, 0, len(text)):
            if each.first >= last:  # one within another is left as it is
                edits += [(each.first, each.start, ""), (each.end, each.last, "")]
                last = each.last
    return edits


def _quote_marks(text: str) -> list[Edit]:
    edits: list[Edit] = []
    if "``" in text:
        for found in _TEX.finditer(text):
            low, high = found.span()
            edits += [(low, low + 2, "\u201c"), (high - 2, high, "\u201d")]
        taken = {start for start, *_ in edits}
        edits += [
            (*found.span(), "\u201c")
            for found in _TEX_OPEN.finditer(text)
            if found.start() not in taken
        ]
        edits += [(*found.span(), "\u2018") for found in _INNER.finditer(text)]
    for pattern in (_OUTWARD, _INWARD):
        for found in pattern.finditer(text):
            low, high = found.span()
            edits += [(low, low + 1, "\u201c"), (high - 1, high, "\u201d")]
    edits += [(*found.span(), '"') for found in _WIDE.finditer(text)]
    return _apart(edits)


def _apart(edits: list[Edit]) -> list[Edit]:
    """Return edits in order, the first of those that overlap."""
    kept: list[Edit] = []
    for each in sorted(edits):
        if not kept or each[0] >= kept[-1][1]:
            kept.append(each)
    return kept
