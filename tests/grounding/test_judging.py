from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import ModelError
from qa.grounding.check import FAR, check_claim
from qa.grounding.judging import (
    CONTRADICTED,
    UNCLEAR,
    ClaimBlend,
    ClaimJudge,
    Opinion,
    ask_judge,
    decide,
    read_claim_blend,
    write_claim_blend,
)
from qa.protocols import Vectors

BLEND = ClaimBlend((0.0, 0.5, 1.0, -0.5), 0.5)
PORT = ["The harbour of Orvane was dredged in May.", "Its pilots had waited for nine years."]
P = st.floats(0, 1)


class Says:
    """A judge of one opinion on everything; it counts what it reads."""

    def __init__(self, entailed: float, contradicted: float) -> None:
        self.row = (entailed, 1 - entailed - contradicted, contradicted)
        self.read = 0

    def entailment(self, claims: Sequence[str], passages: Sequence[str]) -> Vectors:
        self.read += len(claims)
        return np.array([self.row] * len(claims), dtype=np.float32)


def test_the_judge_decides_where_no_exact_check_fails() -> None:
    claim = "The harbour of Orvane was dredged."
    assert check_claim(claim, PORT, judge=ClaimJudge(Says(0.9, 0.02), BLEND)).supported
    support = check_claim(claim, PORT, judge=ClaimJudge(Says(0.02, 0.95), BLEND))
    assert not support.supported
    assert "contradicted by the sources" in support.reasons[0]


def test_the_judge_bears_out_what_is_only_worded_freely() -> None:
    claim = "Ships can reach the quays again after long silting."
    assert not check_claim(claim, PORT).supported
    assert check_claim(claim, PORT, judge=ClaimJudge(Says(0.97, 0.01), BLEND)).supported


def test_a_failed_exact_check_stands_and_keeps_its_reason() -> None:
    claim = "The harbour of Orvane was dredged in June."
    without = check_claim(claim, PORT)
    sure = check_claim(claim, PORT, judge=ClaimJudge(Says(0.99, 0.0), BLEND))
    assert sure.reasons == without.reasons
    assert sure.score <= without.score


@pytest.mark.parametrize(
    ("claim", "judge", "reason"),
    [
        ("Ships can reach the quays again after long silting.", None, FAR),
        ("The harbour of Orvane was dredged.", Says(0.03, 0.02), UNCLEAR),
        ("The harbour of Orvane was dredged.", Says(0.02, 0.95), CONTRADICTED),
        ("Its pilots had long waited.", Says(0.1, 0.2), CONTRADICTED),
        ("Nobody but the mayor swims here.", Says(0.2, 0.1), UNCLEAR),
    ],
)
def test_a_reason_is_in_words_and_the_score_is_beside_it(
    claim: str, judge: Says | None, reason: str
) -> None:
    support = check_claim(claim, PORT, judge=ClaimJudge(judge, BLEND) if judge else None)
    assert support.reasons == (reason,)
    assert not any(c.isdigit() for c in reason)
    assert 0 < support.score < 1


def test_a_copy_is_not_judged() -> None:
    judge = Says(0.0, 1.0)
    assert check_claim(PORT[0], PORT, judge=ClaimJudge(judge, BLEND)).score == 1.0
    assert judge.read == 0


def test_nothing_is_asked_without_sources() -> None:
    assert ask_judge(Says(1.0, 0.0), "The harbour was dredged.", []) is None


@given(P, st.booleans(), P, P)
def test_a_score_is_a_probability_and_agrees_with_the_reasons(
    exact: float, far: bool, entailed: float, contradicted: float
) -> None:
    reasons = ("far",) if far else ()
    score, left = decide(exact, reasons, far, Opinion(entailed, contradicted), BLEND)
    assert 0 <= score <= 1
    assert (score >= BLEND.threshold) == (left == ())


def test_a_blend_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "claims.json"
    assert read_claim_blend(path) is None
    write_claim_blend(BLEND, path)
    assert read_claim_blend(path) == BLEND
    path.write_text('{"weights": [1, 2]}', encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be read"):
        read_claim_blend(path)
