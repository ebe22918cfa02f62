"""Finds each passage's answer: a run of copied positions, scored by the decoder.

A free-running decoder may hop between places of the passage; an answer made of one span can be
quoted. So the search follows the decoder's own probabilities over runs only: where to start, and
after each position whether to stop or to copy the next one. The likeliest start is taken first,
then its likeliest end: the most probable run of all is a poorer answer, as the belief in a long
one is spread over its possible ends while that in a short one is not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from qa.neural.seq2seq.tokens import Pairs
from qa.neural.seq2seq.walking import NO_SOURCE, Floats, Numbers, ReadingNetwork, Walk

MAX_ANSWER = 32
"""Longest answer in tokens; as in training."""


@dataclass(frozen=True, slots=True)
class Span:
    """Source positions ``[first, last]`` of one row and what the model thinks of them.

    ``score`` is the log-probability of this answer given that there is one; ``no_answer`` the
    probability that there is none; ``steps`` the probability of each position's choice.
    """

    first: int
    last: int
    score: float
    no_answer: float
    steps: tuple[float, ...]


def find_spans(network: ReadingNetwork, pairs: Pairs) -> list[Span | None]:
    """Return the best span of each pair; None where nothing may be copied."""
    walk = _walk(network, pairs)
    silent, started = _begin(walk, network.start_token, pairs)
    place = started.argmax(1)
    score = started[np.arange(len(place)), place]
    return [
        None if run is None else Span(*run[:3], float(silent[row]), run[3])
        for row, run in enumerate(_follow(walk, pairs, score, place))
    ]


def find_starts(network: ReadingNetwork, pairs: Pairs) -> tuple[Floats, Floats]:
    """Return (B,) probabilities of no answer and (B, S) of where one begins.

    The latter add up to 1 over the passage; a row without any is all 0.
    """
    silent, started = _begin(_walk(network, pairs), network.start_token, pairs)
    return silent, np.exp(started)


def _walk(network: ReadingNetwork, pairs: Pairs) -> Walk:
    source = network.encode(pairs.ids, pairs.mask, pairs.types)
    return network.walk(source, pairs.mask, pairs.types)


def _begin(walk: Walk, start_token: int, pairs: Pairs) -> tuple[Floats, Floats]:
    """Take the decoder's first step: (B,) P(no answer), (B, S) log-probabilities of starts."""
    rows = len(pairs.ids)
    made = walk.step(np.full(rows, start_token), np.full(rows, NO_SOURCE))
    inside = pairs.inside.copy()
    inside[:, 0] = False
    started = np.where(inside, made.copy, -np.inf).astype(np.float32)
    largest = started.max(1, keepdims=True)
    largest[np.isinf(largest)] = 0.0
    with np.errstate(divide="ignore"):
        total = np.log(np.exp(started - largest).sum(1, keepdims=True)) + largest
    total[np.isinf(total)] = 0.0
    return np.exp(made.copy[:, 0]), started - total


Run = tuple[int, int, float, tuple[float, ...]]
"""First and last position, log-probability, and each step's probability."""


def _follow(walk: Walk, pairs: Pairs, score: Floats, place: Numbers) -> list[Run | None]:
    """Walk along the source from ``place`` (B,) until no longer run can be likelier."""
    rows = len(place)
    ids, inside = pairs.ids, pairs.inside
    best: list[Run | None] = [None] * rows
    settled = np.full_like(score, -np.inf)
    taken: list[tuple[float, ...]] = [(math.exp(value),) for value in score.tolist()]
    firsts = place.tolist()
    owner = np.arange(rows)
    alive = score > -np.inf
    for _ in range(MAX_ANSWER):
        chosen = np.flatnonzero(alive)
        if not len(chosen):
            break
        if len(chosen) < len(owner):  # rows whose answer is settled drop out
            score, place, owner = score[chosen], place[chosen], owner[chosen]
            taken = [taken[i] for i in chosen.tolist()]
            walk.keep(chosen)
        made = walk.step(ids[owner, place], place)
        following = np.minimum(place + 1, ids.shape[1] - 1)
        onward = made.copy[np.arange(len(owner)), following] + made.copy_gate
        onward = np.where(inside[owner, following] & (following > place), onward, -np.inf)
        stop = made.vocabulary_gate
        # What is neither stopping nor copying on is left out: a run can do nothing else.
        total = np.logaddexp(onward, stop)
        finished, onward = score + stop - total, score + onward - total
        ends = zip(owner.tolist(), place.tolist(), finished.tolist(), taken, strict=True)
        for row, last, value, steps in ends:
            known = best[row]
            if known is None or value > known[2]:
                best[row] = (firsts[row], last, value, steps)
        settled[owner] = np.maximum(settled[owner], finished)
        taken = [(*s, v) for s, v in zip(taken, np.exp(onward - score).tolist(), strict=True)]
        place, score, alive = following, onward, onward > settled[owner]
    return best
