"""Readers that do as they are told, for tests of what the page does around them."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from qa.records import Reading
from tests.support.fakes_generator import OverlapGenerator

LET_GO = "let-go"


class SlowGenerator(OverlapGenerator):
    """Reads nothing that holds the word "slow" until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = threading.Event()

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        if "slow" in question:
            self.begun.set()
            self.go.wait(30)
        return super().answer(question, passages)


class NappingGenerator(OverlapGenerator):
    """Takes some seconds where the question holds the word "slow", and waits where "held".

    It waits for a file named ``LET_GO`` in the folder for temporary files.
    """

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        if "slow" in question:
            time.sleep(4)
        ends = time.monotonic() + 60
        while "held" in question and time.monotonic() < ends:
            if (Path(tempfile.gettempdir()) / LET_GO).exists():
                break
            time.sleep(0.05)
        return super().answer(question, passages)
