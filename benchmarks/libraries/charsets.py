"""Undeclared encodings: pages of 16 texts of our own in what their languages are written in."""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Callable
from pathlib import Path

from qa.sources.parsers.encodings import decode_html

CASES = Path(__file__).parent.parent / "data" / "charsets.jsonl"
TIMES = (1, 6)
"""How often a text is repeated: short pages are the hard ones."""


def pages() -> list[tuple[str, bytes]]:
    """Return each text and a page of it in bytes that no UTF-8 is."""
    rows = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    return [
        (
            row["text"],
            f"<html><body><p>{' '.join([row['text']] * n)}</p></body></html>".encode(name),
        )
        for row in rows
        for name in row["encodings"]
        for n in TIMES
    ]


def by_windows(data: bytes) -> str:
    """Return what everything was taken for before."""
    return data.decode("cp1252", "replace")


def by_normalizer(data: bytes) -> str:
    """Return what charset-normalizer reads."""
    return str(importlib.import_module("charset_normalizer").from_bytes(data).best() or "")


def score(decode: Callable[[bytes], str]) -> tuple[int, int, float]:
    """Return how many pages are read right, of how many, and milliseconds a page."""
    cases = pages()
    decode(cases[0][1])
    start = time.perf_counter()
    right = sum(text in decode(data) for text, data in cases)
    return right, len(cases), (time.perf_counter() - start) * 1000 / len(cases)


READERS = {"cp1252": by_windows, "charset-normalizer": by_normalizer, "chardet": decode_html}
