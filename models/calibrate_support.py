"""Fits what reasons against an answer take from its confidence, on held-out training questions.

``python -m models.calibrate_support --data DIR [--library]`` asks questions whose texts were kept
out of training: answerable ones, written unanswerable ones, and ones with a name or a figure
exchanged. It prints the coefficient of the log-odds for ``qa.answering.support.DOUBT``, and the
log loss and calibration error of some values of it. With ``--library`` a question is put to all
texts at once, else to its own.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import numpy as np

from models.calibrate import ASKED, RIGHT, Floats, fit_logistic
from models.training.negatives import Negatives
from models.training.rows import Row, read_rows, split
from qa.answering import pipeline, support
from qa.evaluate.harness import add_texts, temporary_desk
from qa.evaluate.metrics import expected_calibration_error, f1
from qa.records import Support

FILES = ("qa_train.jsonl.gz", "qa_train_3.jsonl.gz")
SHARES = {"answerable": 0.65, "written": 0.22, "swapped": 0.13}
TRIED = (0.0, 0.5, 1.0, 1.5, 2.0)
LEAST = 0.005
SEED = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """A confidence in [0, 1] before the check, the check's score, and whether it was right."""

    confidence: float
    score: float
    right: bool


def questions(data: Path, limit: int) -> tuple[list[Row], list[Row]]:
    """Return about ``limit`` held-out questions, and all held-out rows."""
    rng = random.Random(SEED)
    rows = [row for file in FILES for row in read_rows(data / file)]
    _, held = split(row for row in rows if row.source.startswith((*ASKED, "qed")))
    having = [row for row in held if row.answer]
    negatives = Negatives(held)
    swapped = (negatives.swapped(row, rng) for row in rng.sample(having, len(having)))
    kinds = {
        "answerable": having,
        "written": [row for row in held if not row.answer],
        "swapped": [row for row in swapped if row is not None],
    }
    chosen = [
        row
        for kind, some in kinds.items()
        for row in rng.sample(some, min(len(some), round(SHARES[kind] * limit)))
    ]
    return chosen, held


def ask_all(rows: Sequence[Row], held: Sequence[Row], *, library: bool) -> Iterator[Asked]:
    """Yield what came of each question that got an answer."""
    found: list[Support] = []

    def check(*given: object) -> Support:
        found.append(support.check_support(*given))  # type: ignore[arg-type]
        return replace(found[-1], reasons=())

    with temporary_desk(None, {}, None) as desk, mock.patch.object(
        pipeline, "check_support", check
    ):  # fmt: skip
        ids = add_texts(desk, {row.context: row.title for row in (held if library else rows)})
        for number, row in enumerate(rows, 1):
            found.clear()
            own = [] if library else [ids[row.context]]
            said = desk.ask(row.question, articles=own, force=True)
            if number % 50 == 0:
                sys.stderr.write(f"{number} of {len(rows)}\n")
            if found:
                right = bool(row.answer) and f1(said.answer, [row.answer]) >= RIGHT
                yield Asked(said.confidence, found[0].score if found[0].reasons else 1.0, right)


def lowered(confidence: Floats, score: Floats, doubt: float) -> Floats:
    """Return confidences with their log-odds lowered by ``doubt`` times what is not borne out."""
    return 1 / (1 + np.exp(doubt * (1 - score) - log_odds(confidence)))


def log_odds(confidence: Floats) -> Floats:
    """Return the log-odds of confidences, none nearer than ``LEAST`` to 0 or 1."""
    bounded = np.clip(confidence, LEAST, 1 - LEAST)
    return np.asarray(np.log(bounded / (1 - bounded)))


def log_loss(chance: Floats, right: Floats) -> float:
    """Return the mean log loss of chances in [0, 1]."""
    bounded = np.clip(chance, LEAST, 1 - LEAST)
    return -float(np.mean(right * np.log(bounded) + (1 - right) * np.log(1 - bounded)))


def main() -> None:
    """Read the command line, ask, fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--limit", type=int, default=900, help="questions; default: 900")
    parser.add_argument("--library", action="store_true", help="put each to all texts")
    options = parser.parse_args()
    rows, held = questions(options.data, options.limit)
    asked = list(ask_all(rows, held, library=options.library))
    confidence = np.array([each.confidence for each in asked])
    score = np.array([each.score for each in asked])
    right = np.array([float(each.right) for each in asked])
    table = np.stack([np.ones(len(asked)), log_odds(confidence), 1 - score], 1)
    out = [f"{len(asked)} answers, {int((score < 1).sum())} with reasons against them"]
    out.append(f"fitted: {-fit_logistic(table, right)[2]:.2f}")
    ways = {f"{doubt:g}": lowered(confidence, score, doubt) for doubt in TRIED}
    for name, chance in {"times the score": confidence * score, **ways}.items():
        error = expected_calibration_error(list(chance), [each.right for each in asked])
        out.append(f"{name}: log loss {log_loss(chance, right):.3f}, calibration error {error:.3f}")
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
