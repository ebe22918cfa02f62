"""The same input gives the same output: other runs, threads, batches, orders of sets.

Equal to the bit: vectors of passages, whatever is embedded with them and on how many threads.
Equal in text, citations and verdicts, scores to ``CLOSE``: everything else. A product of float32
sums in another order on another number of threads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from qa.neural.resources import models_dir
from tests.support.paths import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.model]

CLOSE = 1e-6
"""As far as scores in [0, 1], and their logarithms, may lie apart."""
# Threads, passages of a batch, and the order in which texts are embedded.
FIRST = ("1", "8", "forwards")
OTHERS = {
    "again": FIRST,
    "otherwise": ("2", "1", "backwards"),
}


def made(settings: tuple[str, ...], seed: int) -> Any:
    """What the shipped models make of the seeds in a process with these settings."""
    threads, *others = settings
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.reproduced", *others],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "OMP_NUM_THREADS": threads},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def first() -> Any:
    if not (models_dir() / "copydesk-small" / "config.json").is_file():
        pytest.skip("models/copydesk-small is not there")
    return made(FIRST, 1)


@pytest.fixture(scope="module", params=OTHERS)
def other(request: pytest.FixtureRequest) -> tuple[str, Any]:
    return request.param, made(OTHERS[request.param], 2)


def same(one: Any, two: Any, where: str = "") -> None:
    """Compare JSON: numbers nearly, everything else to the letter; times are left out."""
    if isinstance(one, dict):
        assert one.keys() == two.keys(), where
        for key in one.keys() - {"timings_ms"}:
            same(one[key], two[key], f"{where}.{key}")
    elif isinstance(one, list):
        assert len(one) == len(two), where
        for number, pair in enumerate(zip(one, two, strict=True)):
            same(*pair, f"{where}[{number}]")
    elif isinstance(one, float):
        assert two == pytest.approx(one, abs=CLOSE), where
    else:
        assert one == two, where


def test_answers_summaries_and_comparisons_are_the_same(first: Any, other: tuple[str, Any]) -> None:
    for part in ("answers", "summaries", "comparison", "readings"):
        same(first[part], other[1][part], part)


def test_vectors_of_passages_are_the_same_to_the_bit(first: Any, other: tuple[str, Any]) -> None:
    assert first["passages"] == other[1]["passages"]


def test_the_same_settings_give_the_same_bits(first: Any, other: tuple[str, Any]) -> None:
    name, found = other
    if name != "again":
        pytest.skip("other settings")
    assert without_times(first) == without_times(found)


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_times(v) for k, v in value.items() if k != "timings_ms"}
    return [without_times(each) for each in value] if isinstance(value, list) else value


def test_there_is_something_to_compare(first: Any) -> None:
    assert {answer["answerable"] for answer in first["answers"]} == {True, False}
    assert all(summary["summary"] for summary in first["summaries"])
    assert len(first["passages"]) == len(first["readings"]) > 20
