"""How often a caller may do something."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_CALLERS = 10_000


@dataclass(slots=True)
class Rate:
    """So many requests a minute for each caller, as a bucket that fills up again."""

    per_minute: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, who: str) -> float:
        """Return 0 if one more may pass, else the seconds until it may."""
        wait, left = self._look(who)
        self._left.pop(who, None)
        self._left[who] = (left if wait else left - 1, self.clock())
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        return wait

    def wait(self, who: str) -> float:
        """Return what ``take`` would, and take nothing."""
        return self._look(who)[0]

    def _look(self, who: str) -> tuple[float, float]:
        """Return the seconds until one more may pass, and how many may now."""
        now = self.clock()
        left, since = self._left.get(who, (self.per_minute, now))
        left = min(self.per_minute, left + (now - since) * self.per_minute / 60)
        return (0.0 if left >= 1 else (1 - left) * 60 / self.per_minute), left


def make_rate(per_minute: float) -> Rate | None:
    """Return a rate; None where 0 or less, or infinity, says that there is none."""
    return Rate(per_minute) if 0 < per_minute < math.inf else None
