"""Readers that do as they are told, for tests of what the page does around them."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from qa.records import Reading
from tests.support.fakes_generator import OverlapGenerator


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
    """Takes some seconds, passage by passage, where the question holds the word "slow"."""

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        if "slow" in question:
            time.sleep(4)
        return super().answer(question, passages)
