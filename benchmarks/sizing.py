"""Bytes and seconds of a million passages: python -m benchmarks.sizing [--passages N] LIBRARY...

Writes made-up articles with random unit vectors (no model runs), then searches. A library is a
file that is not there yet, milvus://HOST:PORT/NAME or milvus-lite:FILE.db.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from qa.index import open_index
from qa.index.milvus.address import is_milvus, parse_address
from qa.records import Article, Passage
from qa.sources.articles import article_from_text

DIMENSION = 384
PER_ARTICLE = 14
CHARACTERS = 800
"""Passages of an article, and characters of a passage, as in the archive of docs/measured.md."""
SEARCHES = 20
WORDS = 20_000


def main() -> None:
    """Print one JSON line for each library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("libraries", nargs="+")
    parser.add_argument("--passages", type=int, default=14_000)
    options = parser.parse_args()
    for library in options.libraries:
        print(json.dumps({"library": library, **measure(library, options.passages)}))


def measure(library: str, passages: int) -> dict[str, float]:
    """Return bytes and seconds for a million passages, and milliseconds of a search."""
    rng = np.random.default_rng(0)
    index = open_index(library, "random", DIMENSION)
    started, written = time.perf_counter(), 0
    for article, parts in _articles(passages // PER_ARTICLE):
        index.add(article, parts, _unit(rng, len(parts)))
        written += len(parts)
    seconds = time.perf_counter() - started
    taken = []
    for number in range(SEARCHES + 1):
        begun = time.perf_counter()
        index.search(f"{_word(number)} {_word(number + 70)}", _unit(rng, 1)[0], 50)
        taken.append(1_000 * (time.perf_counter() - begun))
    index.close()
    return {
        "passages": written,
        "seconds_per_million": round(seconds / written * 1e6),
        "bytes_per_passage": round(_size(library) / written),
        "first_search_ms": round(taken[0], 1),
        "search_ms_p50": round(statistics.median(taken[1:]), 1),
    }


def _articles(count: int) -> Iterator[tuple[Article, list[Passage]]]:
    random.seed(0)
    for number in range(count):
        lines = []
        for _ in range(PER_ARTICLE):
            line = ""
            while len(line) < CHARACTERS:
                # As in language, the frequent are few.
                line += _word(int(WORDS * random.random() ** 4)) + " "
            lines.append(line.strip())
        article = article_from_text(f"Story {number}\n\n" + "\n".join(lines))
        start, parts = 0, []
        for line in article.text.split("\n"):
            if line:
                end = start + len(line)
                parts.append(Passage(article.id, start, end, article.text[start:end]))
            start += len(line) + 1
        yield article, parts


def _word(number: int) -> str:
    letters = ""
    number += 26
    while number:
        number, rest = divmod(number, 26)
        letters += chr(97 + rest)
    return letters


def _unit(
    rng: np.random.Generator, count: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = rng.normal(size=(count, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def _size(library: str) -> int:
    """Return a library's bytes on this disk; 0 for one of another machine."""
    if not is_milvus(library):
        files = Path(library).parent.glob(f"{Path(library).name}*")
        return sum(file.stat().st_size for file in files)
    address = parse_address(library)
    folder = Path(address.uri) if address.lite else None
    found = folder.rglob("*") if folder is not None else iter(())
    return sum(file.stat().st_size for file in found if file.is_file())


if __name__ == "__main__":
    main()
