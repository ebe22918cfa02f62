"""Words that a line's end broke in the stored text, whole for the reader if they are asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from qa.question import Question
from qa.records import Hit, Reading, SourceSpan
from qa.text.words import stem, word_key

_BROKEN = re.compile(r"([^\W\d_]{2,30})(-[ \t]*\r?\n[ \t]*)([a-z]{2,30})")


def unbroken(hit: Hit, question: Question) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a passage's text with the question's words whole, and the characters left out.

    A text is kept as it was copied, with "elec-" at the end of a line and "tricity" on the
    next; asked for electricity, the reader does not see it there.
    """
    text = hit.passage.text
    cuts = tuple(
        found.span(2)
        for found in _BROKEN.finditer(text)
        if stem(word_key(found[1] + found[3])) in question.content
    )
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
