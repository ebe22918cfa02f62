"""Trains the grounding check's cross-encoder: ``python -m models.grounding STEP``.

``pairs --data DIR --out FILE.jsonl.gz`` makes pairs of evidence and claim (models.training.pairs);
``train FILE --start CHECKPOINT --out DIR`` trains the layers from ``TRAINED`` up and a head on
them, with the embeddings and layers below ``qa.judge.LOWER`` of the packaged all-MiniLM-L6-v2 and
those between of the checkpoint, a copydesk model whose encoder reads pairs already; ``package DIR
FOLDER`` writes what ships and prints its sha256; ``weigh FILE --model FOLDER`` fits how the logit
counts beside the exact checks, on the pairs of held-out documents, and prints the constants of
qa/ground.py.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import hashlib
import json
import logging
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig

from benchmarks.fit_ground import auroc, balanced_accuracy, newton
from models.training.pairs.collect import Pair, claims, pairs, read
from models.training.pairs.teach import Example, Top, examples, logits, lower_weights, train
from models.training.questions.parsing import load as load_parser
from qa.embed import default_folder
from qa.ground import doubt, features
from qa.judge import LOWER, MAX_TOKENS, Doubt, Judge
from qa.mentions import find_mentions
from qa.minilm import WEIGHTS
from qa.sentences import split_sentences

log = logging.getLogger("grounding")

LIMITS = {
    "bbc": 450, "cnn": 2000, "cnn-body": 250, "headline": 250, "scitldr": 100, "wice": 1000,
    "fever-symmetric": 350, "climate-fever": 100, "begin-wow": 100,
}  # fmt: skip
"""Claims of each source, and where it is labelled, of each verdict: what two cores can learn
from in half an hour."""
TRAINED = 3
"""Layers from this one up are trained."""
HELD_OUT = {"cnn": 0.25, "cnn-body": 0.25}
HELD_OUT_ELSE = 0.1
"""Shares of documents that are held out."""
JOINED = "cnn-joined"
"""Two sentences of one reference summary as one claim, of which one may be false."""
WEIGHED = {"cnn": 2.0, JOINED: 2.0, "wice": 1.0, "headline": 0.5, "bbc": 1.0, "cnn-body": 1.0}
"""How much each source counts in ``weigh``: those with documents, reference summaries most."""
COLUMNS = ("single", "anywhere", "facts", "failed", "doubt")


def is_held_out(pair: Pair) -> bool:
    """Say whether a pair's document is held out; its digest decides."""
    return int(pair.group, 16) / 16**8 < HELD_OUT.get(pair.source, HELD_OUT_ELSE)


def load_pairs(path: Path) -> list[Pair]:
    """Read what ``pairs`` wrote."""
    return [
        Pair(**{**row, "spans": None if row["spans"] is None else tuple(map(tuple, row["spans"]))})
        for row in read(path)
    ]


def make(arguments: argparse.Namespace) -> None:
    """Make the pairs, and write them whole or not at all."""
    rng = random.Random(arguments.seed)
    chosen = claims(arguments.data, LIMITS, rng)
    base = default_folder()
    ids = Tokenizer.from_file(str(base / "tokenizer.json")).get_vocab()
    vectors = load_file(base / WEIGHTS)["embeddings.word_embeddings.weight"].float()
    part = arguments.out.with_name(arguments.out.name + ".part")
    with gzip.open(part, "wt", encoding="utf-8") as file:
        for pair in pairs(chosen, load_parser().pipe, ids, vectors, rng):
            file.write(json.dumps(pair.to_dict(), ensure_ascii=False) + "\n")
    part.replace(arguments.out)


