"""Train the upper layers of an encoder to mark the words of a claim that evidence denies.

"[CLS] claim [SEP] evidence [SEP]" gives a logit for each word piece of the claim, and one for
all of it at [CLS]; their log-sum-exp is the claim's. Where a claim was made false by an edit,
the pieces that it changed are known and taught too (as in Goyal and Durrett 2021, "Annotating
and Modeling Fine-grained Factuality in Summarization", there for arcs of a parse).
"""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig
from transformers.models.bert.modeling_bert import BertLayer

from models.training.pairs.collect import Pair
from models.training.pairs.encode import KINDS, LOWER, MATCHED, encode_pair, match_kinds
from qa.neural.bert import Bert

log = logging.getLogger("grounding")

TOKEN_WEIGHT = 0.5
"""Of the loss over pieces, beside that over claims."""
CHANGED_WEIGHT = 4.0
"""Of a changed piece against one that was not: some one in ten is."""
QUIET = -4.0
"""Logit of a piece before training; the log-sum-exp of thirty then begins near 0."""
BUCKET = 24
"""Batches whose examples are sorted by length together."""


@dataclass(frozen=True, slots=True)
class Example:
    """Cached states (n, H), which pieces are the claim's (n,), matches, and what is wanted.

    ``wanted`` (n,) is 1 on changed pieces, 0 on others and -1 where nobody knows.
    """

    states: Tensor
    inside: Tensor
    kinds: Tensor
    wanted: Tensor
    false: float
    pair: Pair


class Top(nn.Module):
    """The trained layers and the head over them."""

    def __init__(self, config: BertConfig, start: Mapping[str, Tensor], first: int) -> None:
        """Take layers ``first`` and up of ``start``, named as in ``BertModel``."""
        super().__init__()
        assert first == MATCHED
        self.first = first
        self.layers = nn.ModuleList()
        for number in range(first, config.num_hidden_layers):
            layer: Any = BertLayer(config)  # type: ignore[no-untyped-call]
            name = f"encoder.layer.{number}."
            own = {k.removeprefix(name): v for k, v in start.items() if k.startswith(name)}
            layer.load_state_dict(own)
            self.layers.append(layer)
        self.head = nn.Linear(config.hidden_size, 2)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.constant_(self.head.bias, QUIET)
        if "head.weight" in start:  # a run that goes on from another
            self.head.load_state_dict({k: start[f"head.{k}"] for k in ("weight", "bias")})
        self.match = nn.Embedding(KINDS, config.hidden_size)
        nn.init.normal_(self.match.weight, std=0.02)
        if "match.weight" in start:
            self.match.load_state_dict({"weight": start["match.weight"]})

    def forward(
        self, states: Tensor, mask: Tensor, inside: Tensor, kinds: Tensor
    ) -> tuple[Tensor, Tensor]:
        """(B, n, H) states, (B, n) masks and kinds -> (B, n) logits of pieces, (B,) of claims."""
        states = states + self.match(kinds)
        shut = torch.zeros(mask.shape).masked_fill(~mask, torch.finfo(torch.float32).min)
        for layer in self.layers:
            out = layer(states, shut[:, None, None, :])
            states = out[0] if isinstance(out, tuple) else out
        both = self.head(states)
        pieces = both[..., 0]
        whole = torch.where(inside, pieces, torch.finfo(torch.float32).min)
        together = torch.cat([both[:, :1, 1], whole], 1)
        return pieces, together.logsumexp(1)

    def weights(self) -> dict[str, Tensor]:
        """Return the tensors by the names that ``BertModel`` gives them, and the head's."""
        named = {
            f"encoder.layer.{self.first + n}.{key}": value
            for n, layer in enumerate(self.layers)
            for key, value in layer.state_dict().items()
        }
        own = {"head.weight": self.head.weight, "head.bias": self.head.bias,
               "match.weight": self.match.weight}  # fmt: skip
        return {**named, **{key: value.data for key, value in own.items()}}


