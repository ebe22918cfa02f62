"""Log-odds and back."""

from __future__ import annotations

import math

import pytest

from qa.records.probabilities import bounded_sigmoid, log_odds, sigmoid


@pytest.mark.parametrize("p", [0.001, 0.2, 0.5, 0.999])
def test_a_probability_comes_back(p: float) -> None:
    assert sigmoid(log_odds(p)) == pytest.approx(p)
    assert bounded_sigmoid(log_odds(p)) == pytest.approx(p)


def test_what_is_sure_stays_finite() -> None:
    assert log_odds(1.0) == pytest.approx(math.log(1e6), abs=1e-3)
    assert log_odds(0.0) == pytest.approx(-math.log(1e6), abs=1e-3)
    assert log_odds(1.0, 0.01) == pytest.approx(math.log(99))


def test_no_distance_is_too_far() -> None:
    assert sigmoid(-1e4) == 0.0
    assert sigmoid(1e4) == 1.0
    assert 0.0 < bounded_sigmoid(-1e4) < bounded_sigmoid(1e4) < 1.0
