"""How questions of each kind are answered: ``python -m benchmarks.kinds [--reader NAME]``.

Puts the 120 questions of tests/data/kinds.jsonl to one library of the articles in
tests/data/kinds and in seeds, through the desk with a shipped reader. An answer is

- right: the gold answer, "Yes" or "No", or an abstention where there is nothing to find;
- honest: nothing, or for a yes/no question a sentence, where there was an answer;
- wrong: anything else.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args

from qa.desk import Desk
from qa.evaluate.metrics import f1, normalize_as_squad
from qa.neural.resources import seeds_dir
from qa.records import Progress, ReaderName

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
LEAST_F1 = 0.5
LEAST_LIST_F1 = 0.8
"""Most of a list must be there, and little else."""
MOST_WORDS = 60
"""A reason within more words than a sentence has is no answer."""

Grade = Literal["right", "honest", "wrong"]
_VERDICT = re.compile(r"^(yes|no)\b", re.IGNORECASE)


def rows() -> list[dict[str, Any]]:
    """Return the questions: ``question``, ``kind``, ``gold``, ``article``."""
    lines = (DATA / "kinds.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def grade(kind: str, answer: str, gold: Sequence[str]) -> Grade:
    """Return how good an answer shown is, "" being an abstention."""
    if kind == "unanswerable":
        return "right" if not answer else "wrong"
    if kind == "yes-no":
        verdict = _VERDICT.match(answer)
        if verdict is None:
            return "right" if gold == [""] else "honest"
        return "right" if verdict[1].lower() in [g.lower() for g in gold] else "wrong"
    if not answer:
        return "honest"
    least = LEAST_LIST_F1 if kind == "list" else LEAST_F1
    if f1(answer, gold) >= least:
        return "right"
    held = any(normalize_as_squad(g) in normalize_as_squad(answer) for g in gold)
    short = len(answer.split()) <= MOST_WORDS
    return "right" if kind == "why" and held and short else "wrong"


def table(desk: Desk, questions: Iterable[dict[str, Any]]) -> dict[str, Counter[str]]:
    """Ask every question of the whole library; return how many of each kind were how good."""
    counts: dict[str, Counter[str]] = {}
    for row in questions:
        answer = desk.ask(row["question"]).answer
        counts.setdefault(row["kind"], Counter())[grade(row["kind"], answer, row["gold"])] += 1
    return counts


def filled(path: Path, progress: Progress | None = None, reader: ReaderName = "auto") -> Desk:
    """Return a desk over a new library at ``path`` with every article of the set."""
    desk = Desk.open(path, progress=progress, reader=reader)
    desk.add(DATA / "kinds", seeds_dir())
    return desk


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reader", choices=get_args(ReaderName), default="auto")
    reader = parser.parse_args().reader
    with TemporaryDirectory() as folder, filled(Path(folder) / "l", reader=reader) as desk:
        counts = table(desk, rows())
    print(f"{'kind':<14}{'n':>4}{'right':>8}{'honest':>8}{'wrong':>8}")
    for kind, found in counts.items():
        n = found.total()
        shares = "".join(f"{found[name] / n:8.2f}" for name in ("right", "honest", "wrong"))
        print(f"{kind:<14}{n:>4}{shares}")


if __name__ == "__main__":
    main()
