"""How well quotes are found and given their speakers: ``python -m benchmarks.quotes --data DIR``.

Holds ``find_quotes`` against the labels of ``benchmarks/data/quotes_archive.jsonl``: places and
speakers in 22 articles of archive_news, marked by reading, without their text. Precision and
recall in per cent; "wrong" has a speaker that is not the labelled one, a bare "she" included.

Then whom "he said" and "she said" are given to in 45 more articles (``quotes_pronouns.jsonl``):
right, wrong, nobody, and not found as a quote at all. The rules were made with the errors of the
first 33 in view; the other 12 were labelled after that.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.libraries.quotes import LABELS, by_rules, is_named, labelled, read_labels, score
from qa.quotes.extraction import find_quotes

PRONOUNS = LABELS.parent / "quotes_pronouns.jsonl"
GRADES = ("right", "wrong", "nobody", "not found")
KNOWN = 33
"""Articles of PRONOUNS whose errors were seen; the file has them first."""


def main() -> None:
    """Print the figures, one a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of archive_news")
    data = parser.parse_args().data
    for name, value in score(by_rules, labelled(data)).items():
        print(f"{name:<12} {value:8.1f}")
    known = [json.loads(line)["sha256"] for line in PRONOUNS.read_text("utf-8").splitlines()]
    counts = {True: Counter[str](), False: Counter[str]()}
    for text, labels in read_labels(data, PRONOUNS):
        place = known.index(hashlib.sha256(text.encode()).hexdigest())
        counts[place < KNOWN].update(grades(text, labels))
    for seen, count in counts.items():
        shown = ", ".join(f"{count[grade]} {grade}" for grade in GRADES)
        print(f"he and she in {'33' if seen else '12 more'} articles: {shown}")


def grades(text: str, labels: Sequence[dict[str, Any]]) -> list[str]:
    """Return how right the speaker of each labelled "he said" of a text is: one of ``GRADES``."""
    found = {quote.mention_start: quote.speaker for quote in find_quotes(text)}
    return [_grade(found.get(label["mention"]), label) for label in labels]


def _grade(speaker: str | None, label: dict[str, Any]) -> str:
    if speaker is None:
        return "not found"
    if speaker.lower() in ("he", "she"):
        return "nobody"
    others = is_named(speaker, label.get("not", ()))
    return "right" if is_named(speaker, label["speaker"]) and not others else "wrong"


if __name__ == "__main__":
    main()
