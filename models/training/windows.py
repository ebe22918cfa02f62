"""Windows: whole sentences of a text around the answer."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import replace

from models.training.rows import Row

Span = tuple[int, int]

SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[A-Z0-9])|\n+")
TOO_LONG = 1.3
"""A sentence of more than so many windows is cut within."""


def window(row: Row, limit: int, rng: random.Random) -> Row:
    """Return the row with at most ``limit`` characters of text, unless its answer needs more.

    Sentences are added before or behind by chance, so that an answer stands anywhere in its window.
    Without an answer the window lies anywhere.
    """
    text = row.context
    if len(text) <= limit:
        return row
    bounds = [0, *(m.end() for m in SENTENCE_END.finditer(text)), len(text)]
    sentences = [(a, b) for a, b in itertools.pairwise(bounds) if b > a]
    low, high = _widened(sentences, _answering(row, sentences, rng), limit, rng)
    if high - low > limit * TOO_LONG:
        low, high = _cut(row, low, high, limit)
    start = None if row.start is None else row.start - low
    return replace(row, context=text[low:high], start=start)


def _answering(row: Row, sentences: list[Span], rng: random.Random) -> tuple[int, int]:
    """Return the first and the last sentence that the answer touches, or any one."""
    if row.start is None:
        anywhere = rng.randrange(len(sentences))
        return anywhere, anywhere
    stop = row.start + max(1, len(row.answer))
    touched = [n for n, (a, b) in enumerate(sentences) if a < stop and b > row.start]
    return touched[0], touched[-1]


def _widened(
    sentences: list[Span], chosen: tuple[int, int], limit: int, rng: random.Random
) -> Span:
    """Add neighbouring sentences while they fit; return the characters of all."""
    first, last = chosen
    while True:
        room = limit - (sentences[last][1] - sentences[first][0])
        before = first > 0 and sentences[first][0] - sentences[first - 1][0] <= room
        after = last + 1 < len(sentences) and sentences[last + 1][1] - sentences[last][1] <= room
        if before and (not after or rng.random() < 0.5):
            first -= 1
        elif after:
            last += 1
        else:
            return sentences[first][0], sentences[last][1]


def _cut(row: Row, low: int, high: int, limit: int) -> Span:
    """Cut an enormous sentence, but not the answer."""
    start = low if row.start is None else row.start
    stop = start + len(row.answer)
    low = max(low, start - limit // 2)
    return low, min(high, max(low + limit, stop))
