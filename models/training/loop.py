"""A run: steps of AdamW, an average of the weights, and going on after a cut."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.training.batches import Batch, ClaimBatch, ReadingBatch
from models.training.checkpoints import (
    load_state,
    position_from_dict,
    position_to_dict,
    save_state,
)
from models.training.losses import claim_loss, reading_loss
from models.training.schedule import Arrays, Position
from models.training.settings import Settings
from qa.neural.seq2seq.devices import cpu_has_bfloat16
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

WARM, FALLING, LEAST = 0.04, 0.8, 0.02
"""Parts of a run: the rate rises over the first, falls over the second, and never goes below."""
AVERAGED = 10
"""Steps between two looks of the average at the weights."""
LONGEST_MEMORY = 0.995
"""Share of the average that is kept a step (Izmailov et al. 2018); less in the beginning."""
RECENT = 100
"""Steps whose mean loss is told."""
TOLD = 15.0
"""Seconds between two lines of the log."""
GRADIENT = 1.0
"""Norm that gradients are cut to."""


class Run:
    """The weights of a run, their average, the optimizer, and how far the run is.

    Attributes:
        model: what is trained.
        position: the next batch.
        spent: seconds of training over all sittings.
        rows: questions seen.
    """

    def __init__(self, model: Model, settings: Settings, teacher: Model | None = None) -> None:
        """Begin a run on a GPU where there is one."""
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = model
        on_device: Any = model
        on_device.to(self.device).train()
        self.teacher = teacher
        teaching: Any = teacher if teacher is not None else nn.Module()
        teaching.to(self.device).eval().requires_grad_(False)
        self.settings = settings
        torch.manual_seed(settings.seed)
        freeze(model, settings.frozen)
        self._trained = {n: p for n, p in model.named_parameters() if p.requires_grad}
        # The optimizer's steps are too small for bfloat16: it moves float32 weights, which are
        # then rounded (Micikevicius et al. 2018, section 3.1).
        self._master = {n: p.detach().clone().float() for n, p in self._trained.items()}
        self._average = {n: p.clone() for n, p in self._master.items()}
        self._optimizer = optimizer_of(self._master, settings)
        self._fixed = {n: v.clone() for n, v in model.state_dict().items() if n not in self._master}
        if self.device.type == "cuda" or cpu_has_bfloat16():
            on_device.to(torch.bfloat16)
            teaching.to(torch.bfloat16)
        self._losses: dict[bool, deque[Tensor]] = {k: deque(maxlen=RECENT) for k in (True, False)}
        self.position, self.spent, self.rows = Position(), 0.0, 0

    @property
    def done(self) -> float:
        """Return the share of the run that is behind, from 0 to 1 and above."""
        if self.settings.total_rows is not None:
            return self.rows / self.settings.total_rows
        if self.settings.seconds is None:
            raise ValueError("a run needs rows or seconds")
        return self.spent / self.settings.seconds

    def step(self, arrays: Arrays) -> None:
        """Learn from one batch."""
        factor = rate_factor(self.done)
        for group in self._optimizer.param_groups:
            group["lr"] = group["full"] * factor
        batch = self.on_device(arrays)
        reading = isinstance(batch, ReadingBatch)
        loss_of: Callable[..., Tensor] = reading_loss if reading else claim_loss
        teaches = self.position.step % self.settings.taught_every == 0
        teacher = self.teacher if teaches else None
        loss = loss_of(self.model, batch, teacher, self.settings.taught)
        loss.backward()  # type: ignore[no-untyped-call]
        for name, weight in self._trained.items():
            self._master[name].grad = None if weight.grad is None else weight.grad.float()
            weight.grad = None
        nn.utils.clip_grad_norm_(self._master.values(), GRADIENT)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        self._put(self._master)
        self._losses[reading].append(loss.detach())
        self.rows += len(batch.ids) if reading else 0

    def follow(self) -> None:
        """Move the average towards the weights; it remembers a tenth of a young run."""
        steps = self.position.step
        memory = min(LONGEST_MEMORY, 1 - 1 / (1 + steps / AVERAGED)) ** AVERAGED
        with torch.no_grad():
            current = [p.detach() for p in self._master.values()]
            torch._foreach_lerp_(list(self._average.values()), current, 1 - memory)

    def weights(self, average: bool) -> dict[str, Tensor]:
        """Return the model's tensors, none of them rounded."""
        return self._fixed | (self._average if average else self._master)

    @contextlib.contextmanager
    def averaged(self) -> Iterator[Model]:
        """Give the model its average weights for a while."""
        self._put(self._average)
        try:
            yield self.model
        finally:
            self._put(self._master)

    def save(self, path: Path) -> None:
        """Write all that the run goes on from."""
        state = {
            "weights": self._master,
            "average": self._average,
            "optimizer": self._optimizer.state_dict(),
            "position": position_to_dict(self.position),
            "spent": self.spent,
            "rows": self.rows,
            "random": torch.get_rng_state(),
        }
        save_state(path, state)

    def resume(self, path: Path) -> None:
        """Go on from what ``save`` wrote; dropout draws what it would have drawn, on a CPU."""
        state = load_state(path)
        with torch.no_grad():
            for name, value in self._average.items():
                value.copy_(state["average"][name])
                self._master[name].copy_(state["weights"][name])
        self._put(self._master)
        self._optimizer.load_state_dict(state["optimizer"])
        self.position = position_from_dict(state["position"])
        self.spent, self.rows = state["spent"], state["rows"]
        torch.set_rng_state(state["random"])

    def loss(self, reading: bool) -> float | None:
        """Return the mean loss of the last steps on questions, or on claims."""
        recent = self._losses[reading]
        return round(float(torch.stack(list(recent)).mean()), 4) if recent else None

    def on_device(self, batch: Arrays) -> Batch[Tensor]:
        """Return a batch as tensors of the run's device."""
        moved = {
            field.name: torch.from_numpy(getattr(batch, field.name)).long().to(self.device)
            for field in fields(batch)
        }
        reading = isinstance(batch, ReadingBatch)
        return ReadingBatch(**moved) if reading else ClaimBatch(**moved)

    def _put(self, weights: dict[str, Tensor]) -> None:
        with torch.no_grad():
            for name, value in self._trained.items():
                value.copy_(weights[name])


