"""What is minimised: the walk's and the claims' negative log-likelihood, and a teacher's say.

B rows, S source tokens, T target tokens.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from models.training.batches import ClaimBatch, ReadingBatch
from models.training.claims import CONTRADICTED, ENTAILED, UNSUPPORTED
from models.training.encoding import SEP
from models.training.network import claim_logits, walk
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

FIRST_STEP = 2.0
"""Weight of where to start, and whether at all, which matters most."""
STOP_WORD = 0.05
"""Weight of writing [SEP] at a stop."""
ONE_IN = 8
"""Stops that this is learnt from: each costs a product with the whole vocabulary."""


def reading_loss(
    model: Model, batch: ReadingBatch[Tensor], teacher: Model | None, taught: float
) -> Tensor:
    """Return the loss of a batch of walks, ``taught`` of it the divergence from the teacher's.

    Distillation is of the whole distribution at every step (Hinton et al. 2015; Kim and Rush 2016,
    section 3.1, "word-level").
    """
    said, states = walk(model, batch)
    weight = (batch.goal >= 0).float()
    weight[:, 0] *= FIRST_STEP
    total = weight.sum()
    missed = -said.gather(2, batch.goal.clamp(min=0)[..., None])[..., 0]
    loss = (missed * weight).sum() / total
    rows, steps = (batch.goal == batch.ids.shape[1]).nonzero()[::ONE_IN].T
    loss = loss - STOP_WORD * model.vocabulary(states[rows, steps])[:, SEP].mean()
    if teacher is None:
        return loss
    with torch.no_grad():
        wanted, _ = walk(teacher, batch)
    apart = (wanted.exp() * (wanted - said)).sum(-1)
    return (1 - taught) * loss + taught * (apart * weight).sum() / total


def claim_loss(
    model: Model, batch: ClaimBatch[Tensor], teacher: Model | None, taught: float
) -> Tensor:
    """Return the loss of a batch of claims, ``taught`` of it the divergence from the teacher's.

    A claim that is not supported, without more being known, only counts against support.
    """
    said = functional.log_softmax(claim_logits(model, batch), -1)
    known = functional.nll_loss(said, batch.labels.clamp(max=CONTRADICTED), reduction="none")
    supported = said[:, ENTAILED].exp().clamp(max=1 - 1e-6)
    loss = torch.where(batch.labels < UNSUPPORTED, known, -torch.log1p(-supported)).mean()
    if teacher is None:
        return loss
    with torch.no_grad():
        wanted = functional.log_softmax(claim_logits(teacher, batch), -1)
    apart = (wanted.exp() * (wanted - said)).sum(-1).mean()
    return (1 - taught) * loss + taught * apart
