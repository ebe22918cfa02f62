"""What each rule of English gains: ``python -m benchmarks.rules --data DIR [--out FILE.json]``.

Every question of the dev sets and of ``benchmarks/data/kinds.jsonl`` is put to its own article,
those of ``benchmarks.stories`` to the library of their set, those of ``benchmarks.kinds`` to
theirs; comparisons of the halves that are developed on are made; without a reader claims of
``grounding_dev`` are checked, yes/no questions of FEVER-symmetric and BoolQ held against their
passages, and the quotes of ``benchmarks.quotes`` found. First with all rules, then with one rule
left out at a time (``--only`` names some; ``--sets`` chooses what is asked). A rule is left out by
putting another function in its place, one that changes nothing; ``RULES`` names both. Asked again
is only where the two say something else ("touched"), and the reader's work is kept.

The table has, for each rule, what is lost without it: F1 and exact match of forced answers in
points on both dev sets, right and wrong answers to the questions of each kind, to those on
stories and to the written ones of ``benchmarks.kinds``, grades of voices and of comparisons,
claims judged right, verdicts, words and speakers of quotes, and how many outcomes are others at
all, or surer or less sure by a hundredth. A rule that loses nothing here pays for nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.support.leaving_out import forget_texts, watching, without
from benchmarks.support.outcomes import Outcome, differ, figures, table
from benchmarks.support.putting import SETS, Questions
from benchmarks.support.remembering import Remembering
from benchmarks.support.stand_ins import RULES
from qa.neural.seq2seq.loading import load_reader
from qa.protocols import Generator


def ask_all(
    questions: Questions, rules: Mapping[str, Any]
) -> tuple[list[Outcome], dict[str, set[int]]]:
    """Return what comes of every question, and on which rows each rule says anything."""
    touched: dict[str, set[int]] = {rule: set() for rule in rules}
    outcomes: list[Outcome] = []
    with watching(rules, lambda rule: touched[rule].add(len(outcomes))):
        for row in questions.rows:
            forget_texts()  # else a rule is seen only where a text is first read
            outcomes.append(questions.ask(row))
    return outcomes, touched


def main() -> None:
    """Read the command line; print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="a sample of so many rows of each set")
    parser.add_argument("--only", nargs="*", default=list(RULES), metavar="RULE")
    parser.add_argument("--sets", nargs="*", default=SETS, choices=SETS)
    parser.add_argument("--reader", default="small", choices=("small", "cascade"))
    parser.add_argument("--out", type=Path, help="keep the figures as JSON")
    options = parser.parse_args()
    with ExitStack() as stack:
        model: Generator = Remembering(load_reader(options.reader))
        questions = Questions(options.data, options.limit, model, stack, options.sets)
        rules = {rule: RULES[rule] for rule in options.only}
        first, touched = ask_all(questions, rules)
        full = figures(questions.rows, first) | {"other answers": 0}
        passes = {}
        for rule, stand in rules.items():
            other = list(first)
            with without(rule, stand):
                for at in touched[rule]:
                    other[at] = questions.ask(questions.rows[at])
            changes = sum(map(differ, first, other))
            passes[rule] = figures(questions.rows, other) | {"other answers": changes}
            print(f"{rule}: {len(touched[rule])} touched", file=sys.stderr, flush=True)
    print(table(full, passes, {rule: len(rows) for rule, rows in touched.items()}))
    if options.out is not None:
        options.out.write_text(json.dumps({"all": full, **passes}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
