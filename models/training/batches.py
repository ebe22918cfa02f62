"""Padded arrays of rows that are about as long. B rows, S source tokens, T target tokens."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from models.training.encoding import CLS, Pair, Walk

A = TypeVar("A")
"""Arrays of numpy where batches are made, tensors where they are used."""
NOTHING = -1
"""A position that was not copied, or a step that has no goal."""
STEP = 8
"""Widths are multiples of it: fewer shapes, and no slower."""
_SPREAD = 8
"""Lengths are mixed within so many tokens, so that batches differ from epoch to epoch."""


@dataclass(frozen=True, slots=True)
class ReadingBatch(Generic[A]):
    """Walks to learn.

    Attributes:
        ids: (B, S) source ids, 0 for padding.
        types: (B, S) 1 on the passage, 0 elsewhere.
        tokens: (B, T) the target so far, [CLS] first.
        places: (B, T) source position of each of ``tokens``, -1 at the start.
        goal: (B, T) source position to copy next, S to stop, -1 behind that.
    """

    ids: A
    types: A
    tokens: A
    places: A
    goal: A


@dataclass(frozen=True, slots=True)
class ClaimBatch(Generic[A]):
    """Claims to judge: ids and types (B, S) as of a ``ReadingBatch``, labels (B,)."""

    ids: A
    types: A
    labels: A


Batch = ReadingBatch[A] | ClaimBatch[A]


class Sized(Protocol):
    """Anything with source ids."""

    @property
    def ids(self) -> list[int]: ...  # noqa: D102


S = TypeVar("S", bound=Sized)


def group(items: Sequence[S], budget: int, rng: random.Random) -> list[list[S]]:
    """Return batches of items of like length, each of at most ``budget`` tokens with padding."""
    ordered = sorted(items, key=lambda item: len(item.ids) + rng.randrange(_SPREAD))
    groups: list[list[S]] = []
    batch: list[S] = []
    width = 0
    for item in ordered:
        width = max(width, _rounded(len(item.ids)))
        if batch and (len(batch) + 1) * width > budget:
            groups.append(batch)
            batch, width = [], _rounded(len(item.ids))
        batch.append(item)
    if batch:
        groups.append(batch)
    rng.shuffle(groups)
    return groups


def pad_walks(walks: Sequence[Walk]) -> ReadingBatch[NDArray[Any]]:
    """Return the arrays of one batch."""
    ids, types = _sources([(walk.ids, walk.passage) for walk in walks])
    steps = max(walk.last - walk.first for walk in walks) + 2
    tokens = np.zeros((len(walks), steps), np.int32)
    places, goal = np.full_like(tokens, NOTHING), np.full_like(tokens, NOTHING)
    tokens[:, 0] = CLS
    for n, walk in enumerate(walks):
        copied = np.arange(walk.first, walk.last + 1)
        count = len(copied)
        tokens[n, 1 : count + 1] = ids[n, copied]
        places[n, 1 : count + 1] = copied
        goal[n, :count] = copied
        goal[n, count] = ids.shape[1]
    return ReadingBatch(ids, types, tokens, places, goal)


def pad_pairs(pairs: Sequence[Pair]) -> ClaimBatch[NDArray[Any]]:
    """Return the arrays of one batch."""
    ids, types = _sources([(pair.ids, pair.passage) for pair in pairs])
    return ClaimBatch(ids, types, np.array([pair.label for pair in pairs], np.int64))


def _sources(items: Sequence[tuple[list[int], int]]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return ids and types (B, S) of ids with the position where the passage begins."""
    width = _rounded(max(len(ids) for ids, _ in items))
    every = np.zeros((len(items), width), np.int32)
    types = np.zeros((len(items), width), np.int8)
    for n, (ids, passage) in enumerate(items):
        every[n, : len(ids)] = ids
        types[n, passage : len(ids)] = 1
    return every, types


def _rounded(length: int) -> int:
    return -(-length // STEP) * STEP
