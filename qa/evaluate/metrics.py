"""Scores, each by the definition its field reports it with.

Nothing here knows of desks or files. A score that has nothing to average is
None, which is valid JSON and cannot be mistaken for a zero.
"""

from __future__ import annotations

import math
import re
import string
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from qa.errors import InputError

CALIBRATION_BINS = 15
"""Equal-width bins of the calibration error: the number of Guo et al. 2017."""

NDCG_DEPTH = 10
"""Ranks that nDCG@10 looks at."""

_PUNCTUATION = frozenset(string.punctuation)
_ARTICLES = re.compile(r"\b(a|an|the)\b", re.UNICODE)


def normalize_as_squad(text: str) -> str:
    """Lower-case, drop ASCII punctuation and the words a, an, the; single spaces.

    As SQuAD's official evaluate-v2.0.py (Rajpurkar et al. 2018) does, so that
    figures compare with published ones.
    """
    kept = "".join(char for char in text.lower() if char not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", kept).split())


def _scored_golds(golds: Iterable[str]) -> list[str]:
    """Return the golds that have words left, or [""]: the question has no answer."""
    return [gold for gold in golds if normalize_as_squad(gold)] or [""]


def exact_match(prediction: str, golds: Collection[str]) -> float:
    """Return 1.0 if the normalised prediction equals one of the golds, else 0.0.

    Without golds the only right prediction is one without words.
    """
    found = normalize_as_squad(prediction)
    return float(any(found == normalize_as_squad(gold) for gold in _scored_golds(golds)))


def f1(prediction: str, golds: Collection[str]) -> float:
    """Return the best bag-of-words F1 over the golds, in [0, 1], as SQuAD scores it.

    Without golds it is 1.0 for a prediction without words and 0.0 for any other.
    """
    return max(_f1_one(prediction, gold) for gold in _scored_golds(golds))


def _f1_one(prediction: str, gold: str) -> float:
    found, wanted = normalize_as_squad(prediction).split(), normalize_as_squad(gold).split()
    if not found or not wanted:
        return float(found == wanted)
    shared = sum((Counter(found) & Counter(wanted)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(found), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)


def contains_either(prediction: str, gold: str) -> bool:
    """Tell if one text holds the other, both normalised, in whole words.

    Whole words, so that "US" is not found in "Russia". A text without words
    holds nothing and is held by nothing.
    """
    found, wanted = f" {normalize_as_squad(prediction)} ", f" {normalize_as_squad(gold)} "
    if not found.strip() or not wanted.strip():
        return False
    return found in wanted or wanted in found


def mean(values: Collection[float]) -> float | None:
    """Return the arithmetic mean, or None of nothing."""
    return math.fsum(values) / len(values) if values else None


def share(flags: Collection[bool]) -> float | None:
    """Return how many of the flags are true, in [0, 1], or None of nothing."""
    return sum(flags) / len(flags) if flags else None


def percentile(values: Collection[float], percent: float) -> float | None:
    """Return the ``percent``-th percentile (0 to 100), linear between ranks; None of nothing."""
    return float(np.percentile(list(values), percent)) if values else None


def latency_percentiles(milliseconds: Collection[float]) -> dict[str, float | None]:
    """Return ``ms_p50`` and ``ms_p95`` of the milliseconds per item."""
    return {f"ms_p{percent}": percentile(milliseconds, percent) for percent in (50, 95)}


def hit_at(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return 1.0 if one of the first ``k`` ids is relevant, else 0.0."""
    return float(any(item in relevant for item in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return 1 / rank of the first relevant id, counted from 1; 0.0 when none is listed."""
    return next((1 / rank for rank, item in enumerate(ranked, 1) if item in relevant), 0.0)


def ndcg(ranked: Sequence[str], relevant: Collection[str], k: int = NDCG_DEPTH) -> float:
    """Return nDCG@k for relevance of 0 or 1 (Järvelin and Kekäläinen 2002), in [0, 1].

    Gain is discounted by log2(rank + 1). ``ranked`` lists an id once; 0.0
    where nothing is relevant.
    """
    wanted = set(relevant)
    gain = math.fsum(
        1 / math.log2(rank + 1) for rank, item in enumerate(ranked[:k], 1) if item in wanted
    )
    ideal = math.fsum(1 / math.log2(rank + 1) for rank in range(1, min(len(wanted), k) + 1))
    return gain / ideal if ideal else 0.0


def ranking(rankings: Sequence[tuple[Sequence[str], Collection[str]]]) -> dict[str, float | None]:
    """Average hit@1, @5, @10, MRR and nDCG@10 over (ranked ids, relevant ids) pairs."""
    scores: dict[str, float | None] = {
        f"hit@{k}": mean([hit_at(ranked, relevant, k) for ranked, relevant in rankings])
        for k in (1, 5, 10)
    }
    scores["mrr"] = mean([reciprocal_rank(ranked, relevant) for ranked, relevant in rankings])
    scores["ndcg@10"] = mean([ndcg(ranked, relevant) for ranked, relevant in rankings])
    return scores


def balanced_accuracy(predicted: Sequence[bool], actual: Sequence[bool]) -> float | None:
    """Average the recall of both classes, or take that of the only class; None of nothing."""
    recalls = [
        share([guess == label for guess, label in zip(predicted, actual, strict=True)
               if label is wanted])
        for wanted in (True, False)
    ]  # fmt: skip
    return mean([recall for recall in recalls if recall is not None])


def auroc(scores: Sequence[float], actual: Sequence[bool]) -> float | None:
    """Return the chance that a positive outscores a negative, ties counting one half.

    By mid-ranks (Mann and Whitney 1947), in [0, 1]; None unless both classes occur.
    """
    labels = np.asarray(actual, dtype=bool)
    values = np.asarray(scores, dtype=np.float64)
    if values.shape != labels.shape:
        raise InputError(f"{len(scores)} scores for {len(actual)} labels")
    positives, negatives = int(labels.sum()), int((~labels).sum())
    if not positives or not negatives:
        return None
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    mid_ranks = np.cumsum(counts) - (counts - 1) / 2
    above = float(mid_ranks[inverse][labels].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def expected_calibration_error(
    confidences: Sequence[float], correct: Sequence[bool], bins: int = CALIBRATION_BINS
) -> float | None:
    """Return the mean gap between confidence and accuracy, weighted by bin size, in [0, 1].

    Over ``bins`` equal-width bins, each open below and closed above, 0 going
    to the first (Guo et al. 2017, "On Calibration of Modern Neural Networks").
    Confidences lie in [0, 1]; None of nothing.
    """
    if not confidences:
        return None
    values = np.asarray(confidences, dtype=np.float64)
    right = np.asarray(correct, dtype=np.float64)
    if values.shape != right.shape:
        raise InputError(f"{len(confidences)} confidences for {len(correct)} outcomes")
    if not bool(((values >= 0) & (values <= 1)).all()):
        raise InputError("confidences must lie in [0, 1]")
    members = np.clip(np.ceil(values * bins).astype(int) - 1, 0, bins - 1)
    gaps = np.bincount(members, weights=values - right, minlength=bins)
    return float(np.abs(gaps).sum() / len(values))
