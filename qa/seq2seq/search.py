"""Finds each passage's best answer: a run of copied positions, scored by the decoder.

A free-running decoder may hop between places of the passage; an answer made of one span
can be quoted. So the search follows the decoder's own probabilities over runs only: where to
start, and after each position whether to stop or to copy the next one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import DynamicCache

from qa.seq2seq.layers import CopyCache
from qa.seq2seq.modeling import (
    NO_SOURCE,
    CopydeskForConditionalGeneration,
    copyable_positions,
)

STARTS = 4
"""Starting points followed per passage."""

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
def read(
    model: CopydeskForConditionalGeneration,
    input_ids: Tensor,
    attention_mask: Tensor,
    token_type_ids: Tensor,
    copyable: Tensor,
) -> list[Span | None]:
    """Return the best span of each row of (B, S); None where nothing may be copied.

    ``copyable`` (B, S) marks the positions an answer may be made of: the passage's tokens.
    """
    source = model.encode(input_ids, attention_mask, token_type_ids)
    allowed = copyable_positions(attention_mask, token_type_ids)
    cache = CopyCache(DynamicCache(), DynamicCache())
    start_token = torch.full_like(input_ids[:, :1], model.config.decoder_start_token_id or 0)
    nowhere = torch.full_like(start_token, NO_SOURCE)
    output, _ = model.decode(
        source, attention_mask, allowed, start_token, nowhere, cache, write=False
    )
    copied = output.copy[:, 0]
    silent = copied[:, 0].exp()
    started = copied.masked_fill(~copyable, -math.inf)
    started[:, 0] = -math.inf
    started = started - torch.logsumexp(started, 1, keepdim=True)
    beams = min(STARTS, input_ids.shape[1])
    prefix, places = started.topk(beams, 1)
    runs = _follow(
        model, source, attention_mask, allowed, input_ids, copyable, prefix, places, cache
    )
    return [
        None if run is None else Span(*run[:3], float(silent[row]), run[3])
        for row, run in enumerate(runs)
    ]


Run = tuple[int, int, float, tuple[float, ...]]


def _follow(
    model: CopydeskForConditionalGeneration,
    source: Tensor,
    attention_mask: Tensor,
    allowed: Tensor,
    input_ids: Tensor,
    copyable: Tensor,
    prefix: Tensor,
    places: Tensor,
    cache: CopyCache,
) -> list[Run | None]:
    """Walk every starting point along the source until no run can become the best."""
    rows, beams = places.shape
    repeat = torch.arange(rows, device=places.device).repeat_interleave(beams)
    cache.reorder_cache(repeat)
    source, attention_mask, allowed, ids, free = (
        each.index_select(0, repeat)
        for each in (source, attention_mask, allowed, input_ids, copyable)
    )
    place, score = places.reshape(-1), prefix.reshape(-1)
    best: list[Run | None] = [None] * rows
    steps = [[math.exp(value)] for value in score.tolist()]
    firsts = place.tolist()
    every = torch.arange(rows * beams, device=place.device)
    for _ in range(MAX_ANSWER):
        token = ids[every, place][:, None]
        output, _ = model.decode(
            source, attention_mask, allowed, token, place[:, None], cache, write=False
        )
        following = (place + 1).clamp(max=ids.shape[1] - 1)
        onward = output.copy[every, 0, following] + output.copy_gate[:, 0]
        onward = onward.masked_fill(~free[every, following] | (following == place), -math.inf)
        stop = output.vocabulary_gate[:, 0]
        # What is neither stopping nor copying on is left out: a run can do nothing else.
        total = torch.logaddexp(onward, stop)
        finished, onward = score + stop - total, score + onward - total
        for beam, value in enumerate(finished.tolist()):
            row = beam // beams
            known = best[row]
            if value > -math.inf and (known is None or value > known[2]):
                best[row] = (firsts[beam], int(place[beam]), value, tuple(steps[beam]))
        floor = torch.tensor([-math.inf if b is None else b[2] for b in best]).to(score)
        if bool((onward <= floor.repeat_interleave(beams)).all()):
            break
        for beam, value in enumerate((onward - score).exp().tolist()):
            steps[beam].append(value)
        place, score = following, onward
    return best
