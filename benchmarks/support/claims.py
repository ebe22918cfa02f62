"""News and what was claimed of it, as articles and questions: all of it training data.

A claim that its article bears out, but not in its words, asks for the article once one of its
names is "which". No text is kept: it is made of DIR/grounding_more and DIR/sum_train each time.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.language.names import find_names

# Sets of grounding_more whose documents are news whole, in sentences.
SETS = (
    *("defacto", "fib", "fib-edits", "frank", "xsumfaith", "factcc-human", "factcc-synthetic"),
    *("cliff", "factor-news"),
)
LEAST_CHARACTERS = 500
RUN = 6
# Share of a text's runs of words in one before it, from which on it counts as the same.
SAME = 0.25
LEAST_WORDS, MOST_WORDS = 7, 30

_WORD = re.compile(r"\w+")


def claims(data: Path, limit: int, count: int) -> tuple[list[str], list[tuple[str, int]]]:
    """Return ``count`` texts, and ``limit`` questions with the place of the text they ask for."""
    shuffled = random.Random(5)
    texts, claimed = _read(data)
    asked = []
    for place, found in claimed.items():
        shuffled.shuffle(found)
        questions = (_question(claim, texts[place], shuffled) for claim in found)
        if question := next(filter(None, questions), ""):
            asked.append((question, place))
    shuffled.shuffle(asked)
    asked = asked[:limit]
    kept = sorted({place for _, place in asked})
    others = sorted(set(range(len(texts))) - set(kept))
    kept += shuffled.sample(others, min(max(count - len(kept), 0), len(others)))
    places = {place: number for number, place in enumerate(kept)}
    return [texts[place] for place in kept], [(q, places[place]) for q, place in asked]


def _read(data: Path) -> tuple[list[str], dict[int, list[str]]]:
    """Return the texts, each once, and the claims that each bears out."""
    texts: list[str] = []
    owners: dict[int, int] = {}
    claimed: dict[int, list[str]] = {}

    def place_of(text: str) -> int:
        words = [word.lower() for word in _WORD.findall(text)]
        runs = {hash(tuple(words[at : at + RUN])) for at in range(len(words) - RUN + 1)}
        shared = Counter(owners[run] for run in runs if run in owners).most_common(1)
        if shared and shared[0][1] > SAME * len(runs):
            return shared[0][0]
        owners.update({run: len(texts) for run in runs if run not in owners})
        texts.append(text)
        return len(texts) - 1

    for row in _rows(data / "sum_train.jsonl.gz"):
        if row["source"] != "scitldr" and len(row["document"]) >= LEAST_CHARACTERS:
            place_of(row["document"])
    for row in _rows(data / "grounding_more.jsonl.gz"):
        if row["source"] in SETS and len(row["document"]) >= LEAST_CHARACTERS:
            place = place_of(row["document"])
            if row["supported"]:
                claimed.setdefault(place, []).append(row["claim"])
    return texts, claimed


def _question(claim: str, text: str, shuffled: random.Random) -> str:
    """Return the claim's first sentence with "which" for a name; "" where it makes no question."""
    first = re.split(r"(?<=[.!?])\s+", claim.strip())[0]
    names = find_names(first)
    if not LEAST_WORDS <= len(first.split()) <= MOST_WORDS or not names:
        return ""
    if _plain(first) in _plain(text):
        return ""
    name = shuffled.choice(names)
    return f"{first[: name.start]}which{first[name.end :]}".rstrip(". ") + "?"


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)
