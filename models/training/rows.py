"""Training rows: a question, a text, and the answer's characters in it or none."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HELD_OUT = 40
"""One text in so many is kept out of training, to judge checkpoints and to fit thresholds."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question put to a text; ``context[start : start + len(answer)] == answer``.

    ``start`` is None and ``answer`` "" where the text holds no answer. ``document`` is the same for
    all texts of one article, "" where that is not known. ``title`` is "" where it says nothing.
    """

    source: str
    question: str
    context: str
    answer: str
    start: int | None
    title: str = ""
    document: str = ""


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_rows(path: Path, untitled: tuple[str, ...] = ()) -> list[Row]:
    """Return the rows of a file, without those whose answer is not a span of the text.

    Sources whose names begin as one of ``untitled`` have titles that say nothing of the text.
    """
    rows = []
    for line in read_lines(path):
        gold = next(iter(line["answers"]), None)
        if gold is not None and gold["start"] < 0:
            continue
        title = (line.get("title") or "").replace("_", " ")
        if line["source"].startswith(untitled or ("\0",)):
            title = ""
        # Questions made by rules know their article by a number only.
        numbered = f"{line['source']} {line['document']}" if "document" in line else ""
        rows.append(
            Row(
                source=line["source"],
                question=line["question"].strip(),
                context=line["context"],
                answer=gold["text"] if gold else "",
                start=gold["start"] if gold else None,
                title=title,
                document=title or numbered,
            )
        )
    return rows


def read_all(folder: Path, files: Iterable[str], untitled: tuple[str, ...] = ()) -> list[Row]:
    """Return the rows of several files of a folder, in their order."""
    return [row for file in files for row in read_rows(folder / file, untitled)]


def is_held_out(text: str) -> bool:
    """Say whether rows of this text are kept out of training; by its hash, so for ever."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % HELD_OUT == 0


def split(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Part training from held-out rows, so that no text is in both."""
    parts: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        parts[is_held_out(row.context)].append(row)
    return parts