def fit(arguments: argparse.Namespace) -> None:
    """Train, and keep the weights after every hundred steps."""
    torch.manual_seed(arguments.seed)
    base = default_folder()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    started = load_file(arguments.start / WEIGHTS)
    start = {k.removeprefix("encoder."): v.float() for k, v in started.items()
             if k.startswith("encoder.")}  # fmt: skip
    if arguments.go_on:
        start |= {k: v.float() for k, v in load_file(arguments.go_on / WEIGHTS).items()}
    weights = lower_weights({k: v.float() for k, v in load_file(base / WEIGHTS).items()}, start)
    every = examples(load_pairs(arguments.pairs), weights, TRAINED, tokenizer)
    held = [e for e in every if is_held_out(e.pair)]
    rows = [e for e in every if not is_held_out(e.pair)]
    log.info("%d training pairs, %d held out", len(rows), len(held))
    config = BertConfig.from_pretrained(base)
    config._attn_implementation = "sdpa"
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    top = Top(config, weights, TRAINED)
    sample = random.Random(arguments.seed).sample(held, min(500, len(held)))
    arguments.out.mkdir(parents=True, exist_ok=True)
    for step in train(top, rows, epochs=arguments.epochs, size=arguments.batch,
                      rate=arguments.rate, seed=arguments.seed):  # fmt: skip
        log.info("step %d held-out AUROC %s", step, told(top, sample))
        save(top, weights, arguments.out)
    log.info("all held-out pairs: %s", told(top, held))


def told(top: Top, rows: Sequence[Example]) -> dict[str, str]:
    """Return AUROC and number of pairs by source and by kind of edit (against all true ones)."""
    found = torch.tensor(logits(top, rows)).numpy()
    true = torch.tensor([e.pair.supported for e in rows]).numpy()
    sources = torch.tensor([hash(e.pair.source) for e in rows]).numpy()
    kinds = torch.tensor([hash(e.pair.kind) for e in rows]).numpy()
    made = {"all": f"{auroc(true, -found):.3f}"}
    for name in sorted({e.pair.source for e in rows}):
        part = sources == hash(name)
        if len(set(true[part])) == 2:
            made[name] = f"{auroc(true[part], -found[part]):.3f} ({part.sum()})"
    for name in sorted({e.pair.kind for e in rows if not e.pair.supported}):
        part = (kinds == hash(name)) & ~true
        both = part | true
        made[f"{name} edits"] = f"{auroc(true[both], -found[both]):.3f} ({part.sum()})"
    return made


