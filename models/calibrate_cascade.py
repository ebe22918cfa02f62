"""Fit how the scores of the small and the base reader are combined; held-out training rows only.

``python -m models.calibrate_cascade models/copydesk-base --data FILE...`` writes ``cascade.json``
beside the base reader's weights. Both readers read each passage of texts that were kept out of
training; five logistic regressions (Platt 1999) give ``qa.neural.cascade.Blend``. Run it after
``models.calibrate`` of either reader.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.calibrate import RIGHT, Floats, fit_logistic
from models.training.rows import is_held_out
from qa.evaluate.data import QARow, qa_row, read
from qa.evaluate.metrics import auroc, f1
from qa.neural.cascade import Blend, agree, write_blend
from qa.neural.seq2seq.copydesk import load_copydesk
from qa.neural.seq2seq.loading import BLEND, load_generator
from qa.neural.token_counts import count_tokens
from qa.records import Reading
from qa.records.probabilities import log_odds
from qa.sources.articles import article_from_text
from qa.text.passages import split_passages

SHARE_WITHOUT = 0.4
"""Of the passages have no answer, as an honest user's questions."""
SEED = 11


@dataclass(frozen=True, slots=True)
class Example:
    """A question, one passage, and the answers in it, if any, with what both readers said."""

    question: str
    passage: str
    golds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What both readers made of an example, and whether their words are right."""

    small: Reading
    large: Reading
    golds: tuple[str, ...]

    def right(self, reading: Reading) -> bool:
        """Return whether more than half of a reading's words are those of a gold answer."""
        return bool(self.golds) and f1(reading.text, self.golds) >= RIGHT


def examples(files: Sequence[Path], limit: int) -> list[Example]:
    """Return passages as the product cuts them, ``SHARE_WITHOUT`` of them without an answer.

    Half of those were asked by people to have none where they stand, the others are the
    question put to another passage of the same article.
    """
    rng = random.Random(SEED)
    rows = [row for file in files for row in read(file, qa_row) if is_held_out(row.context)]
    rng.shuffle(rows)
    passages = {row.context: cut(row) for row in rows}
    near: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        near[row.title] += passages[row.context]
    having, written, made = list[Example](), list[Example](), list[Example]()
    for row in rows:
        if not row.golds:
            written.append(Example(row.question, rng.choice(passages[row.context]), ()))
            continue
        holding = [p for p in passages[row.context] if any(g in p for g in row.golds)]
        others = [p for p in near[row.title] if not any(g.lower() in p.lower() for g in row.golds)]
        having += [Example(row.question, p, row.golds) for p in holding[:1]]
        made += [Example(row.question, rng.choice(others), ())] if others and row.title else []
    without = int(limit * SHARE_WITHOUT)
    some = written[: without // 2]
    some += made[: without - len(some)]
    return having[: limit - len(some)] + some


def cut(row: QARow) -> list[str]:
    """Return a text's passages."""
    return [p.text for p in split_passages(article_from_text(row.context), count_tokens)]


def column(read: Sequence[Read], large: bool, score: bool) -> Floats:
    """Return one reader's scores, or its log-odds of "no answer"."""
    readings = [r.large if large else r.small for r in read]
    return np.array([r.score if score else log_odds(r.no_answer) for r in readings])


def fit(labels: Sequence[bool], *features: Floats) -> tuple[float, ...]:
    """Return constant and weights of a logistic regression."""
    table = np.stack([np.ones(len(labels)), *features], 1)
    return tuple(round(float(w), 4) for w in fit_logistic(table, np.array(labels, dtype=float)))


def blend_of(read: Sequence[Read]) -> Blend:
    """Return the fitted coefficients."""
    silent = [not r.golds for r in read]
    doubts = [column(read, large, score=False) for large in (False, True)]
    having = [r for r in read if r.golds]
    differ = [r for r in having if r.right(r.small) != r.right(r.large)]
    prefer = fit(
        [r.right(r.small) for r in differ],
        *(column(differ, large, score=True) for large in (False, True)),
    )
    blend = Blend(prefer_small=prefer)
    chosen = [blend.together(r.small, r.large) for r in having]
    first = np.array([c.score for c in chosen])
    both = column(having, False, True) + column(having, True, True)
    return Blend(
        no_answer=fit(silent, *doubts, column(read, large=True, score=True)),
        prefer_small=prefer,
        right=fit(
            [r.right(c) for r, c in zip(having, chosen, strict=True)],
            first,
            both - first,
            np.array([float(agree(r.small, r.large)) for r in having]),
        ),
        no_answer_alone=fit(silent, doubts[0]),
        right_alone=fit([r.right(r.small) for r in having], column(having, False, True)),
    )


def report(read: Sequence[Read], blend: Blend) -> dict[str, float | int | None]:
    """Return how small, base and both do on the rows that the coefficients were fitted on."""
    having = [r for r in read if r.golds]
    answers = [not r.golds for r in read]
    ways = {
        "small": [r.small for r in read],
        "base": [r.large for r in read],
        "both": [blend.together(r.small, r.large) for r in read],
    }
    found: dict[str, float | int | None] = {"rows": len(read), "answerable": len(having)}
    for name, readings in ways.items():
        right = [r.right(said) for r, said in zip(read, readings, strict=True) if r.golds]
        found[f"{name} right"] = round(float(np.mean(right)), 4)
        found[f"{name} AUROC"] = round(auroc([r.no_answer for r in readings], answers) or 0, 4)
    return found


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--limit", type=int, default=1500, help="passages")
    arguments = parser.parse_args()
    small = load_generator()
    large = load_copydesk(arguments.folder, name="base")
    read = [
        Read(small.answer(e.question, [e.passage])[0], large.answer(e.question, [e.passage])[0],
             e.golds)
        for e in examples(arguments.data, arguments.limit)
    ]  # fmt: skip
    blend = blend_of(read)
    write_blend(blend, arguments.folder / BLEND)
    sys.stdout.write(json.dumps(report(read, blend)) + "\n")


if __name__ == "__main__":
    main()
