"""Risk-coverage figures, by hand."""

from __future__ import annotations

import pytest

from benchmarks.risk import Row, area, choose, curve, halves, plot, rates

ROWS = [
    Row("a", 0.9, 1.0, True),
    Row("b", 0.6, 0.0, False),
    Row("c", 0.4, 0.5, True),
    Row("d", 0.1, 0.0, False),
]


def test_the_curve_takes_the_surest_first() -> None:
    points = curve(ROWS)
    assert points == [
        (0.25, 0.0),
        (0.5, 0.5),
        (0.75, pytest.approx(0.5)),
        (1.0, pytest.approx(2.5 / 4)),
    ]
    assert area(points) == pytest.approx((0 + 0.5 + 0.5 + 0.625) / 4)


def test_rates_at_a_threshold() -> None:
    assert rates(ROWS, 0.5) == (0.5, 0.5)
    assert rates(ROWS, 0.0) == (1.0, 0.0)


def test_the_chosen_threshold_loses_no_more_than_allowed() -> None:
    many = [Row(str(n), n / 100, 1.0, True) for n in range(100)]
    threshold = choose(many)
    assert rates(many, threshold)[1] <= 0.12 < rates(many, threshold + 0.011)[1]


def test_halves_hold_every_row_once_and_the_plot_every_curve() -> None:
    rows = [Row(f"question {n}", 0.5, 1.0, True) for n in range(200)]
    left, right = halves(rows)
    assert len(left) + len(right) == 200
    assert 60 < len(left) < 140
    drawn = plot({"one": curve(rows), "two": curve(ROWS)})
    assert drawn.count("<polyline") == 6 + 2
    assert drawn.startswith("<svg")
