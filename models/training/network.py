"""The product's model as training sees it: walks, claims, and dropout.

B rows, S source tokens, T target tokens, H hidden size.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.training.batches import ClaimBatch, ReadingBatch
from qa.neural.seq2seq.layers import ClaimHead
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model
from qa.neural.seq2seq.pointer import copyable_positions

FATES = 3
"""What a text does with a claim: it bears it out, says nothing, or denies it."""


def prepare(model: Model, dropout: float) -> Model:
    """Return the model ready to train: with a claim head, and dropout in all of its layers.

    Dropout is what BERT has (Devlin et al. 2019, appendix A.2): on attention weights of the
    encoder and on what each block adds. The shipped configuration says 0, as inference never drops.
    """
    if not has_head(model, "support"):
        model.config.claim_labels = FATES
        model.support = ClaimHead(model.config)
    for module in model.encoder.modules():
        if isinstance(module, nn.Dropout):
            module.p = dropout
        elif isinstance(getattr(module, "dropout", None), float):
            module.dropout = dropout
    layers: Any = model.layers
    for layer in layers:
        for added in (layer.self_attention.output, layer.cross_attention.output, layer.output):
            added.register_forward_hook(
                lambda module, _, given: functional.dropout(given, dropout, module.training)
            )
    if has_head(model, "salience"):
        model.salience.requires_grad_(False)  # trained afterwards, by models/salience.py
    return model


def has_head(model: Model, name: str) -> bool:
    """Say whether the model was made with the head ``name``."""
    return getattr(model, name, None) is not None


def walk(model: Model, batch: ReadingBatch[Tensor]) -> tuple[Tensor, Tensor]:
    """Decode with the true target so far.

    Returns:
        (B, T, S + 1) log-probabilities of copying each position next and, last, of stopping;
        and the decoder's states (B, T, H).
    """
    seen = (batch.ids != 0).long()
    source = model.encode(batch.ids, seen, batch.types)
    may = copyable_positions(seen, batch.types)
    output, states = model.decode(source, seen, may, batch.tokens, batch.places, write=False)
    copies = output.copy + output.copy_gate[..., None]
    return torch.cat([copies, output.vocabulary_gate[..., None]], -1), states


def claim_logits(model: Model, batch: ClaimBatch[Tensor]) -> Tensor:
    """Return (B, 3) logits: the text bears the claim out, says nothing of it, denies it."""
    states = model.encode(batch.ids, (batch.ids != 0).long(), batch.types)
    head: Any = model.support
    logits: Tensor = head(states[:, 0])
    return logits.float()