def examples(
    pairs: Sequence[Pair], weights: Mapping[str, Tensor], first: int, tokenizer: Tokenizer
) -> list[Example]:
    """Run the frozen layers below ``first`` once over every pair; states are kept in float16."""
    lower = Bert(weights, layers=first, heads=12, epsilon=1e-12, int8=None)
    made = []
    began = time.monotonic()
    for number, pair in enumerate(pairs, 1):
        found = encode_pair(tokenizer, pair.claim, pair.evidence)
        ids, types = torch.tensor(found.ids), torch.tensor(found.type_ids)
        with torch.inference_mode():
            states = lower.states(ids, types).half()
        inside = torch.tensor([s == 0 for s in found.sequence_ids])
        kinds = torch.tensor(match_kinds(found, pair.claim, pair.evidence))
        false = float(not pair.supported)
        made.append(Example(states.clone(), inside, kinds, _wanted(found, pair), false, pair))
        if number % 1000 == 0:
            log.info("cached %d of %d in %.0f s", number, len(pairs), time.monotonic() - began)
    return made


def _wanted(found: Encoding, pair: Pair) -> Tensor:
    wanted = []
    for part, (low, high) in zip(found.sequence_ids, found.offsets, strict=True):
        if part != 0 or pair.spans is None:
            wanted.append(-1.0)
        else:
            wanted.append(float(any(low < end and start < high for start, end in pair.spans)))
    return torch.tensor(wanted)


def batches(rows: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Yield random batches of examples of like length, once over all."""
    order = list(rows)
    rng.shuffle(order)
    made = []
    for at in range(0, len(order), size * BUCKET):
        part = sorted(order[at : at + size * BUCKET], key=lambda e: len(e.states))
        made += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(made)
    return iter(made)


def run(top: Top, batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Return logits of pieces (B, n), of claims (B,), and what is wanted of pieces (B, n)."""
    pad = nn.utils.rnn.pad_sequence
    states = pad([e.states for e in batch], batch_first=True).float()
    mask = pad([torch.ones(len(e.states), dtype=torch.bool) for e in batch], batch_first=True)
    inside = pad([e.inside for e in batch], batch_first=True)
    wanted = pad([e.wanted for e in batch], batch_first=True, padding_value=-1.0)
    kinds = pad([e.kinds for e in batch], batch_first=True)
    return *top(states, mask, inside, kinds), wanted


def loss_of(top: Top, batch: Sequence[Example]) -> Tensor:
    """Return the cross-entropy of claims plus that of pieces."""
    pieces, whole, wanted = run(top, batch)
    false = torch.tensor([e.false for e in batch])
    loss = functional.binary_cross_entropy_with_logits(whole, false)
    known = wanted >= 0
    if known.any():
        told, aim = pieces[known], wanted[known]
        weight = 1 + (CHANGED_WEIGHT - 1) * aim
        loss = loss + TOKEN_WEIGHT * functional.binary_cross_entropy_with_logits(told, aim, weight)
    return loss


def train(
    top: Top,
    rows: Sequence[Example],
    *,
    epochs: float,
    size: int,
    rate: float,
    seed: int,
) -> Iterator[int]:
    """Train with AdamW, a warm-up and a linear decay; yield the step after every 100."""
    rng = random.Random(seed)
    per = -(-len(rows) // size)
    total = int(per * epochs)
    groups = [
        {"params": list(top.layers.parameters()), "lr": rate},
        {"params": [*top.head.parameters(), *top.match.parameters()], "lr": rate * 10},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, total // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.02, (total - s) / (total - warm)))
    )
    step, seen, began = 0, 0.0, time.monotonic()
    for _ in range(math.ceil(epochs)):
        for batch in batches(rows, size, rng):
            if step == total:
                break
            loss = loss_of(top, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            seen += loss.item()
            if step % 25 == 0:
                log.info("step %d of %d loss %.4f, %.0f s", step, total, seen / 25,
                         time.monotonic() - began)  # fmt: skip
                seen = 0.0
            if step % 100 == 0:
                yield step
    yield step


@torch.no_grad()
def logits(top: Top, rows: Sequence[Example]) -> list[float]:
    """Return the logit of every claim being unsupported, in order."""
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].states))
    made = [0.0] * len(rows)
    for at in range(0, len(order), 32):
        part = order[at : at + 32]
        for place, value in zip(part, run(top, [rows[i] for i in part])[1].tolist(), strict=True):
            made[place] = value
    return made


def lower_weights(base: Mapping[str, Tensor], start: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return ``base`` with the layers from ``LOWER`` up replaced by those of ``start``."""
    upper = {
        key: value for key, value in start.items()
        if key.startswith(("head.", "match."))
        or (key.startswith("encoder.layer.") and int(key.split(".")[2]) >= LOWER)
    }  # fmt: skip
    return {**base, **upper}