def train(
    run: Run,
    batches: Iterator[tuple[Arrays, Position]],
    tell: Callable[[str], None],
    keep: Callable[[], None],
) -> None:
    """Run to the end; ``tell`` a line now and then, ``keep`` a checkpoint every ten minutes.

    Time spent in ``keep`` does not count as training.
    """
    last = told = kept = time.monotonic()
    while run.done < 1:
        arrays, position = next(batches)
        run.step(arrays)
        run.position = position
        if position.step % AVERAGED == 0:
            run.follow()
        now = time.monotonic()
        run.spent += now - last
        last = now
        if now - told > TOLD:
            tell(progress(run))
            told = now
        if now - kept > run.settings.checkpoint_seconds:
            keep()
            last = kept = time.monotonic()


def progress(run: Run) -> str:
    """Return a line that says how far a run is."""
    pace = run.rows / max(run.spent, 1e-9)
    return (
        f"{run.spent:.0f} s, step {run.position.step}, {run.rows} rows ({pace:.1f}/s), "
        f"loss {run.loss(True)}, claims {run.loss(False)}"
    )


def rate_factor(done: float) -> float:
    """Return the learning rate's factor in (0, 1]: up, flat, then down in a straight line."""
    rising = min(1.0, done / WARM + LEAST)
    return rising * max(LEAST, min(1.0, (1 - done) / FALLING))


def freeze(model: Model, layers: int) -> None:
    """Keep the lowest encoder layers, and with any the embeddings, as they are."""
    fixed = [f"encoder.layer.{n}." for n in range(layers)]
    fixed += ["encoder.embeddings."] if layers else []
    for name, parameter in model.named_parameters():
        if any(part in name for part in fixed) or "relative_attention_bias" in name:
            parameter.requires_grad_(False)


def optimizer_of(trained: dict[str, Tensor], settings: Settings) -> torch.optim.AdamW:
    """Return AdamW with one rate for the encoder and one for all else."""
    encoder = [p for name, p in trained.items() if name.startswith("encoder.")]
    others = [p for name, p in trained.items() if not name.startswith("encoder.")]
    groups = [
        {"params": parameters, "lr": rate, "full": rate}
        for parameters, rate in (
            (encoder, settings.encoder_rate),
            (others, settings.decoder_rate),
        )
        if parameters
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
