"""Reads the training rows and turns them into windows with copy positions."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[A-Z0-9])|\n+")
HELD_OUT = 40
"""One context in this many is kept out of training, to choose checkpoints and thresholds."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question put to one text; ``start`` is None without a span, ``answer`` "" without one."""

    kind: str
    question: str
    context: str
    answer: str
    start: int | None
    title: str = ""


def read(path: Path) -> list[Example]:
    """Read rows of ``question, context, answers[{text, start}], title, source``."""
    examples = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            gold: dict[str, Any] = next(iter(row["answers"]), {"text": "", "start": -1})
            examples.append(
                Example(
                    kind=row["source"],
                    question=row["question"].strip(),
                    context=row["context"],
                    answer=gold["text"],
                    start=gold["start"] if gold["start"] >= 0 else None,
                    # Questions made by rules know their document by a number only.
                    title=row["title"] or (f"news-{row['document']}" if "document" in row else ""),
                )
            )
    return examples


def split(examples: list[Example]) -> tuple[list[Example], list[Example]]:
    """Part training from held-out rows by context, so that no paragraph is in both."""
    held = [e for e in examples if _bucket(e.context) == 0]
    return [e for e in examples if _bucket(e.context) != 0], held


def _bucket(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % HELD_OUT


def window(example: Example, limit: int, rng: random.Random) -> Example:
    """Cut the context to at most ``limit`` characters of whole sentences around the answer."""
    text = example.context
    if len(text) <= limit:
        return example
    bounds = [0, *(m.end() for m in SENTENCE_END.finditer(text)), len(text)]
    spans = list(itertools.pairwise(bounds))
    if example.start is None:
        first = last = rng.randrange(len(spans))
    else:
        stop = example.start + max(1, len(example.answer))
        inside = [i for i, (a, b) in enumerate(spans) if a < stop and b > example.start]
        first, last = inside[0], inside[-1]
    while True:
        room = limit - (spans[last][1] - spans[first][0])
        before = first > 0 and spans[first - 1][1] - spans[first - 1][0] <= room
        after = last + 1 < len(spans) and spans[last + 1][1] - spans[last + 1][0] <= room
        if not before and not after:
            break
        if before and (not after or rng.random() < 0.5):
            first -= 1
        else:
            last += 1
    low, high = spans[first][0], spans[last][1]
    if high - low > limit * 1.3:  # one enormous sentence: cut it, keeping the answer
        at = example.start if example.start is not None else low
        low = max(low, at - limit // 2)
        high = min(high, low + limit)
    start = None if example.start is None else example.start - low
    return replace(example, context=text[low:high], start=start)
