"""The entries of a live blog, told by the times that open their lines."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

# "16:10", "4:10 p.m. ET", "Updated 16.10 GMT", "Update, 4:10 p.m.:", "[16:10]"; with a dot only
# where a sign of time follows, since "12.50 crowns" opens lines, too.
_STAMP = re.compile(
    r"^[ \t>*#\[(•-]*(?:(?:updated?|posted|live)[ \t,:(]+(?:at[ \t]+)?)?"
    r"(?P<hour>[01]?\d|2[0-3])(?:(?P<mark>[:.h])(?P<minute>[0-5]\d))?"
    r"[ \t]?(?P<half>[ap]\.?m\b\.?)?(?:[ \t](?P<zone>[A-Z]{2,4})\b)?(?![\d:.,%]*\d)",
    re.IGNORECASE | re.MULTILINE,
)

HALF_DAY = 12 * 60
"""Minutes."""


@dataclass(frozen=True, slots=True)
class BlogEntry:
    """An entry at ``text[start:end]``; ``rank`` counts from the oldest, 0."""

    start: int
    end: int
    rank: int


def find_entries(text: str) -> list[BlogEntry]:
    """Return the entries of a live blog in its order; [] for a text that is none.

    Two lines at least begin with a time. Live blogs begin with the newest entry or end with it:
    most steps from one time to the next tell which, also over midnight.
    """
    stamps = [
        (match.start(), minutes)
        for match in _STAMP.finditer(text)
        if (minutes := _read(match)) is not None
    ]
    if len(stamps) < 2:
        return []
    # Half a day back is a step over midnight.
    steps = [
        (later - sooner + HALF_DAY) % (2 * HALF_DAY) - HALF_DAY
        for (_, sooner), (_, later) in itertools.pairwise(stamps)
    ]
    newest_first = sum(step < 0 for step in steps) > sum(step > 0 for step in steps)
    last = len(stamps) - 1
    ends = [start for start, _ in stamps[1:]] + [len(text)]
    return [
        BlogEntry(start, end, last - place if newest_first else place)
        for place, ((start, _), end) in enumerate(zip(stamps, ends, strict=True))
    ]


def _read(match: re.Match[str]) -> int | None:
    """Return the minute of the day that a stamp names, None for a number that is no time."""
    half = (match["half"] or "").lower()
    zone = match["zone"] or ""
    sure = bool(half) or (zone.isupper() and bool(zone))
    if match["minute"] is None and not half:
        return None
    if match["mark"] in (".", "h") and not sure:
        return None
    hour = int(match["hour"])
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour * 60 + int(match["minute"] or 0)
