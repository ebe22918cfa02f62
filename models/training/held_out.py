"""How good a checkpoint is on rows and claims that were kept out of training."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor

from models.training.batches import Batch, pad_pairs, pad_walks
from models.training.claims import ENTAILED, read_claims
from models.training.claims import split as split_claims
from models.training.encoding import Pair, Walk, encode_claims, encode_rows, load_tokenizer
from models.training.network import claim_logits, walk
from models.training.rows import read_all, split
from models.training.settings import Settings
from models.training.windows import window
from qa.evaluate.metrics import auroc, balanced_accuracy, share
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

WINDOW = 850
"""Characters of a held-out passage, near those that the product reads."""
SOURCES = ("squad", "nq", "qed")
"""Sources whose held-out questions look like a user's, by the beginnings of their names."""
AT_ONCE = 64
SEED = 3

T = TypeVar("T", Walk, Pair)
OnDevice = Callable[[Batch[Any]], Any]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Encoded rows and claims that no run is trained on."""

    rows: Sequence[Walk]
    claims: Sequence[Pair]


def read_held_out(settings: Settings, data: Path, tokenizer_file: Path) -> HeldOut:
    """Return at most ``settings.judged`` held-out rows and as many claims, always the same."""
    rng, tokenizer = random.Random(SEED), load_tokenizer(tokenizer_file)
    _, rows = split(read_all(data, settings.rows.files, settings.rows.untitled))
    rows = [row for row in rows if row.source.startswith(SOURCES)]
    rows = rng.sample(rows, min(settings.judged, len(rows)))
    walks = encode_rows([window(row, WINDOW, rng) for row in rows], tokenizer, 0.0, rng)
    _, claims = split_claims(read_claims(data, settings.claims.files))
    claims = rng.sample(claims, min(settings.judged, len(claims)))
    pairs = encode_claims(claims, tokenizer)
    # By length, so that little of a batch is padding.
    return HeldOut(sorted(walks, key=_length), sorted(pairs, key=_length))


@torch.no_grad()
def judge(model: Model, held: HeldOut, on_device: OnDevice) -> dict[str, float | int | None]:
    """Return shares in [0, 1], by teacher-forced walks.

    ``start``: answerable ones whose answer begins right, were "no answer" not allowed; ``whole``:
    walked right to their end; ``lost``: said to have no answer. ``false``: unanswerable ones that
    are answered. ``auroc`` and ``balanced`` are of supported claims against all others.
    """
    was_training = model.training
    model.train(False)
    found = _judge_rows(model, held.rows, on_device)
    if held.claims:
        found |= _judge_claims(model, held.claims, on_device)
    model.train(was_training)
    return {name: round(v, 4) if isinstance(v, float) else v for name, v in found.items()}


def _judge_rows(
    model: Model, walks: Sequence[Walk], on_device: OnDevice
) -> dict[str, float | int | None]:
    start: list[bool] = []
    whole: list[bool] = []
    lost: list[bool] = []
    false: list[bool] = []
    for part in _parts(walks):
        batch = on_device(pad_walks(part))
        said, _ = walk(model, batch)
        best, goal = said.argmax(-1), batch.goal
        answerable, silent = goal[:, 0] != 0, best[:, 0] == 0
        begins = said[:, 0, 1:].argmax(-1) + 1
        right = ((best == goal) | (goal < 0)).all(1)
        start += _list((begins == goal[:, 0])[answerable])
        whole += _list(right[answerable])
        lost += _list(silent[answerable])
        false += _list(~silent[~answerable])
    return {
        "start": share(start), "whole": share(whole), "lost": share(lost), "false": share(false),
        "answerable": len(start), "unanswerable": len(false),
    }  # fmt: skip


def _judge_claims(
    model: Model, pairs: Sequence[Pair], on_device: OnDevice
) -> dict[str, float | int | None]:
    scores: list[float] = []
    for part in _parts(pairs):
        chances = claim_logits(model, on_device(pad_pairs(part))).softmax(-1)
        scores += chances[:, ENTAILED].tolist()
    true = [pair.label == ENTAILED for pair in pairs]
    told = balanced_accuracy([score > 0.5 for score in scores], true)
    return {"auroc": auroc(scores, true), "balanced": told, "claims": len(pairs)}


def _length(item: Walk | Pair) -> int:
    return len(item.ids)


def _parts(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[n : n + AT_ONCE] for n in range(0, len(items), AT_ONCE)]


def _list(flags: Tensor) -> list[bool]:
    given: list[bool] = flags.tolist()
    return given