def save(top: Top, weights: dict[str, torch.Tensor], folder: Path) -> None:
    """Write every tensor that ships: the layers from ``LOWER`` up, and the head, in float16."""
    kept = {k: v for k, v in weights.items() if k.startswith("encoder.layer.")
            and LOWER <= int(k.split(".")[2]) < TRAINED}  # fmt: skip
    made = {**kept, **top.weights()}
    tensors = {k: v.detach().to(torch.float16).contiguous() for k, v in made.items()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def package(arguments: argparse.Namespace) -> None:
    """Write the weights and the shapes that ``qa.judge`` reads; print the weights' sha256."""
    arguments.folder.mkdir(parents=True, exist_ok=True)
    data = (arguments.run / "model.safetensors").read_bytes()
    (arguments.folder / "model.safetensors").write_bytes(data)
    config: Any = BertConfig.from_pretrained(default_folder())
    shapes = {key: getattr(config, key) for key in (
        "num_hidden_layers", "num_attention_heads", "layer_norm_eps", "hidden_size",
        "intermediate_size", "vocab_size")}  # fmt: skip
    shapes = {"model_type": "copydesk-ground", "shipped_from_layer": LOWER, **shapes}
    text = json.dumps(shapes, indent=2) + "\n"
    (arguments.folder / "config.json").write_text(text, "utf-8")
    sys.stdout.write(hashlib.sha256(data).hexdigest() + "\n")


def joined(held: Sequence[Pair]) -> list[Pair]:
    """Return every two neighbouring sentences of a summary as one claim, true and with each edit.

    The claims come as ``pairs`` wrote them: a true one, then its false partners.
    """
    made: list[Pair] = []
    before: Pair | None = None
    last: Pair | None = None
    for pair in held:
        if pair.supported:
            before, last = last, pair
        if before is not None and before.group == pair.group:
            claim = f"{before.claim} {pair.claim}"
            made.append(replace(pair, source=JOINED, claim=claim, spans=None))
    return made


def weigh(arguments: argparse.Namespace) -> None:
    """Fit the whole check's weights and threshold on held-out pairs, and measure on them."""
    shipped = Judge(arguments.model, default_folder())
    known = functools.cache(lambda pair: shipped([pair])[0])

    def judge(asked: Sequence[tuple[str, str]]) -> list[Doubt]:
        return [known(pair) for pair in asked]

    held = [p for p in load_pairs(arguments.pairs) if is_held_out(p) and p.source in WEIGHED]
    held = list({(p.group, p.claim): p for p in held}.values())
    rows = [*held, *joined([p for p in held if p.source == "cnn"])]
    x, passed = [], []
    for pair in rows:
        sources = [pair.document[a:b] for a, b in split_sentences(pair.document)]
        values, reasons = features(pair.claim, sources)
        texts = [pair.claim[a:b] for a, b in split_sentences(pair.claim)]
        values["doubt"] = doubt(texts, [find_mentions(s) for s in sources], judge)[0]
        x.append([values[column] for column in COLUMNS])
        passed.append(not reasons)
    table, y, ok = np.array(x), np.array([p.supported for p in rows]), np.array(passed)
    weight = np.array([WEIGHED[p.source] for p in rows])
    for source in WEIGHED:
        for verdict in (True, False):
            part = np.array([p.source == source and p.supported == verdict for p in rows])
            weight[part] /= part.sum()
    weight *= len(rows) / weight.sum()
    w = newton(table, y.astype(float), weight)
    score = 1 / (1 + np.exp(-(w[0] + table @ w[1:])))
    grid = np.arange(0.05, 0.96, 0.01)
    gains = [balanced_accuracy(y, (score >= t) & ok, weight) for t in grid]
    best = float(grid[int(np.argmax(gains))])
    log.info("JUDGED_WEIGHTS = %s",
             dict(zip(("bias", *COLUMNS), w.round(2).tolist(), strict=True)))  # fmt: skip
    log.info("JUDGED_THRESHOLD = %.2f  # %d pairs, balanced accuracy %.3f, AUROC %.3f",
             best, len(rows), max(gains), auroc(y, score))  # fmt: skip
    said = (score >= best) & ok
    for source in WEIGHED:
        part = np.array([p.source == source for p in rows])
        log.info("  %s: AUROC %.3f (doubt alone %.3f), true kept %.3f, false caught %.3f", source,
                 auroc(y[part], score[part]), auroc(y[part], -table[part, -1]),
                 said[part & y].mean(), 1 - said[part & ~y].mean())  # fmt: skip
    for kind in sorted({p.kind for p in rows if not p.supported}):
        part = np.array([p.kind == kind and not p.supported for p in rows])
        log.info("  %s (%d): caught %.3f, by exact checks alone %.3f", kind, part.sum(),
                 1 - said[part].mean(), 1 - ok[part].mean())  # fmt: skip


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    steps = parser.add_subparsers(required=True)
    first = steps.add_parser("pairs")
    first.add_argument("--data", type=Path, required=True)
    first.add_argument("--out", type=Path, required=True)
    first.add_argument("--seed", type=int, default=0)
    first.set_defaults(run_step=make)
    second = steps.add_parser("train")
    second.add_argument("pairs", type=Path)
    second.add_argument("--start", type=Path, required=True)
    second.add_argument("--go-on", type=Path, help="folder of an earlier run to start from")
    second.add_argument("--out", type=Path, required=True)
    second.add_argument("--epochs", type=float, default=1.6)
    second.add_argument("--batch", type=int, default=16)
    second.add_argument("--rate", type=float, default=1.5e-4)
    second.add_argument("--seed", type=int, default=0)
    second.set_defaults(run_step=fit)
    third = steps.add_parser("package")
    third.add_argument("run", type=Path)
    third.add_argument("folder", type=Path)
    third.set_defaults(run_step=package)
    fourth = steps.add_parser("weigh")
    fourth.add_argument("pairs", type=Path)
    fourth.add_argument("--model", type=Path, required=True)
    fourth.set_defaults(run_step=weigh)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(asctime)s %(message)s")
    arguments.run_step(arguments)


if __name__ == "__main__":
    main()
