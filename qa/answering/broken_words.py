"""What the reader does not see of a stored text: breaks of words, and what is struck out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from qa.question import Question
from qa.records import Hit, Reading, SourceSpan
from qa.text.struck import find_struck
from qa.text.words import overlaps, stem, word_key

_BROKEN = re.compile(r"([^\W\d_]{2,30})(-[ \t]*\r?\n[ \t]*)([a-z]{2,30})")


def unbroken(hit: Hit, question: Question) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a passage's text with the question's words whole, and the characters left out.

    A text is kept as it was copied, with "elec-" at the end of a line and "tricity" on the
    next; asked for electricity, the reader does not see it there. Nor is "~~5~~ 6" two figures.
    """
    text = hit.passage.text
    struck = find_struck(text)
    broken = [
        found.span(2)
        for found in _BROKEN.finditer(text)
        if stem(word_key(found[1] + found[3])) in question.content
        and not overlaps(*found.span(2), struck)
    ]
    cuts = tuple(sorted([*broken, *struck]))
    pieces = [0, *(place for cut in cuts for place in cut), len(text)]
    return "".join(text[a:b] for a, b in zip(pieces[::2], pieces[1::2], strict=True)), cuts


def restored(reading: Reading, hit: Hit, cuts: Sequence[tuple[int, int]]) -> Reading:
    """Return a reading of an unbroken text with its spans in the passage's own characters."""
    if not cuts or not reading.spans:
        return reading
    starts, left = [], 0
    for low, high in cuts:  # where each cut stands in the unbroken text
        starts.append(low - left)
        left += high - low

    def place(at: int) -> int:
        return at + sum(high - low for low, high in cuts[: bisect_right(starts, at)])

    spans = tuple(
        SourceSpan(span.index, place(span.start), place(span.end - 1) + 1) for span in reading.spans
    )
    texts = [hit.passage.text[span.start : span.end] for span in spans]
    text = texts[0] if len(texts) == 1 else reading.text
    return replace(reading, text=text, spans=spans, tokens=())
