"""Speed and time left in words."""

from __future__ import annotations

import pytest

from qa.cli.progress import describe_event
from qa.desk.throughput import describe_throughput
from qa.records import ProgressEvent


def event(done: int, total: int, passages: int = 0, seconds: float = 0.0) -> ProgressEvent:
    return ProgressEvent("add", done, total, "bridge.txt", passages, seconds)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (event(0, 9), ""),
        (event(0, 9, 0, 30.0), ""),
        (event(1, 9, 100, 1.0), "100 passages/s"),
        (event(1, 1_000, 100, 10.0), "10 passages/s"),
        (event(250, 1_000, 2_500, 50.0), "50 passages/s, 2 min left"),
        (event(1, 3, 4, 10.0), "0.4 passages/s, 20 s left"),
        (event(9, 9, 90, 30.0), "3.0 passages/s"),
        (event(100, 8_000, 1_100, 22.0), "50 passages/s"),
        (event(200, 8_000, 2_200, 44.0), "50 passages/s, 29 min left"),
        (event(200, 80_000, 2_200, 44.0), "50 passages/s"),
        (event(2_000, 80_000, 22_000, 440.0), "50 passages/s, 4.8 h left"),
        (event(5, 9, 0, 10.0), "8 s left"),
    ],
)
def test_pace(given: ProgressEvent, words: str) -> None:
    assert describe_throughput(given) == words


def test_a_line_of_progress_fits_a_terminal() -> None:
    assert describe_event(event(250, 1_000, 2_500, 50.0)) == (
        "Adding 250/1000, 50 passages/s, 2 min left: bridge.txt ..."
    )
    long = ProgressEvent("add", 25_000, 100_000, "folder/" * 40, 2_500_000, 50_000.0)
    assert len(describe_event(long)) < 79
    assert describe_event(long).endswith("older/ ...")
