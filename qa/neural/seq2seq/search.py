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

import torch
from torch import Tensor

from qa.neural.seq2seq.caching import DecoderCache, WalkCache
from qa.neural.seq2seq.pointer import NO_SOURCE, Pointer, copyable_positions
from qa.neural.seq2seq.tokens import Pairs

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


@torch.no_grad()
def find_spans(model: Pointer, pairs: Pairs) -> list[Span | None]:
    """Return the best span of each pair; None where nothing may be copied."""
    source = model.encode(pairs.ids, pairs.mask, pairs.types)
    allowed = copyable_positions(pairs.mask, pairs.types)
    cache = WalkCache()
    silent, started = _begin(model, source, pairs, allowed, cache)
    score, place = started.max(1)
    return [
        None if run is None else Span(*run[:3], float(silent[row]), run[3])
        for row, run in enumerate(
            _follow(
                model, source, pairs.mask, allowed, pairs.ids, pairs.inside, score, place, cache
            )
        )
    ]


@torch.no_grad()
def find_starts(model: Pointer, pairs: Pairs) -> tuple[Tensor, Tensor]:
    """Return (B,) probabilities of no answer and (B, S) of where one begins.

    The latter add up to 1 over the passage; a row without any is all 0.
    """
    source = model.encode(pairs.ids, pairs.mask, pairs.types)
    allowed = copyable_positions(pairs.mask, pairs.types)
    silent, started = _begin(model, source, pairs, allowed, WalkCache())
    return silent, started.exp().nan_to_num(0.0)


def _begin(
    model: Pointer, source: Tensor, pairs: Pairs, allowed: Tensor, cache: DecoderCache
) -> tuple[Tensor, Tensor]:
    """Take the decoder's first step: (B,) P(no answer), (B, S) log-probabilities of starts."""
    start_token = torch.full_like(pairs.ids[:, :1], model.config.decoder_start_token_id or 0)
    nowhere = torch.full_like(start_token, NO_SOURCE)
    output, _ = model.decode(source, pairs.mask, allowed, start_token, nowhere, cache, write=False)
    copied = output.copy[:, 0]
    started = copied.masked_fill(~pairs.inside, -math.inf)
    started[:, 0] = -math.inf
    return copied[:, 0].exp(), started - torch.logsumexp(started, 1, keepdim=True)


Run = tuple[int, int, float, tuple[float, ...]]
"""First and last position, log-probability, and each step's probability."""


def _follow(
    model: Pointer,
    source: Tensor,
    attention_mask: Tensor,
    allowed: Tensor,
    input_ids: Tensor,
    copyable: Tensor,
    score: Tensor,
    place: Tensor,
    cache: DecoderCache,
) -> list[Run | None]:
    """Walk along the source from ``place`` (B,) until no longer run can be likelier."""
    rows = len(place)
    best: list[Run | None] = [None] * rows
    settled = torch.full_like(score, -math.inf)
    taken: list[tuple[float, ...]] = [(math.exp(value),) for value in score.tolist()]
    firsts = place.tolist()
    owner = torch.arange(rows, device=place.device)
    alive = score > -math.inf
    for _ in range(MAX_ANSWER):
        chosen = alive.nonzero()[:, 0]
        if not len(chosen):
            break
        if len(chosen) < len(owner):  # rows whose answer is settled drop out
            score, place, owner = (each[chosen] for each in (score, place, owner))
            source, attention_mask, allowed, input_ids, copyable = (
                each[chosen] for each in (source, attention_mask, allowed, input_ids, copyable)
            )
            taken = [taken[i] for i in chosen.tolist()]
            cache.reorder_cache(chosen)
        every = torch.arange(len(chosen), device=place.device)
        output, _ = model.decode(
            source, attention_mask, allowed,
            input_ids[every, place][:, None], place[:, None], cache, write=False,
        )  # fmt: skip
        following = (place + 1).clamp(max=input_ids.shape[1] - 1)
        onward = output.copy[every, 0, following] + output.copy_gate[:, 0]
        onward = onward.masked_fill(~copyable[every, following] | (following == place), -math.inf)
        stop = output.vocabulary_gate[:, 0]
        # What is neither stopping nor copying on is left out: a run can do nothing else.
        total = torch.logaddexp(onward, stop)
        finished, onward = score + stop - total, score + onward - total
        ends = zip(owner.tolist(), place.tolist(), finished.tolist(), taken, strict=True)
        for row, last, value, steps in ends:
            known = best[row]
            if known is None or value > known[2]:
                best[row] = (firsts[row], last, value, steps)
        settled[owner] = torch.maximum(settled[owner], finished)
        taken = [(*s, v) for s, v in zip(taken, (onward - score).exp().tolist(), strict=True)]
        place, score, alive = following, onward, onward > settled[owner]
    return best
