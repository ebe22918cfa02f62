"""Find the blocks of a text: its lines, with hard-wrapped lines joined again.

A sentence never crosses a block. Most articles have one paragraph per line;
others are wrapped at 60 to 80 characters, as in mail and wire copy, and there a
newline means nothing. Only the text itself can tell the two apart.
"""

# Typographic quotes and dashes are what news text is made of.

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from qa.language import lexicon

# Everything that str.splitlines breaks at; "\r\n" is one break, not a blank line.
_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# A line that opens something of its own: bullet, number, heading, quotation, table row.
# Typographic dashes also open the second half of a wrapped clause, then in lower case.
_OPENS = re.compile(r"[-*+•‣▪◦●·]\s|[–—]\s+[^\Wa-z]|\(?\d{1,3}[.)]\s|#{1,6}\s|>|\|")
_HEADING = re.compile(r"#{1,6}\s")
_WORD = re.compile(r"\S{1,100}")
# A line that ends so goes on even if the next begins with a name.
_ENDS_OPEN = re.compile(rf"(?:,|\b(?:{lexicon.either('grammar', 'open_ends')}))\Z")
# A word parted at a line's end, by a hyphen as typed, as set, or as only shown there.
_ENDS_PARTED = re.compile(r"[^\W\d_][-\u2010\u00ad]\Z")
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]{0,4}\Z")

# Wrapped text is set 60 to 80 characters wide; the margins allow mail (76), ragged
# right edges and slightly wider terminals. Longer lines were never wrapped.
MIN_WRAPPED_CHARS = 40
MAX_WRAPPED_CHARS = 100
# Wrapping cuts mid-sentence, so lines that go on in lower case give it away: most lines of
# wrapped prose do, lines that are paragraphs almost never.
MIN_CONTINUED_SHARE = 0.25
MIN_CONTINUED_PAIRS = 2


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its surrounding blanks; ``first`` after a blank line."""

    start: int
    end: int
    first: bool
    opens: bool
    heading: bool


def split_blocks(text: str) -> list[tuple[int, int]]:
    """Return the character spans ``[start, end)`` of the blocks of ``text``, in order.

    A block is one line, or several that hard wrapping had separated. Blocks have no
    blanks at their ends, do not overlap, and cover every non-blank character.
    """
    lines = list(_lines(text))
    continued = [False, *(_goes_on(text, a, b) for a, b in pairwise(lines))]
    width = _wrap_width(lines, continued)
    blocks: list[tuple[int, int]] = []
    # The width of the current paragraph, once one of its own lines has shown it.
    own_width = 0
    for number, line in enumerate(lines):
        if line.first:
            own_width = _own_width(lines, continued, number)
        joined = number > 0 and (
            continued[number] or _wrapped(text, lines[number - 1], line, own_width or width)
        )
        if joined:
            blocks[-1] = (blocks[-1][0], line.end)
        else:
            blocks.append((line.start, line.end))
    return blocks


def _lines(text: str) -> Iterator[_Line]:
    first = True
    start = 0
    while start <= len(text):
        found = _NEWLINE.search(text, start)
        end = found.start() if found else len(text)
        raw = text[start:end]
        lean = raw.strip()
        if lean:
            begin = start + len(raw) - len(raw.lstrip())
            opens = _OPENS.match(lean) is not None
            heading = _HEADING.match(lean) is not None
            yield _Line(begin, begin + len(lean), first, opens, heading)
        first = not lean
        if found is None:
            return
        start = found.end()


def _may_join(before: _Line, line: _Line) -> bool:
    return not (
        line.first
        or line.opens
        or before.heading
        or before.end - before.start > MAX_WRAPPED_CHARS
        or line.end - line.start > MAX_WRAPPED_CHARS
    )


def _goes_on(text: str, before: _Line, line: _Line) -> bool:
    """Tell whether ``line`` continues the sentence of ``before``, by its words alone."""
    if not _may_join(before, line):
        return False
    if _ENDS_PARTED.search(text[before.end - 2 : before.end]) and text[line.start].islower():
        return True  # however short: the rest of its last word stands below
    if before.end - before.start < MIN_WRAPPED_CHARS:
        return False
    if _ENDS_OPEN.search(text[before.end - 6 : before.end]):
        return True
    head = text[line.start : line.start + 2]
    # "iPhone" and "eBay" start a line as a capital would.
    lower = head[0].islower() and not head[1:].isupper()
    return lower and not _ENDS_SENTENCE.search(text[before.end - 5 : before.end])


def _wrap_width(lines: list[_Line], continued: list[bool]) -> int:
    """Return the width the text is wrapped to, 0 when it is not wrapped."""
    pairs = sum(not line.first for line in lines[1:])
    widths = [
        before.end - before.start
        for before, goes_on in zip(lines, continued[1:], strict=False)
        if goes_on
    ]
    if len(widths) < max(MIN_CONTINUED_PAIRS, MIN_CONTINUED_SHARE * pairs):
        return 0
    return max(widths)


def _own_width(lines: list[_Line], continued: list[bool], number: int) -> int:
    """Return the same for the paragraph that starts at ``number``."""
    last = number + 1
    while last < len(lines) and not lines[last].first:
        last += 1
    return _wrap_width(lines[number:last], continued[number:last])


def _wrapped(text: str, before: _Line, line: _Line, width: int) -> bool:
    """Tell whether ``before`` had to end where it does: the next word did not fit."""
    if not width or not _may_join(before, line):
        return False
    word = _WORD.match(text, line.start)
    return before.end - before.start + 1 + len(word.group() if word else "") > width
