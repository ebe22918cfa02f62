"""The order of batches: a pure function of the seed, so that a run can go on anywhere in it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.training.altered import altered, quoted
from models.training.batches import Batch, group, pad_pairs, pad_walks
from models.training.claims import Claim, drawn, read_claims, weight_of
from models.training.claims import split as split_claims
from models.training.encoding import Pair, Walk, encode_claims, encode_rows, load_tokenizer
from models.training.negatives import Negatives
from models.training.rows import Row, read_all, split
from models.training.settings import ClaimSettings, RowSettings, Settings
from models.training.windows import window

CHUNK = 6_000
"""Rows that are encoded and sorted by length together."""

Raw = TypeVar("Raw")
Encoded = TypeVar("Encoded", Walk, Pair)
Arrays = Batch[NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the order of one kind of batches."""

    epoch: int = 0
    chunk: int = 0
    batch: int = 0


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a run: steps done, and the next batch of questions and of claims."""

    step: int = 0
    rows: Cursor = Cursor()
    claims: Cursor = Cursor()


class Source(Protocol, Generic[Raw, Encoded]):
    """What batches are made of."""

    def epoch(self, rng: random.Random) -> Sequence[Raw]:
        """Return one epoch in a random order."""

    def encode(self, items: Sequence[Raw], rng: random.Random) -> list[Encoded]:
        """Return part of an epoch as ids."""

    def pad(self, items: Sequence[Encoded]) -> Arrays:
        """Return the arrays of one batch."""


class RowSource:
    """Answerable rows by the weight of their source, and negatives made of them."""

    def __init__(self, rows: Sequence[Row], settings: RowSettings, tokenizer: Tokenizer) -> None:
        """Take training rows."""
        self._rows, self._settings, self._tokenizer = rows, settings, tokenizer
        self._weights = [weight_of(row.source, settings.weights) for row in rows]
        self._negatives = Negatives(rows)

    def epoch(self, rng: random.Random) -> list[Row]:
        """Return one epoch in a random order."""
        chosen = drawn(self._rows, self._weights, rng)
        made = [self._negative(row, rng) for row in chosen if row.start is not None]
        chosen += [row for row in made if row is not None]
        rng.shuffle(chosen)
        return chosen

    def _negative(self, row: Row, rng: random.Random) -> Row | None:
        settings, draw = self._settings, rng.random()
        for share, make in (
            (settings.near_misses, self._negatives.near_miss),
            (settings.swaps, self._negatives.swapped),
            (settings.strangers, self._negatives.stranger),
            (settings.rivals, self._negatives.rival),
        ):
            if draw < share:
                return make(row, rng)
            draw -= share
        return None

    def encode(self, items: Sequence[Row], rng: random.Random) -> list[Walk]:
        """Return windows of the rows as ids."""
        cut = [window(row, rng.randint(*self._settings.window), rng) for row in items]
        return encode_rows(cut, self._tokenizer, self._settings.titled, rng)

    def pad(self, items: Sequence[Walk]) -> Arrays:
        """Return the arrays of one batch."""
        return pad_walks(items)


class ClaimSource:
    """Claims by the weight of their source."""

    def __init__(
        self, claims: Sequence[Claim], settings: ClaimSettings, tokenizer: Tokenizer
    ) -> None:
        """Take training claims."""
        self._claims, self._settings, self._tokenizer = claims, settings, tokenizer
        self._weights = [weight_of(claim.source, settings.weights) for claim in claims]

    def epoch(self, rng: random.Random) -> list[Claim]:
        """Return one epoch in a random order."""
        settings = self._settings
        chosen = drawn(self._claims, self._weights, rng)
        rng.shuffle(chosen)
        del chosen[settings.epoch :]
        some = rng.sample(chosen, int(settings.quoted * len(chosen)))
        chosen += [said for claim in some if (said := quoted(claim, rng))]
        chosen += [
            other
            for claim in chosen
            if rng.random() < settings.altered and (other := altered(claim, rng))
        ]
        rng.shuffle(chosen)
        return chosen

    def encode(self, items: Sequence[Claim], rng: random.Random) -> list[Pair]:
        """Return the claims as ids."""
        return encode_claims(items, self._tokenizer)

    def pad(self, items: Sequence[Pair]) -> Arrays:
        """Return the arrays of one batch."""
        return pad_pairs(items)


def follow(
    source: Source[Raw, Encoded], begin: Cursor, budget: int, seed: int
) -> Iterator[tuple[Arrays, Cursor]]:
    """Yield batches for ever from ``begin`` on, each with the place of the one after it."""
    epoch, chunk, batch = begin.epoch, begin.chunk, begin.batch
    while True:
        rows = source.epoch(random.Random(f"{seed} {epoch}"))
        if not rows:
            raise ValueError("there is nothing to train on")
        while chunk * CHUNK < len(rows):
            rng = random.Random(f"{seed} {epoch} {chunk}")
            part = source.encode(rows[chunk * CHUNK : (chunk + 1) * CHUNK], rng)
            groups = group(part, budget, rng)
            for number in range(batch, len(groups)):
                yield source.pad(groups[number]), Cursor(epoch, chunk, number + 1)
            chunk, batch = chunk + 1, 0
        epoch, chunk = epoch + 1, 0


def interleave(
    rows: Source[Row, Walk],
    claims: Source[Claim, Pair] | None,
    settings: Settings,
    begin: Position,
) -> Iterator[tuple[Arrays, Position]]:
    """Yield a run's batches from ``begin`` on, each with the place of the one after it."""
    every = settings.claims.every if claims is not None else 0
    reading = follow(rows, begin.rows, settings.budget, settings.seed)
    judging = follow(claims, begin.claims, settings.budget, settings.seed) if claims else None
    step, row_place, claim_place = begin.step, begin.rows, begin.claims
    while True:
        step += 1
        if judging is not None and every and step % every == 0:
            batch, claim_place = next(judging)
        else:
            batch, row_place = next(reading)
        yield batch, Position(step, row_place, claim_place)


def schedule(
    settings: Settings, data: Path, tokenizer_file: Path, begin: Position
) -> Iterator[tuple[Arrays, Position]]:
    """Read a run's files and yield its batches from ``begin`` on."""
    tokenizer = load_tokenizer(tokenizer_file)
    training, _ = split(read_all(data, settings.rows.files, settings.rows.untitled))
    rows = RowSource(training, settings.rows, tokenizer)
    claims = None
    if settings.claims.files and settings.claims.every:
        given, _ = split_claims(read_claims(data, settings.claims.files))
        claims = ClaimSource(given, settings.claims, tokenizer)
    return interleave(rows, claims, settings, begin)
