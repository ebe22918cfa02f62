"""Answering and abstaining, through the whole path from question to answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Unpack

from qa.errors import InputError
from qa.evaluate import data, metrics
from qa.evaluate.harness import (
    DeskOptions,
    OpenDesk,
    add_texts,
    report_progress,
    temporary_desk,
    time_call,
)
from qa.records import Progress

CORRECT_F1 = 0.5
"""F1 from which an answer counts as correct for calibration: more than half of
its words and of the gold's agree, so a differing article or title still counts."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row's forced answer, and whether the desk would have given it."""

    text: str
    answerable: bool
    confidence: float
    golds: tuple[str, ...]
    question: str = ""

    @property
    def f1(self) -> float:
        """Return the F1 of the forced answer, in [0, 1]; 0 where there is none to give."""
        return metrics.f1(self.text, self.golds) if self.golds else 0.0

    @property
    def shown(self) -> str:
        """Return what a user sees: the answer, or "" where the desk abstains."""
        return self.text if self.answerable else ""


def evaluate_qa(
    path: str | Path,
    *,
    limit: int | None = None,
    worst: int = 0,
    rows_to: Path | None = None,
    open_desk: OpenDesk | None = None,
    progress: Progress | None = None,
    **options: Unpack[DeskOptions],
) -> dict[str, Any]:
    """Ask every question of its own paragraph and score the answers as SQuAD does.

    Each distinct context becomes an article of a temporary library, and the
    question goes through retrieval within it, reading and choosing. One forced
    question a row gives both what the reader answers and whether the desk
    would have abstained. In the result, all in [0, 1] but the milliseconds:

    - ``f1``, ``exact_match``: forced answers on the answerable rows.
    - ``f1_with_abstention``, ``exact_match_with_abstention``: all rows, an
      abstention being right exactly where there is no answer.
    - ``false_answer_rate``: unanswerable rows that were answered;
      ``lost_answer_rate``: answerable rows that were not.
    - ``ece``: calibration error of the confidence in forced answers over all
      rows, where correct means answerable with F1 >= 0.5 (``CORRECT_F1``).
    - ``answerable_auroc``: how well the confidence tells answerable rows from others.

    - ``worst``: with a number, so many of the answers that were wrong with most confidence.

    ``limit`` takes a seeded sample; ``rows_to`` names a file that gets every row's outcome as a
    line of JSON. Raises ``InputError`` for a bad file, or one that cannot be written.
    """
    rows = data.sample(data.read(path, data.qa_row), limit)
    outcomes: list[Outcome] = []
    elapsed: list[float] = []
    with temporary_desk(open_desk, options, progress) as desk:
        ids = add_texts(desk, {row.context: row.title for row in rows}, progress)
        # The first call loads the model, which is no question's time.
        model = desk.ask(rows[0].question, articles=[ids[rows[0].context]], force=True).model
        for done, row in enumerate(rows, 1):
            own = [ids[row.context]]
            answer, took = time_call(partial(desk.ask, row.question, articles=own, force=True))
            outcomes.append(
                Outcome(
                    answer.answer, answer.answerable, answer.confidence, row.golds, row.question
                )
            )
            elapsed.append(took)
            report_progress(progress, "read", done, len(rows))
    if rows_to is not None:
        write_rows(rows_to, outcomes)
    return {
        "file": Path(path).name,
        "model": model,
        "n": len(rows),
        "n_answerable": sum(bool(row.golds) for row in rows),
        **score(outcomes),
        **metrics.latency_percentiles(elapsed),
        **({"worst": [outcome_to_dict(o) for o in most_wrong(outcomes, worst)]} if worst else {}),
    }


def most_wrong(outcomes: Sequence[Outcome], count: int) -> list[Outcome]:
    """Return the outcomes with the most confidence in what was not right."""
    return sorted(outcomes, key=lambda o: (o.f1 - 1.0) * o.confidence)[:count]


def outcome_to_dict(outcome: Outcome) -> dict[str, Any]:
    """Return one outcome as JSON can hold it; no golds means that there was no answer."""
    return {
        "question": outcome.question,
        "golds": list(outcome.golds),
        "answer": outcome.text,
        "answerable": outcome.answerable,
        "confidence": round(outcome.confidence, 4),
        "f1": round(outcome.f1, 4),
    }


def write_rows(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Write one line of JSON per outcome."""
    lines = [json.dumps(outcome_to_dict(outcome), ensure_ascii=False) for outcome in outcomes]
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; choose another --rows") from error


def score(outcomes: list[Outcome]) -> dict[str, float | None]:
    """Return the scores that ``evaluate_qa`` describes, None where no row counts for one."""
    answerable = [row for row in outcomes if row.golds]
    unanswerable = [row for row in outcomes if not row.golds]
    overlap = [metrics.f1(row.text, row.golds) for row in answerable]
    exact = [metrics.exact_match(row.text, row.golds) for row in answerable]
    shown_overlap = [metrics.f1(row.shown, row.golds) for row in outcomes]
    shown_exact = [metrics.exact_match(row.shown, row.golds) for row in outcomes]
    confidences = [row.confidence for row in outcomes]
    correct = [
        bool(row.golds) and metrics.f1(row.text, row.golds) >= CORRECT_F1 for row in outcomes
    ]
    return {
        "f1": metrics.mean(overlap),
        "exact_match": metrics.mean(exact),
        "f1_with_abstention": metrics.mean(shown_overlap),
        "exact_match_with_abstention": metrics.mean(shown_exact),
        "false_answer_rate": metrics.share([bool(row.shown) for row in unanswerable]),
        "lost_answer_rate": metrics.share([not row.shown for row in answerable]),
        "ece": metrics.expected_calibration_error(confidences, correct),
        "answerable_auroc": metrics.auroc(confidences, [bool(row.golds) for row in outcomes]),
    }
