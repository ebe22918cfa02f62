"""What went wrong, in words for whoever sits before the page and not at the command line."""

from __future__ import annotations

import re

from qa.errors import CopydeskError
from qa.records import ProgressEvent
from qa.ui.views.segments import show_controls

UNEXPECTED = (
    "Something went wrong inside Copydesk. The library is unharmed, and the server's log has the "
    "details. Please try again."
)
# Remedies that are commands or options are no help here.
_COMMAND = re.compile(r"`copydesk\b|\B--[a-z]")
_STAGES = {
    "model": "Loading the models",
    "read": "Reading passages",
    "verify": "Checking sentences",
    "add": "Adding articles",
}


def page_message(error: CopydeskError) -> str:
    """Return an error as a sentence, without the clauses that name commands and options."""
    clauses = [each for each in re.split(r"(?<=[^\s]); ", str(error)) if not _COMMAND.search(each)]
    said = show_controls("; ".join(clauses) or "This can't be done here.")
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."


def step_words(event: ProgressEvent) -> str:
    """Return one step of long work in words: "Reading passages, 4 of 10"."""
    stage = _STAGES.get(event.stage, "Working")
    return f"{stage}, {event.done} of {event.total}" if event.total else stage
