"""The copy mixture: copies of tokens and words of the vocabulary, added up, and its loss.

Shapes: B batch, S source length, T target length, V vocabulary.
"""

from __future__ import annotations

import torch
from torch import Tensor

from qa.neural.seq2seq.pointer import FLOOR, NO_SOURCE, CopyOutput


def shift(ids: Tensor, first: int | None) -> Tensor:
    """Move (B, T) one step right and put ``first`` in front."""
    start = torch.full_like(ids[:, :1], NO_SOURCE if first is None else first)
    return torch.cat([start, ids[:, :-1]], 1)


def locate(copied: Tensor, source_ids: Tensor, token: Tensor) -> Tensor:
    """Return (B, 1): the likeliest source position of ``token`` (B, 1), or -1 where none has it."""
    weight = copied.masked_fill(source_ids != token, 0.0)
    best, position = weight.max(1, keepdim=True)
    return position.masked_fill(best <= 0, NO_SOURCE)


def mixture(output: CopyOutput, source_ids: Tensor) -> Tensor:
    """Return (B, T, V): log of the gated sum, copies of one token at several places added up."""
    shares = (output.copy + output.copy_gate[..., None]).exp()
    index = source_ids[:, None, :].expand_as(shares)
    copied = torch.zeros_like(output.vocabulary).scatter_add_(2, index, shares)
    written = (output.vocabulary + output.vocabulary_gate[..., None]).exp()
    return (copied + written).clamp_min(torch.finfo(copied.dtype).tiny).log()


def copy_loss(
    output: CopyOutput, source_ids: Tensor, copyable: Tensor, labels: Tensor, positions: Tensor
) -> Tensor:
    """Return the mean negative log-likelihood of ``labels``, as ``forward`` explains positions."""
    ids = labels.clamp(min=0)[..., None]
    written = output.vocabulary.gather(2, ids)[..., 0] + output.vocabulary_gate
    place = positions.clamp(min=0)[..., None]
    aligned = output.copy.gather(2, place)[..., 0] + output.copy_gate
    matching = (source_ids[:, None, :] == ids) & copyable[:, None, :]
    anywhere = output.copy.masked_fill(~matching, FLOOR).logsumexp(-1) + output.copy_gate
    either = torch.logaddexp(written, anywhere)
    likelihood = torch.where(
        positions >= 0, aligned, torch.where(positions == NO_SOURCE, written, either)
    )
    kept = (labels != -100).float()
    return -(likelihood * kept).sum() / kept.sum().clamp(min=1)
