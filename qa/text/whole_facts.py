"""Keeps quoted facts whole: a span never ends inside "2.5%", "U.S.", "$1.2bn" or a word."""

from __future__ import annotations

import re

# Letters, digits and the accents of decomposed text ("e" and U+0301 are one letter).
_LETTER = r"[\w\u0300-\u036f\u00ad]"
FACT = re.compile(
    rf"""
    [\w.+-]{{1,64}}+@[\w-]{{1,64}}+(?:\.[\w-]{{1,64}}+)+  # an e-mail address
    | https?://[^\s<>"”’)\]]{{0,500}}[^\s<>"”’)\].,;:!?]  # one of the web
    | (?:(?<![^\s(])[-+\u2212.](?=[$£€¥]?\d))?     # the sign of -2.5%, the point of .22
    (?:[A-Z]{{0,3}}[$£€¥])?                      # $1.2, US$40
    (?:[^\W\d]*\d{_LETTER}*)                     # 5, 1980s, 5G, MH370, v2
    (?:[.,:/]\d{_LETTER}*)*                      # 2.5, 1,200, $1.2bn, 10:30am, 14/03
    (?:\s?[AaPp]\.\s?[Mm]\.|\s[AaPp][Mm]\b|\s?%|°(?:[CF](?!{_LETTER}))?|\s(?:per\s?cent|hundred|thousand|(?:m|b|tr)illion)\b)?
    | (?:[^\W\d_]\.)+[^\W\d_](?:\.|(?!{_LETTER}))  # U.S., e.g., p.m., the U.S of "U.S-led"
    | {_LETTER}+(?:['’]{_LETTER}+)*              # a word, "don't"
    """,
    re.VERBOSE,
)
"""What must not be cut. Hyphens part words: "12" is a fair answer out of "12-year-old"."""

REACH = 64
"""Characters looked at on either side of an end, and on to the next blank."""


def widen_to_facts(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen ``[start, end)`` of ``text`` so that neither end lies inside a fact."""
    while True:
        widened = _widen(text, start, end)
        if widened == (start, end):
            return widened
        start, end = widened


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    # Reading begins and stops at a blank: from within a word, facts look like other facts.
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    while low > 0 and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and not text[high].isspace():
        high += 1
    for match in FACT.finditer(text, low, high):
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    return start, end


OPENING = "\"'“‘([{«"
CLOSING = "\"'”’)]}»"
TRAILING = ".,;:!?-–—…"
_PARTNER = {
    **dict(zip(OPENING, CLOSING, strict=True)),
    **dict(zip(CLOSING, OPENING, strict=True)),
}
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")


def trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow ``[start, end)``: no blanks, stray punctuation or unmatched quote marks at its ends.

    A full stop that belongs to a fact ("U.S.") stays, and so does the sign of a number.
    """
    changed = True
    while changed and start < end:
        changed = False
        first, last = text[start], text[end - 1]
        if first.isspace() or (first in TRAILING and not _sign(text, start, end)):
            start, changed = start + 1, True
        elif last.isspace() or (last in TRAILING and not _abbreviation(text, start, end)):
            end, changed = end - 1, True
        elif first in OPENING + CLOSING and _unmatched(text[start + 1 : end], first, OPENING):
            start, changed = start + 1, True
        elif last in OPENING + CLOSING and _unmatched(text[start : end - 1], last, CLOSING):
            end, changed = end - 1, True
    return start, end


def _sign(text: str, start: int, end: int) -> bool:
    match = FACT.match(text, start, end)
    return match is not None and match.end() > start + 1


def _abbreviation(text: str, start: int, end: int) -> bool:
    return text[end - 1] == "." and any(
        match.end() == end and match[0].endswith(".")
        for match in FACT.finditer(text, max(start, end - REACH), end)
    )


def _unmatched(rest: str, mark: str, fitting: str) -> bool:
    """Say whether ``mark``, at the end where those of ``fitting`` belong, has no partner."""
    if mark not in fitting:
        return True
    words = _APOSTROPHE.sub("", rest)
    partner = _PARTNER[mark]
    if partner == mark:
        return words.count(mark) % 2 == 0
    return words.count(partner) <= words.count(mark)
