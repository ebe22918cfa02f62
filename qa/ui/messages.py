"""What went wrong, in words for whoever sits before the page and not at the command line."""

from __future__ import annotations

import re
from pathlib import Path

from qa.errors import CopydeskError
from qa.records import ProgressEvent
from qa.text.paths import hide_folders
from qa.ui.views.segments import show_controls

UNEXPECTED = (
    "Something went wrong inside Copydesk. The library is unharmed, and the server's log has the "
    "details. Please try again."
)
# Remedies that are commands, options or variables are no help here.
_COMMAND = re.compile(r"`copydesk\b|\bpip install\b|\B--[a-z]|\b(?:HF|COPYDESK)_[A-Z]")
# "storm.txt: ...": a name keeps its letters.
_FILE = re.compile(r"[^:]*(?:\.\w{1,8}|/[^\s:]+): |\w+://")
_STAGES = {
    "model": "Loading the models",
    "read": "Reading passages",
    "verify": "Checking sentences",
    "add": "Adding articles",
}


def page_message(error: CopydeskError, library: Path) -> str:
    """Return an error as a sentence, without commands and options, and without folders.

    ``library`` is the path of the library, which may hold blanks.
    """
    clauses = re.split(r"(?<=[^\s]); ", hide_folders(str(error), library))
    # What stands before a colon is a name, which may be anything.
    told = [each for each in clauses if not _COMMAND.search(each.rpartition(": ")[2])]
    said = show_controls("; ".join(told) or "This can't be done here.")
    first = said[:1] if _FILE.match(said) else said[:1].upper()
    return f"{first}{said[1:].rstrip('.')}."


def step_words(event: ProgressEvent) -> str:
    """Return one step of long work in words: "Reading passages, 4 of 10"."""
    stage = _STAGES.get(event.stage, "Working")
    return f"{stage}, {event.done} of {event.total}" if event.total else stage
