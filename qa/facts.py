"""Keeps quoted facts whole: a span never ends inside "2.5%", "U.S.", "$1.2bn" or a word."""

from __future__ import annotations

import re

FACT = re.compile(
    r"""
    [A-Z]{0,3}[$£€¥]?\d+(?:[.,:/]\d+)*            # 5, 2.5, 1,200, $1.2, US$40, 10:30, 14/03
      (?:\s?%|(?:bn|tn|mn|m|k|th|st|nd|rd|am|pm|kg|km|mph|C|F)\b)?  # its unit, if attached
    | (?:[A-Za-z]\.){2,}                         # U.S., e.g., p.m.
    | \w+(?:['’]\w+)*                            # a word, "don't"
    """,
    re.VERBOSE,
)
"""What must not be cut. Hyphens part words: "12" is a fair answer out of "12-year-old"."""

REACH = 64
"""Longest fact looked for on either side of an end, in characters."""


def whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen ``[start, end)`` of ``text`` so that neither end lies inside a fact."""
    low = max(0, start - REACH)
    while low > 0 and not text[low - 1].isspace() and start - low < 4 * REACH:
        low -= 1
    high = min(len(text), end + REACH)
    for match in FACT.finditer(text, low, high):
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    return start, end


OPENING = "\"'“‘([{«"
CLOSING = "\"'”’)]}»"
TRAILING = ".,;:!?-–—"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow ``[start, end)``: no blanks, stray punctuation or unmatched quote marks at its ends.

    A full stop that belongs to a fact ("U.S.") stays.
    """
    changed = True
    while changed and start < end:
        changed = False
        first, last = text[start], text[end - 1]
        if first.isspace() or first in TRAILING:
            start, changed = start + 1, True
        elif last.isspace() or (last in TRAILING and not _abbreviation(text, start, end)):
            end, changed = end - 1, True
        elif first in OPENING and _unmatched(text[start + 1 : end], first):
            start, changed = start + 1, True
        elif last in CLOSING and _unmatched(text[start : end - 1], last):
            end, changed = end - 1, True
    return start, end


def _abbreviation(text: str, start: int, end: int) -> bool:
    return text[end - 1] == "." and any(
        match.end() == end and match[0].endswith(".")
        for match in FACT.finditer(text, max(start, end - REACH), end)
    )


def _unmatched(rest: str, mark: str) -> bool:
    pairs = dict(zip(OPENING, CLOSING, strict=True))
    back = dict(zip(CLOSING, OPENING, strict=True))
    if mark in "\"'":
        return rest.count(mark) % 2 == 0
    partner = pairs.get(mark) or back.get(mark, "")
    return rest.count(partner) <= rest.count(mark)
