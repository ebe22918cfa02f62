"""Probabilities and their log-odds, kept finite."""

from __future__ import annotations

import math

_FURTHEST = 30.0


def log_odds(p: float, sure: float = 1e-6) -> float:
    """Return the logit of a probability; none counts as nearer to 0 or 1 than ``sure``."""
    inside = min(1 - sure, max(sure, p))
    return math.log(inside / (1 - inside))


def sigmoid(x: float) -> float:
    """Return 1 / (1 + exp(-x)), also where exp(-x) would be too large."""
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


def bounded_sigmoid(x: float) -> float:
    """Return 1 / (1 + exp(-x)) of what is no further from 0 than 30: never 0, never quite 1."""
    return 1.0 / (1.0 + math.exp(-max(-_FURTHEST, min(_FURTHEST, x))))
