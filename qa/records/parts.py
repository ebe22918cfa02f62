"""What an article's text is made of beside its own prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from qa.records.record import Record

PartKind = Literal[
    "headline",
    "subheading",
    "byline",
    "dateline",
    "note",
    "caption",
    "link",
    "stories",
    "notice",
    "stamp",
    "table",
    "prose",
]
"""``byline``: who wrote it and when it was put out. ``link``: a line that leads elsewhere.

``stories``: a list of other stories with its heading. ``notice``: what the site wants of its
reader, as a paywall does. ``stamp``: the time of an entry of a live blog. ``table``: rows.
"""


@dataclass(frozen=True, slots=True)
class Part(Record):
    """Characters ``[start, end)`` of an article that are of one kind; no blanks at their ends.

    Prose, tables and lists of stories run over several paragraphs or rows.
    """

    kind: PartKind
    start: int
    end: int
