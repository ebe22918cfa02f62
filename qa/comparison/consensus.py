"""How much of what one article says the others say, too, in whatever words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from qa.answering.choice import Choice
from qa.answering.sureness import DOUBTFUL
from qa.protocols import Vectors

Encode = Callable[[Sequence[str]], Vectors]
"""Returns a unit vector for each text, one a row."""
NEAREST = 3
"""Other texts that speak for one; more articles than these seldom tell one reason."""
FEW_REASONS = 2
"""So few reasons do not say which of them is of the question."""
BACKED = 0.4
"""Least mean cosine of a reason to the nearest of other articles'."""
BACKED_SHARE = 0.75
"""Least part of the best one's."""

SURE_SHARE = 0.75
"""Least part of the surest one's confidence for a reason where none is sure or backed."""


def backed_reasons(
    choices: Sequence[Choice], confidences: Sequence[float], encode: Encode
) -> list[bool]:
    """Say which reasons stand: sure ones, and those that other articles give in their own words.

    A reader is seldom sure of a reason, and its guesses about other things have nothing in common.
    """
    given = [place for place, choice in enumerate(choices) if choice.answerable]
    answerable = [choice.answerable for choice in choices]
    kept = list(answerable)
    if len(given) <= FEW_REASONS:
        return kept
    backed = backing([choices[place].text for place in given], encode)
    needed = max(BACKED, BACKED_SHARE * max(backed))
    for place, share in zip(given, backed, strict=True):
        kept[place] = share >= needed or confidences[place] >= DOUBTFUL
    if not any(kept):  # nothing is sure, and all have reasons of their own
        least = SURE_SHARE * max(confidences[place] for place in given)
        kept = [known and confidences[n] >= least for n, known in enumerate(answerable)]
    return kept


def backing(texts: Sequence[str], encode: Encode) -> list[float]:
    """Return each text's mean cosine to the ``NEAREST`` of the others; 0 for one that is alone.

    As LexRank does (Erkan and Radev 2004), with answers in place of sentences: what several
    articles say is likely what was asked for, and a reader's guesses have nothing in common.
    """
    if len(texts) < 2:
        return [0.0] * len(texts)
    vectors = np.asarray(encode(texts), dtype=np.float64)
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1.0)
    nearest = np.sort(cosines, axis=1)[:, -min(NEAREST, len(texts) - 1) :]
    return [max(0.0, float(each)) for each in nearest.mean(axis=1)]
