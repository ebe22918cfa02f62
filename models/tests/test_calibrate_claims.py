"""How a judge's word is weighed: fitted on rows whose right verdicts are known."""

from __future__ import annotations

import random

import pytest

from models.calibrate_claims import LEAST, Judged, accuracy, fitted, report, threshold_of
from qa.grounding.judging import Opinion
from qa.records import Support


def rows(count: int, seed: int) -> list[Judged]:
    """Return rows whose judge is right in most, and whose exact checks know less."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        label = rng.random() < 0.5
        entailed = min(0.98, max(0.02, rng.gauss(0.7 if label else 0.3, 0.2)))
        exact = Support(True, min(0.98, max(0.02, rng.gauss(0.6, 0.15))))
        failed = Support(False, 0.3, ("number 5 is in no source",))
        fails = not label and rng.random() < 0.3
        made.append(Judged(label, failed if fails else exact, Opinion(entailed, 1 - entailed)))
    return made


def test_the_fit_is_better_than_the_exact_checks_on_rows_it_has_not_seen() -> None:
    blend = fitted(rows(400, 1))
    fresh = rows(400, 2)
    told = report(fresh, blend)
    assert told["both accuracy"] > told["exact accuracy"]
    assert accuracy(fresh, blend) > 0.75


def test_a_contradiction_never_raises_the_score() -> None:
    assert fitted(rows(300, 3)).weights[-1] <= 0


@pytest.mark.parametrize(
    ("chances", "right", "least"),
    [
        ([0.9] * LEAST + [0.6] * LEAST, [True] * LEAST + [False] * LEAST, 0.9),
        ([0.9] * LEAST + [0.6] * LEAST, [True] * 2 * LEAST, 0.6),
        ([0.9] * LEAST, [False] * LEAST, None),
        ([0.9] * 25, [True] * 22 + [False] * 3, None),  # .88, but of a few
        ([0.9] * 250, [True] * 240 + [False] * 10, 0.9),
        ([0.99] * (LEAST - 1), [True] * (LEAST - 1), None),  # too few to tell
    ],
)
def test_only_answers_that_are_nearly_all_right_are_given(
    chances: list[float], right: list[bool], least: float | None
) -> None:
    assert threshold_of(chances, right) == least
