"""Running heads of a PDF: page numbers and lines that most pages have at their edges."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

# Fewer pages cannot tell a running head from a line that happens to recur, but for one that
# says so itself: a page's number, an address, a day.
_MIN_PAGES_WITH_HEADS = 4
_NUMBER_LINE = re.compile(
    r"\W*(?:page|p\.|pg\.?)\s*\d{1,5}(?:\s*(?:of|/)\s*\d{1,5})?\W*\Z|\d{1,4}\s*/\s*\d{1,4}\Z|"
    r"[-\u2013\u2014]\s*\d{1,4}\s*[-\u2013\u2014]\Z",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:https?://|file:///)\S+(?:\s+\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?)?\Z|"
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}:\d\d(?:\s?[AP]M)?(?:\s|\Z)",
    re.IGNORECASE,
)
_DATED = re.compile(r"https?://|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_HEAD_SHARE = 0.6
# Heads of guidelines and laws have several lines: document, chapter, version, rights.
_HEAD_LINES = 6
_TITLE_LETTERS = 8


def drop_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Drop page numbers and running heads: lines at a page's edges that most pages have.

    They would cut the sentence that runs on across pages. Figures count as equal ones. A head
    stays where it stands first, as it may be the file's title.
    """
    pages = [_without_printed(lines, set()) for lines in pages]
    lean = [[text for text in lines if text] for lines in pages]
    filled = [lines for lines in lean if lines]
    if len(filled) < _MIN_PAGES_WITH_HEADS:
        return [_without_printed(lines, _repeated(filled)) for lines in pages]
    seen: Counter[str] = Counter()
    for lines in filled:
        edges = {*lines[:_HEAD_LINES], *lines[-_HEAD_LINES:]}
        seen.update({_numberless(text) for text in edges})
    heads = {text for text, times in seen.items() if times >= _HEAD_SHARE * len(filled)}
    titles = {text for text in heads if sum(char.isalpha() for char in text) >= _TITLE_LETTERS}
    titles -= {_numberless(text) for lines in filled for text in lines if _DATED.search(text)}
    return [_trimmed(lines, heads, titles) for lines in pages]


def _repeated(filled: Sequence[Sequence[str]]) -> set[str]:
    """Return the lines at the edge of each of two or three pages, if they give a day or number."""
    if len(filled) < 2:
        return set()
    edges = [{_numberless(line) for line in (*lines[:2], *lines[-2:])} for lines in filled]
    dated = {_numberless(line) for lines in filled for line in lines if re.search(r"\d", line)}
    return set.intersection(*edges) & dated


def _without_printed(lines: Sequence[str], heads: set[str]) -> list[str]:
    """Return a page's lines without what its printing put at the edges."""
    kept = list(lines)
    for side in (0, -1):
        for _ in range(_HEAD_LINES):
            while kept and not kept[side]:
                kept.pop(side)
            if kept and (
                _NUMBER_LINE.match(kept[side])
                or _PRINTED.match(kept[side])
                or _numberless(kept[side]) in heads
            ):
                kept.pop(side)
            else:
                break
    return kept


def _trimmed(lines: Sequence[str], heads: set[str], titles: set[str]) -> list[str]:
    """Drop the heads at both edges; titles are kept, and taken out of ``titles``, once."""
    kept = list(lines)
    tops = [text for text in kept[:_HEAD_LINES] if _numberless(text) in titles]
    titles.difference_update(map(_numberless, tops))
    for side in (0, -1):
        for _ in range(_HEAD_LINES):
            while kept and not kept[side]:
                kept.pop(side)
            if kept and _numberless(kept[side]) in heads:
                kept.pop(side)
    return [*tops, "", *kept] if tops else kept


def _numberless(text: str) -> str:
    """Return what is alike in a head of all pages: "52 The Siege" is "The Siege. 53"."""
    letters = "".join(filter(str.isalpha, text))
    return letters if len(letters) >= _TITLE_LETTERS else re.sub(r"\d+", "0", text)
