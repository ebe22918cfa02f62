"""A question to the passages that may answer it: dense, lexical, or both mixed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.errors import InputError
from qa.protocols import Embedder, Index
from qa.types import Filters, Hit, SearchMode

# Candidates that each signal sends to the mix; measured by benchmarks/retrieval.py.
CANDIDATES = 50

# The dense share of the z-score mix, by benchmarks/retrieval.py: on paragraphs of an
# encyclopaedia 0.3 to 0.7 do equally well; on news, where questions name people and
# places, words weigh more: 0.4 has the right article first for 76% and 0.7 for 71%.
DENSE_WEIGHT = 0.4

# BM25 of a word that half of all passages have is about 1e-6: in a small
# library such noise must not be blown up to a standard deviation.
LEAST_SPREAD = 1e-3

# Cormack, Clarke and Buettcher 2009 chose 60, and little depends on it.
RRF_CONSTANT = 60

DEFAULT_TOP_K = 5

Fusion = Callable[[Sequence[float], Sequence[float]], list[float]]
"""Cosines and BM25 scores of the same hits to one score each, higher for better."""

ALL = Filters()


def fuse_zscore(
    dense: Sequence[float], lexical: Sequence[float], weight: float = DENSE_WEIGHT
) -> list[float]:
    """Mix two signals, each in standard deviations from its mean over the candidates.

    ``weight`` in [0, 1] is the dense share. A signal that is (nearly) the
    same for all says nothing and counts 0.
    """
    mixed = weight * _standardised(dense) + (1.0 - weight) * _standardised(lexical)
    fused: list[float] = mixed.tolist()
    return fused


def fuse_rrf(
    dense: Sequence[float], lexical: Sequence[float], constant: int = RRF_CONSTANT
) -> list[float]:
    """Sum 1 / (constant + rank) over both rankings (Cormack et al. 2009, SIGIR).

    Ranks start at 1; equals rank in the order given. A lexical score of 0
    means no shared word, and adds nothing.
    """
    fused = [0.0] * len(dense)
    for scores, ranked in ((dense, range(len(dense))), (lexical, _found(lexical))):
        for rank, at in enumerate(sorted(ranked, key=lambda i: -scores[i]), start=1):
            fused[at] += 1.0 / (constant + rank)
    return fused


def retrieve(
    index: Index,
    embedder: Embedder | None,
    question: str,
    *,
    top_k: int = DEFAULT_TOP_K,
    filters: Filters = ALL,
    mode: SearchMode = "hybrid",
    fuse: Fusion = fuse_zscore,
    candidates: int = CANDIDATES,
) -> list[Hit]:
    """Return at most ``top_k`` hits for ``question``, best first.

    ``embedder`` may be None in mode "lexical", whose hits share a word with
    the question. ``score`` is the cosine, the BM25 score or their mix, by
    ``mode``. Equal hits stay in the order their passages were added.

    Raises:
        InputError: ``top_k`` is under 1, the mode is unknown, or it needs an embedder.
    """
    if top_k < 1:
        raise InputError(f"top_k: {top_k} is under the least, 1")
    if mode not in ("hybrid", "dense", "lexical"):
        raise InputError(f"mode: {mode!r} is none of hybrid, dense, lexical; choose one")
    if mode == "lexical":
        hits = index.search(question, None, top_k, filters)
        return _ranked(hits, [hit.lexical for hit in hits], top_k)
    if embedder is None:
        raise InputError(f"mode: {mode!r} needs an embedder; choose lexical, or give one")
    vector = embedder.encode_query(question)
    if mode == "dense":
        hits = index.search(question, vector, top_k, filters)
        return _ranked(hits, [hit.dense for hit in hits], top_k)
    hits = index.search(question, vector, max(top_k, candidates), filters)
    fused = fuse([hit.dense for hit in hits], [hit.lexical for hit in hits])
    return _ranked(hits, fused, top_k)


def _ranked(hits: Sequence[Hit], scores: Sequence[float], top_k: int) -> list[Hit]:
    # Sorting is stable, and an index returns hits in the order they were added.
    order = sorted(range(len(hits)), key=lambda i: -scores[i])[:top_k]
    return [dataclasses.replace(hits[i], score=scores[i]) for i in order]


def _standardised(scores: Sequence[float]) -> NDArray[np.float64]:
    values = np.asarray(scores, dtype=np.float64)
    spread = float(values.std()) if len(values) else 0.0
    if spread < LEAST_SPREAD:
        return np.zeros(len(values))
    return np.asarray((values - values.mean()) / spread, dtype=np.float64)


def _found(lexical: Sequence[float]) -> list[int]:
    return [i for i, score in enumerate(lexical) if score > 0.0]
