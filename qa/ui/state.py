"""What every address of the page shares: the desk, and the work that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.ui.adding import Adder
from qa.ui.bin import Bin
from qa.ui.events import Broadcast
from qa.ui.runner import Runner

if TYPE_CHECKING:
    from qa.desk import Desk


class PageState:
    """One application's desk with its runner, its adding, its bin and those who watch."""

    def __init__(self, desk: Desk) -> None:
        """Begin with nothing to do."""
        self.desk = desk
        self.broadcast = Broadcast()
        self.runner = Runner(desk, self.broadcast)
        self.adder = Adder(desk, self.broadcast)
        self.bin = Bin(desk)

    def end_streams(self) -> None:
        """End the stream that each open page holds."""
        self.broadcast.close()

    def close(self) -> None:
        """Stop all work, and wait for it."""
        self.end_streams()
        self.adder.close()
        self.runner.close()
