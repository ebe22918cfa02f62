"""Trains a cross-encoder for the grounding check: ``python -m models.grounding STEP``.

``pairs --data DIR --out FILE.jsonl.gz`` makes pairs of evidence and claim (models.training.pairs).
``train FILE --start CHECKPOINT --out DIR`` trains the layers from ``TRAINED`` up and a head on
them: embeddings and the lowest two layers are the packaged all-MiniLM-L6-v2's, the layer between
the checkpoint's, a copydesk model whose encoder reads pairs already. ``weigh FILE --start
CHECKPOINT --run DIR`` fits how the logit would count beside the exact checks, on the pairs of
held-out documents. Nothing of it ships: on grounding_dev the check did better without it
(models/LOG.md).
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertConfig

from benchmarks.fit_ground import auroc, balanced_accuracy, fit_signed
from models.training.pairs.collect import Pair, claims, pairs, read
from models.training.pairs.encode import LOWER, MATCHED, MAX_TOKENS
from models.training.pairs.evidence import choose_evidence, is_shortened
from models.training.pairs.teach import Example, Top, examples, logits, lower_weights, train
from models.training.questions.parsing import load as load_parser
from qa.grounding.alignment import is_copy
from qa.grounding.check import features
from qa.language.mentions import find_mentions
from qa.neural.embedder import default_folder
from qa.neural.minilm import WEIGHTS
from qa.text.sentences import split_sentences

log = logging.getLogger("grounding")

LIMITS = {
    "bbc": 450, "cnn": 2000, "cnn-body": 250, "headline": 250, "scitldr": 100, "wice": 1000,
    "fever-symmetric": 350, "climate-fever": 100, "begin-wow": 100,
}  # fmt: skip
"""Claims of each source, and where it is labelled, of each verdict: what two cores can learn
from in half an hour."""
TRAINED = MATCHED
"""Layers from this one up are trained."""
MAX_DOUBT = 6.0
"""A logit beyond this is an extrapolation: one word cannot outweigh everything else."""
Row = tuple[str, str]
Table = NDArray[np.float64]
Flags = NDArray[np.bool_]
HELD_OUT = {"cnn": 0.25, "cnn-body": 0.25}
HELD_OUT_ELSE = 0.1
"""Shares of documents that are held out."""
JOINED = "cnn-joined"
"""Two sentences of one reference summary as one claim, of which one may be false."""
WEIGHED = {"cnn": 2.0, JOINED: 2.0, "wice": 1.0, "headline": 0.5, "bbc": 1.0, "cnn-body": 1.0}
"""How much each source counts in ``weigh``: those with documents, reference summaries most."""
COLUMNS = ("single", "anywhere", "facts", "failed", "trust")


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


def parts(start: Path, run: Path | None) -> tuple[dict[str, torch.Tensor], BertConfig, Tokenizer]:
    """Return all weights by name, those of ``run`` last, the shapes, and the tokenizer."""
    base = default_folder()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    upper = {k.removeprefix("encoder."): v.float() for k, v in load_file(start / WEIGHTS).items()
             if k.startswith("encoder.")}  # fmt: skip
    if run:
        upper |= {k: v.float() for k, v in load_file(run / WEIGHTS).items()}
    below = {k: v.float() for k, v in load_file(base / WEIGHTS).items()}
    config = BertConfig.from_pretrained(base)
    config._attn_implementation = "sdpa"
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    return lower_weights(below, upper), config, tokenizer


def fit(arguments: argparse.Namespace) -> None:
    """Train, and keep the weights after every hundred steps."""
    torch.manual_seed(arguments.seed)
    weights, config, tokenizer = parts(arguments.start, arguments.go_on)
    every = examples(load_pairs(arguments.pairs), weights, TRAINED, tokenizer)
    held = [e for e in every if is_held_out(e.pair)]
    rows = [e for e in every if not is_held_out(e.pair)]
    log.info("%d training pairs, %d held out", len(rows), len(held))
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


def table_of(rows: Sequence[Row], run: Path, start: Path) -> tuple[list[int], Table, Flags]:
    """Return which rows the model has to be asked about, their features, and who passes.

    Copies and shortened sentences need no model; ``Row`` is (claim, document).
    """
    weights, config, tokenizer = parts(start, run)
    places: list[int] = []
    known: list[dict[str, float]] = []
    passed: list[bool] = []
    asked: list[list[tuple[str, str]]] = []
    for place, (claim, document) in enumerate(rows):
        sources = [document[a:b] for a, b in split_sentences(document)]
        told = [find_mentions(source) for source in sources]
        texts = [claim[a:b] for a, b in split_sentences(claim)]
        new = [s for s in texts if not is_copy(s, told) and not is_shortened(s, told)]
        if not new:
            continue
        values, reasons = features(claim, sources)
        places.append(place)
        known.append(values)
        passed.append(not reasons)
        asked.append([(s, choose_evidence(find_mentions(s), told)) for s in new])
    every = sorted({pair for each in asked for pair in each})
    unlabelled = [Pair("", "", "", "", claim, evidence, True, None) for claim, evidence in every]
    read_rows = examples(unlabelled, weights, TRAINED, tokenizer)
    found = dict(zip(every, logits(Top(config, weights, TRAINED), read_rows), strict=True))
    for values, each in zip(known, asked, strict=True):
        values["trust"] = -max(-MAX_DOUBT, min(MAX_DOUBT, max(found[pair] for pair in each)))
    return places, np.array([[v[c] for c in COLUMNS] for v in known]), np.array(passed)


def weigh(arguments: argparse.Namespace) -> None:
    """Fit the whole check's weights and threshold on held-out pairs, and measure on them."""
    held = [p for p in load_pairs(arguments.pairs) if is_held_out(p) and p.source in WEIGHED]
    held = list({(p.group, p.claim): p for p in held}.values())
    every = [*held, *joined([p for p in held if p.source == "cnn"])]
    pairs_of = [(p.claim, p.document) for p in every]
    places, table, ok = table_of(pairs_of, arguments.run, arguments.start)
    rows = [every[place] for place in places]
    y = np.array([p.supported for p in rows])
    log.info("%d of %d claims are neither copies nor shortened", len(rows), len(every))
    weight = np.array([WEIGHED[p.source] for p in rows])
    for source in WEIGHED:
        for verdict in (True, False):
            part = np.array([p.source == source and p.supported == verdict for p in rows])
            weight[part] /= part.sum()
    weight *= len(rows) / weight.sum()
    columns, w = fit_signed(table, y.astype(float), weight, COLUMNS)
    table = table[:, [COLUMNS.index(c) for c in columns]]
    score = 1 / (1 + np.exp(-(w[0] + table @ w[1:])))
    grid = np.arange(0.05, 0.96, 0.01)
    gains = [balanced_accuracy(y, (score >= t) & ok, weight) for t in grid]
    best = float(grid[int(np.argmax(gains))])
    log.info("weights %s",
             dict(zip(("bias", *columns), w.round(2).tolist(), strict=True)))  # fmt: skip
    log.info("threshold %.2f, %d claims, balanced accuracy %.3f, AUROC %.3f",
             best, len(rows), max(gains), auroc(y, score))  # fmt: skip
    said = (score >= best) & ok
    for source in WEIGHED:
        part = np.array([p.source == source for p in rows])
        log.info("  %s: AUROC %.3f (trust alone %.3f), true kept %.3f, false caught %.3f", source,
                 auroc(y[part], score[part]), auroc(y[part], table[part, -1]),
                 said[part & y].mean(), 1 - said[part & ~y].mean())  # fmt: skip
    for kind in sorted({p.kind for p in rows if not p.supported}):
        part = np.array([p.kind == kind and not p.supported for p in rows])
        log.info("  %s (%d): caught %.3f, by exact checks alone %.3f", kind, part.sum(),
                 1 - said[part].mean(), 1 - ok[part].mean())  # fmt: skip
    if arguments.measure:
        labelled = read(arguments.measure)
        asked = [(row["claim"], row["document"]) for row in labelled]
        places, table, ok = table_of(asked, arguments.run, arguments.start)
        y = np.array([bool(labelled[place]["supported"]) for place in places])
        table = table[:, [COLUMNS.index(c) for c in columns]]
        score = 1 / (1 + np.exp(-(w[0] + table @ w[1:])))
        log.info("%s: %d claims, balanced accuracy %.3f, AUROC %.3f", arguments.measure.name,
                 len(y), balanced_accuracy(y, (score >= best) & ok), auroc(y, score))  # fmt: skip


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
    third = steps.add_parser("weigh")
    third.add_argument("pairs", type=Path)
    third.add_argument("--start", type=Path, required=True)
    third.add_argument("--run", type=Path, required=True)
    third.add_argument("--measure", type=Path, help="labelled claims that nothing is fitted on")
    third.set_defaults(run_step=weigh)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(asctime)s %(message)s")
    arguments.run_step(arguments)


if __name__ == "__main__":
    main()
