"""Article text in pieces, each plain or marked: what a page shows without reading offsets.

Offsets count characters as Python does and browsers do not, so all cutting is done here. Article
text is data: the page puts every piece in as text, never as markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa.text.emphasis import Marked, find_marked, split_marked, without_marks
from qa.text.parts import dateline_length
from qa.text.sentences import split_sentences

# Direction overrides and isolates (UAX #9) can make a page show other words than it holds;
# lone surrogates cannot be sent as UTF-8; the other controls show as nothing at all.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# The Unicode block "Control Pictures" has a visible sign for each of the first 32 characters.
_PICTURES = 0x2400
NEAR = 1_500
"""Characters on each side of a citation in which its sentence is looked for."""
LONGEST = 360
"""Characters of a sentence shown whole; of a longer one, the surroundings of the mark."""
AROUND = 130

Pieces = list[dict[str, Any]]
"""Each ``{"text": ...}``, of cited words with ``"cites": [numbers]``, of bold ones with
``"strong": True``."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``[start, end)`` to mark, and the numbers of the citations they belong to."""

    start: int
    end: int
    numbers: tuple[int, ...]


def show_controls(text: str) -> str:
    """Return ``text`` with control and direction-changing characters made visible.

    Tabs and line breaks stay. Text without such characters is returned as it is.
    """
    return _HIDDEN.sub(_show, text)


def show_plain(text: str) -> str:
    """Return ``text`` as ``show_controls`` does, without Markdown's marks."""
    return show_controls(without_marks(text))


def merge_marks(spans: Sequence[tuple[int, int, int]], length: int) -> list[Mark]:
    """Return the marks of (start, end, number) in order, overlapping ones as one.

    Empty spans, and what lies outside ``[0, length)``, are dropped.
    """
    marks: list[Mark] = []
    for start, end, number in sorted((max(s, 0), min(e, length), n) for s, e, n in spans):
        if start >= end:
            continue
        if marks and start < marks[-1].end:
            last = marks[-1]
            numbers = tuple(dict.fromkeys((*last.numbers, number)))
            marks[-1] = Mark(last.start, max(last.end, end), numbers)
        else:
            marks.append(Mark(start, end, (number,)))
    return marks


def cut(text: str, start: int, end: int, marks: Sequence[Mark]) -> Pieces:
    """Return ``text[start:end]`` in pieces, parted where a mark begins or ends.

    Markdown's own marks are left out, and the words in them strong.
    """
    marked = find_marked(text, start, end)
    pieces: Pieces = []
    at = start
    for mark in marks:
        low, high = max(mark.start, start), min(mark.end, end)
        if low >= high:
            continue
        pieces += _words(text, at, low, marked)
        pieces += _words(text, low, high, marked, list(mark.numbers))
        at = high
    return pieces + _words(text, at, end, marked)


def _words(
    text: str, start: int, end: int, marked: list[Marked], numbers: list[int] | None = None
) -> Pieces:
    cites = {"cites": numbers} if numbers else {}
    return [
        {"text": show_controls(text[low:high]), **cites, **({"strong": True} if strong else {})}
        for low, high, strong in split_marked(start, end, marked)
    ]


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences around ``[start, end)`` begin and end, blanks left out."""
    low, high = max(0, start - NEAR), min(len(text), end + NEAR)
    line = text.rfind("\n", low, start)
    low = line + 1 if line >= 0 else low
    line = text.find("\n", end, high)
    high = line if line >= 0 else high
    inside = [
        (low + a, low + b)
        for a, b in split_sentences(text[low:high])
        if low + a < end and low + b > start
    ]
    if inside:
        low, high = inside[0][0], inside[-1][1]
    low, high = min(low, start), max(high, end)
    while low < start and text[low].isspace():
        low += 1
    while high > end and text[high - 1].isspace():
        high -= 1
    return low, high


def sentence_pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> Pieces:
    """Return the sentences around ``[start, end)`` in pieces, a long one cut near that.

    A dateline before the sentence is left out.
    """
    low, high = sentence_around(text, start, end)
    if low == 0 or text[low - 1] == "\n":
        opened = low + dateline_length(text[low:high])
        low = opened if opened <= start else low
    before = after = ""
    if high - low > LONGEST:
        near, far = _blank(text, start - AROUND, low, -1), _blank(text, end + AROUND, high, 1)
        before, after = "… " if near > low else "", " …" if far < high else ""
        low, high = near, far
    pieces = cut(text, low, high, marks)
    return [
        *([{"text": before}] if before else []),
        *pieces,
        *([{"text": after}] if after else []),
    ]


def _blank(text: str, at: int, limit: int, step: int) -> int:
    """Return the next place from ``at`` to ``limit`` where a word begins or ends."""
    if (at - limit) * step >= 0:
        return limit
    while at != limit and not text[at].isspace():
        at += step
    return at + 1 if step < 0 and at != limit else at


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    if 0xD800 <= code <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else f"[U+{code:04X}]"
