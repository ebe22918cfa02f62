"""Fits a checkpoint's calibration on held-out training contexts and writes it to its config.

``python -m models.calibrate models/copydesk-small --data DIR``. Three numbers (Platt 1999; Guo
et al. 2017): scale and bias of the "no answer" logit, and a temperature on the answer's
log-probability so that the confidence is how often the answer is right.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.training.negatives import Negatives
from models.training.rows import Row, read_rows, split
from models.training.windows import window
from qa.evaluate.metrics import auroc, f1
from qa.neural.seq2seq.copydesk import load_copydesk

RIGHT = 0.5
"""An answer whose F1 with the gold one is at least this counts as right."""

ASKED = ("squad", "nq")
"""Sources whose questions look like a user's, by the beginnings of their names."""

Floats = NDArray[np.float64]


def held_out_rows(data: Path, seed: int = 7) -> list[Row]:
    """Return held-out rows as windows: three answerable ones to two that are not.

    The shares are those of an honest user, not of SQuAD: half of the unanswerable questions
    were written by people to look answerable, the rest are swaps and a retriever's misses.
    """
    rng = random.Random(seed)
    _, held = split(read_rows(data / "qa_train.jsonl.gz"))
    spans = [row for row in held if row.start is not None and row.source.startswith(ASKED)]
    written = [row for row in held if not row.answer]
    negatives = Negatives(spans)
    made: list[Row] = []
    for make, count in (
        (negatives.swapped, 60), (negatives.near_miss, 60), (negatives.stranger, 40),
    ):  # fmt: skip
        some = (make(row, rng) for row in rng.sample(spans, len(spans)))
        made += itertools.islice((row for row in some if row is not None), count)
    return [window(row, 850, rng) for row in [*spans, *written, *made]]


def fit_logistic(features: Floats, labels: Floats, steps: int = 50) -> Floats:
    """Return weights (d,) of a logistic regression on (n, d) features, by Newton's method."""
    weights = np.zeros(features.shape[1])
    for _ in range(steps):
        predicted = 1 / (1 + np.exp(-(features @ weights)))
        slope = features.T @ (labels - predicted) - 1e-3 * weights
        spread = predicted * (1 - predicted)
        curve = (features * spread[:, None]).T @ features + 1e-3 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    path = arguments.folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config.update(no_answer_scale=1.0, no_answer_bias=0.0, score_scale=1.0)
    path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    generator = load_copydesk(arguments.folder, name="calibrated")
    examples = held_out_rows(arguments.data)
    readings = [generator.answer(e.question, [e.context])[0] for e in examples]
    silent = np.array([0.0 if e.answer else 1.0 for e in examples])
    clipped = np.clip([r.no_answer for r in readings], 1e-6, 1 - 1e-6)
    logits = np.log(clipped / (1 - clipped))
    scores = np.array([r.score for r in readings])
    scale, bias = fit_logistic(np.stack([logits, np.ones_like(logits)], 1), silent)
    calibrated = 1 / (1 + np.exp(-(scale * logits + bias)))
    right = np.array(
        [float(bool(e.answer) and f1(r.text, [e.answer]) >= RIGHT)
         for e, r in zip(examples, readings, strict=True)]
    )  # fmt: skip

    def loss(factor: float) -> float:
        confident = np.clip((1 - calibrated) * np.exp(factor * scores), 1e-6, 1 - 1e-6)
        return -float(np.mean(right * np.log(confident) + (1 - right) * np.log(1 - confident)))

    factor = min((step / 20 for step in range(1, 41)), key=loss)
    config.update(
        no_answer_scale=round(float(scale), 4),
        no_answer_bias=round(float(bias), 4),
        score_scale=factor,
    )
    path.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    wrong = {
        "rows": len(examples),
        "false answers": round(float(np.mean(calibrated[silent == 1] < 0.5)), 4),
        "lost answers": round(float(np.mean(calibrated[silent == 0] >= 0.5)), 4),
        "AUROC": round(auroc(list(calibrated), list(silent == 1)) or 0.0, 4),
        "log loss": round(loss(factor), 4),
        **{key: config[key] for key in config if key.startswith(("no_answer_s", "no_answer_b"))},
        "score_scale": factor,
    }
    sys.stdout.write(json.dumps(wrong) + "\n")


if __name__ == "__main__":
    main()
