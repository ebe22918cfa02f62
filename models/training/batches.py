"""Examples to tensors: source ids, target ids and the position each target is copied from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from models.training.data import Example, window

MAX_TARGET = 32
"""Longer answers are cut: 99 % of the spans have fewer tokens."""


def batches(
    examples: Sequence[Example], size: int, limits: tuple[int, int], rng: random.Random
) -> Iterator[list[Example]]:
    """Yield batches of like lengths for ever, reshuffled every time round."""
    order = list(examples)
    while True:
        rng.shuffle(order)
        for first in range(0, len(order), size * 16):
            chunk = [window(e, rng.randint(*limits), rng) for e in order[first : first + size * 16]]
            chunk.sort(key=lambda e: len(e.question) + len(e.context))
            groups = [chunk[i : i + size] for i in range(0, len(chunk), size)]
            rng.shuffle(groups)
            yield from groups


def tensors(batch: Sequence[Example], tokenizer: Any, max_tokens: int) -> dict[str, Tensor]:
    """Return the keyword arguments of the model's ``forward`` for one batch."""
    encoded = tokenizer(
        [e.question for e in batch], [e.context for e in batch], truncation="only_second",
        max_length=max_tokens, padding=True, return_offsets_mapping=True, return_tensors="pt",
        return_token_type_ids=True,
    )  # fmt: skip
    offsets = encoded.pop("offset_mapping")
    targets = [target(e, encoded, offsets, row, tokenizer) for row, e in enumerate(batch)]
    length = max(len(ids) for ids, _ in targets)
    labels = torch.full((len(batch), length), -100)
    positions = torch.full((len(batch), length), -1)
    for row, (ids, places) in enumerate(targets):
        labels[row, : len(ids)] = torch.tensor(ids)
        positions[row, : len(places)] = torch.tensor(places)
    return {**encoded, "labels": labels, "label_positions": positions}


def mask(inputs: dict[str, Tensor], share: float, mask_id: int) -> None:
    """Hide this share of the source's tokens, in place, but none that the answer copies."""
    if not share:
        return
    ids = inputs["input_ids"]
    hidden = torch.rand(ids.shape) < share
    hidden &= (ids != 0) & (ids > mask_id)  # neither padding nor [CLS] and [SEP]
    for row, places in enumerate(inputs["label_positions"].tolist()):
        hidden[row, [place for place in places if place >= 0]] = False
    ids[hidden] = mask_id


def target(
    example: Example, encoded: Any, offsets: Tensor, row: int, tokenizer: Any
) -> tuple[list[int], list[int]]:
    """Return target ids and copy positions (-1 written, -2 either) of one example."""
    nothing = ([tokenizer.cls_token_id, tokenizer.sep_token_id], [0, -1])
    if not example.answer:
        return nothing
    if example.start is None:
        ids = tokenizer(example.answer, add_special_tokens=False)["input_ids"][: MAX_TARGET - 1]
        return [*ids, tokenizer.sep_token_id], [-2] * len(ids) + [-1]
    end = example.start + len(example.answer)
    inside = (
        (encoded["token_type_ids"][row] == 1)
        & (offsets[row, :, 1] > offsets[row, :, 0])
        & (offsets[row, :, 0] < end)
        & (offsets[row, :, 1] > example.start)
    )
    places = inside.nonzero()[:, 0].tolist()[: MAX_TARGET - 1]
    if not places:
        return nothing
    ids = encoded["input_ids"][row, places].tolist()
    return [*ids, tokenizer.sep_token_id], [*places, -1]
