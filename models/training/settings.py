"""What a run is told: its rows, claims, rates and length. ``models/recipe.py`` has the values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Size = Literal["base", "small"]


@dataclass(frozen=True, slots=True)
class RowSettings:
    """Questions on passages. Shares are of the answerable rows of an epoch, in [0, 1].

    Attributes:
        files: names in the data folder.
        weights: how often a row of a source is seen an epoch; 1 where a source is not named.
        untitled: sources (their names' beginnings) whose titles say nothing of the text.
        near_misses: rows also put to another passage of their document.
        swaps: rows also asked with a name, a number or a word exchanged.
        strangers: rows also put to a passage of another document.
        rivals: rows also put to the nearest passage of another document, by rare words.
        titled: passages that have their title in front.
        window: least and greatest length of a passage, in characters.
    """

    files: tuple[str, ...]
    weights: Mapping[str, float]
    untitled: tuple[str, ...] = ()
    near_misses: float = 0.12
    swaps: float = 0.05
    strangers: float = 0.03
    rivals: float = 0.0
    titled: float = 0.5
    window: tuple[int, int] = (300, 900)


@dataclass(frozen=True, slots=True)
class ClaimSettings:
    """Claims with the text that bears them out or not; yes/no questions are claims, too.

    Attributes:
        files: names in the data folder.
        weights: as for rows.
        every: one step in so many is of claims; 0 for none.
        epoch: claims drawn an epoch, at most.
        quoted: so many more, as a share of these, are sentences of the text itself.
        altered: share of the true ones that come a second time, no longer true.
    """

    files: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    every: int = 4
    epoch: int = 12_000
    quoted: float = 0.15
    altered: float = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """One run.

    Attributes:
        size: the shape of the network.
        rows: questions to train on.
        claims: claims to train on.
        encoder_rate: learning rate of the encoder (AdamW).
        decoder_rate: learning rate of all else, which begins with less.
        frozen: so many of the lowest layers, and the word embeddings, stay as they are.
        budget: tokens of a batch, with padding.
        total_rows: length of the run in rows.
        seconds: its length in seconds over all sittings, where ``total_rows`` is none.
        taught: share in [0, 1] of the loss that is the teacher's, in the batches that it reads.
        taught_every: one batch in so many is read by the teacher.
        dropout: share of activations dropped.
        seed: of everything random.
        judged: held-out rows to judge a checkpoint by.
        checkpoint_seconds: between two checkpoints.
    """

    size: Size
    rows: RowSettings
    claims: ClaimSettings
    encoder_rate: float
    decoder_rate: float
    frozen: int
    budget: int
    total_rows: int | None = None
    seconds: float | None = None
    taught: float = 0.0
    taught_every: int = 1
    dropout: float = 0.1
    seed: int = 1
    judged: int = 400
    checkpoint_seconds: float = 600.0
