"""How sure an answer is, as a reader would say it: the same words in every door."""

from __future__ import annotations

from typing import Literal

SURE = 0.85
WEAK = 0.6
"""Below this an answer is only possible."""
DOUBTFUL = 0.5
"""Below this it gives way: another article, or the whole library, may know better."""

Sureness = Literal["Possibly", "Fairly sure", "Sure"]


def percent(value: float) -> int:
    """Return a share in [0, 1] in whole percent."""
    return round(100 * min(max(value, 0.0), 1.0))


def is_weak(confidence: float) -> bool:
    """Say whether an answer is only possible, by the share that is shown."""
    return percent(confidence) < 100 * WEAK


def sureness(confidence: float) -> Sureness:
    """Return how sure an answer of a confidence in [0, 1] is."""
    return "Possibly" if is_weak(confidence) else "Sure" if confidence >= SURE else "Fairly sure"


def confidence_line(confidence: float) -> str:
    """Return "confidence 0.43, only possible", or the number alone where it is sure enough."""
    return f"confidence {confidence:.2f}" + (", only possible" if is_weak(confidence) else "")
