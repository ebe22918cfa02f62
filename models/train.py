"""Trains the copying encoder-decoder: ``python -m models.train CONFIG.toml --data DIR``.

Runs on CPU or CUDA, resumes from ``--out``, evaluates on held-out training contexts,
and keeps the best average of the weights.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import AutoTokenizer

from models.training import negatives
from models.training.batches import batches, mask, tensors
from models.training.data import Example, read, split, window
from models.training.start import start
from qa.evaluate.metrics import f1
from qa.neural.embedder import default_folder
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

log = logging.getLogger("train")


def mix(examples: list[Example], config: dict[str, Any], rng: random.Random) -> list[Example]:
    """Return one epoch: so many rows of each source, and of each kind of negative."""
    by_kind: dict[str, list[Example]] = {}
    for example in examples:
        free = bool(example.answer) and example.start is None
        by_kind.setdefault(example.kind + (":free" if free else ""), []).append(example)
    chosen: list[Example] = []
    for kind, count in config["rows"].items():
        rows = by_kind[kind]
        chosen += rng.sample(rows, count) if 0 <= count < len(rows) else rows
    for table, source in (("negatives", "squad"), ("news_negatives", "news")):
        spans = [e for e in examples if e.start is not None and e.kind.startswith(source)]
        for kind, count in config.get(table, {}).items():
            chosen += getattr(negatives, kind)(spans, count, rng)
    return chosen


def groups(model: Model, config: dict[str, Any]) -> list[dict[str, Any]]:
    """Freeze words and the lowest layers; lower encoder layers learn more slowly."""
    model.get_input_embeddings().requires_grad_(False)
    model.salience.requires_grad_(False)  # trained afterwards, by models/salience.py
    layers = model.encoder.encoder.layer
    for layer in layers[: config["frozen_layers"]]:
        layer.requires_grad_(False)
    if config["frozen_layers"]:
        model.encoder.embeddings.requires_grad_(False)
    result: list[dict[str, Any]] = []
    taken: set[int] = set()
    for depth, layer in enumerate(reversed(layers)):
        rate = config["encoder_rate"] * config["layer_decay"] ** depth
        parameters = [p for p in layer.parameters() if p.requires_grad]
        taken.update(map(id, parameters))
        if parameters:
            result.append({"params": parameters, "lr": rate})
    rest = [p for p in model.parameters() if p.requires_grad and id(p) not in taken]
    result.append({"params": rest, "lr": config["decoder_rate"]})
    return result


def drop(model: Model, share: float) -> None:
    """Set the share of activations that the encoder drops while training; it is not saved.

    The shipped configuration says 0: inference never drops, and three runs trained without.
    """
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = share


def rate_at(step: int, steps: int, warmup: int, decay: float) -> float:
    """Return the factor in [0, 1]: linear up, flat, then linear down over the last ``decay``."""
    if step < warmup:
        return step / warmup
    return min(1.0, max(0.02, (steps - step) / (decay * steps)))


@torch.no_grad()
def evaluate(
    model: Model, tokenizer: Any, rows: list[Example], config: dict[str, Any]
) -> dict[str, float]:
    """Read held-out rows greedily; F1 on answerable ones, abstention on all."""
    model.train(False)
    scores: list[float] = []
    kept: list[float] = []
    abstained = unanswerable = 0
    for first in range(0, len(rows), 32):
        batch = rows[first : first + 32]
        inputs = tensors(batch, tokenizer, config["max_tokens"])
        sources = {k: v.to(model.device) for k, v in inputs.items() if not k.startswith("label")}
        ids = model.generate(**sources, max_new_tokens=24)
        for row, one in zip(ids.tolist(), batch, strict=True):
            said = "" if row[1] == tokenizer.cls_token_id else tokenizer.decode(
                row, skip_special_tokens=True)  # fmt: skip
            if one.answer:
                scores.append(f1(said, [one.answer]))
                kept.append(float(bool(said)))
            else:
                unanswerable += 1
                abstained += not said
    model.train()
    return {
        "f1": round(sum(scores) / max(1, len(scores)), 4),
        "kept": round(sum(kept) / max(1, len(kept)), 4),
        "abstained": round(abstained / max(1, unanswerable), 4),
    }


def train(config: dict[str, Any], data: Path, out: Path) -> None:
    """Run one configuration to its end, or on from where it was stopped."""
    rng = random.Random(config["seed"])
    torch.manual_seed(config["seed"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = AutoTokenizer.from_pretrained(default_folder())
    # Questions made by `models.training.questions` are another file, beside the given data.
    extra = [Path(file) for file in config.get("extra", [])]
    rows = [row for file in (data / "qa_train.jsonl.gz", *extra) for row in read(file)]
    training, held = split(rows)
    epoch = mix(training, config, rng)
    held = [window(e, 850, rng) for e in rng.sample(held, min(len(held), config["held_out"]))]
    held = [e for e in held if not (e.answer and e.start is None)]
    held += negatives.easy([e for e in held if e.answer], 40, rng)
    log.info("%d rows an epoch, %d held out, on %s", len(epoch), len(held), device)
    last = out / "last"
    init = config["init"].replace("{data}", str(data))
    model: Any = start(str(last) if last.exists() else init)
    model.to(device).train()
    drop(model, config.get("dropout", 0.0))
    # A moving average of the weights generalises better than the last ones (Izmailov et al.
    # 2018, "Averaging Weights Leads to Wider Optima"): 001, 002 and 003 averaged had a
    # held-out loss of .466 where 003 had .505.
    moving: Any = get_ema_multi_avg_fn
    smooth = AveragedModel(model, multi_avg_fn=moving(config.get("average", 0.0)))
    if last.exists():
        smooth.module.load_state_dict(start(str(out / "averaged")).state_dict())
        smooth.n_averaged.fill_(1)  # else the first update would begin anew
    optimizer = torch.optim.AdamW(
        groups(model, config), weight_decay=0.01, betas=(0.9, 0.98), fused=True
    )
    base = [group["lr"] for group in optimizer.param_groups]
    step, best = 0, 0.0
    if last.exists():
        state = torch.load(out / "state.pt", weights_only=True)
        optimizer.load_state_dict(state["optimizer"])
        step, best = state["step"], state["best"]
        rng.seed(config["seed"] + step)
    steps, size = config["steps"], config["batch"]
    stream = batches(epoch, size, (config["min_chars"], config["max_chars"]), rng)
    began, first, running = time.time(), step, 0.0
    while step < steps:
        factor = rate_at(step, steps, config["warmup"], config["decay"])
        for group, rate in zip(optimizer.param_groups, base, strict=True):
            group["lr"] = rate * factor
        inputs = tensors(next(stream), tokenizer, config["max_tokens"])
        mask(inputs, config.get("masked", 0.0), tokenizer.mask_token_id)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            loss = model(**{k: v.to(device) for k, v in inputs.items()}).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        smooth.update_parameters(model)
        step += 1
        running = loss.item() if not running else 0.98 * running + 0.02 * loss.item()
        if step % 20 == 0:
            pace = (step - first) / (time.time() - began)
            log.info("step %d/%d loss %.3f %.1f rows/s, %.0f min left", step, steps, running,
                     pace * size, (steps - step) / pace / 60)  # fmt: skip
        if step % config["evaluate_every"] == 0 or step == steps:
            averaged: Any = smooth.module
            result = evaluate(averaged, tokenizer, held, config)
            quality = result["f1"] + 0.3 * result["abstained"]
            log.info("EVAL %s", json.dumps({"step": step, **result}))
            model.save_pretrained(last)
            folders = (out / "averaged", out / "best") if quality >= best else (out / "averaged",)
            for folder in folders:
                averaged.save_pretrained(folder)
                tokenizer.save_pretrained(folder)
            best = max(best, quality)
            torch.save(
                {"optimizer": optimizer.state_dict(), "step": step, "best": best}, out / "state.pt"
            )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", help="folder to start from, instead of the configuration's")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(sys.stdout),
        logging.FileHandler(arguments.out / "log.txt"),
    ]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)
    config = tomllib.loads(arguments.config.read_text(encoding="utf-8"))
    if arguments.init:
        config["init"] = arguments.init
    train(config, arguments.data, arguments.out)


if __name__ == "__main__":
    main()
