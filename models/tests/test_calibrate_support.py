"""Log-odds are lowered by what is not borne out, and all kinds of questions are asked."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from models.calibrate_support import FILES, log_loss, lowered, questions
from models.training.rows import is_held_out


def test_only_what_is_not_borne_out_lowers_a_confidence() -> None:
    confidence, score = np.array([0.8, 0.8, 0.5]), np.array([1.0, 0.0, 0.5])
    left = lowered(confidence, score, 1.0)
    assert left[0] == pytest.approx(0.8)
    assert left[1] == pytest.approx(4 / np.e / (1 + 4 / np.e))
    assert left[2] == pytest.approx(np.exp(-0.5) / (1 + np.exp(-0.5)))


def test_a_surer_right_answer_loses_less() -> None:
    right = np.array([1.0])
    assert log_loss(np.array([0.9]), right) < log_loss(np.array([0.6]), right)


def test_all_kinds_of_held_out_questions_are_asked(tmp_path: Path) -> None:
    texts = [
        text
        for n in range(2_000)
        if is_held_out(text := f"In 19{n % 90 + 10} Ana Ruiz won race {n} in Oslo.")
    ]
    lines = [
        {
            "source": "squad", "title": "Races", "context": text,
            "question": "Who won it in Oslo?" if n % 2 else "Who lost it in Turin?",
            "answers": [{"text": "Ana Ruiz", "start": text.index("Ana")}] if n % 2 else [],
        }
        for n, text in enumerate(texts)
    ]  # fmt: skip
    for file in FILES:
        with gzip.open(tmp_path / file, "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(line) + "\n" for line in lines)
    rows, held = questions(tmp_path, 20)
    assert len(held) == 2 * len(texts)
    assert {bool(row.answer) for row in rows} == {True, False}
    assert {row.source for row in rows} == {"squad", "swapped"}
