"""How fast long work goes and how long it will still take, in words."""

from __future__ import annotations

from qa.records import ProgressEvent

# Before so much of the work is done, or so many seconds have gone, a forecast is a guess.
LEAST_SHARE = 0.02
LEAST_SECONDS = 2.0
_MINUTE = 60
_HOUR = 3_600


def describe_throughput(event: ProgressEvent) -> str:
    """Return "41 passages/s, 12 min left", as much of it as can be told; "" if nothing can.

    The time left goes by the share of files that is done, as their lengths are not known.
    """
    parts = []
    if event.passages and event.seconds > 0:
        rate = event.passages / event.seconds
        parts.append(f"{rate:,.0f} passages/s" if rate >= 10 else f"{rate:.1f} passages/s")
    enough = event.seconds >= LEAST_SECONDS and event.done >= max(1, LEAST_SHARE * event.total)
    if enough and event.done < event.total:
        parts.append(f"{_words(event.seconds / event.done * (event.total - event.done))} left")
    return ", ".join(parts)


def _words(seconds: float) -> str:
    if seconds < 1.5 * _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 1.5 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    return f"{seconds / _HOUR:.1f} h"
