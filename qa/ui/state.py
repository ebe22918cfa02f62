"""What every address of the page shares: the desk, and the work that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.desk.summaries import MAX_SENTENCES
from qa.ui import samples
from qa.ui.adding import Adder
from qa.ui.bin import Bin
from qa.ui.events import Broadcast
from qa.ui.runner import Runner
from qa.ui.views.segments import show_controls

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

    def view(self, owner: str) -> dict[str, Any]:
        """Return what a page of ``owner`` needs when it opens."""
        desk = self.desk
        total = desk.browse(limit=1).total
        known = samples.sample_ids()
        held = set(desk.browse_ids()) & known if total else set()
        return {
            "library": show_controls(desk.path.stem),
            "articles": total,
            "conversations": [each.to_dict() for each in desk.history.conversations(owner)],
            "examples": samples.sample_questions(held),
            "samples": len(known),
            "job": self.adder.view(),
            "maxSentences": MAX_SENTENCES,
        }

    def end_streams(self) -> None:
        """End the stream that each open page holds."""
        self.broadcast.close()

    def close(self) -> None:
        """Stop all work, and wait for it."""
        self.end_streams()
        self.adder.close()
        self.runner.close()
