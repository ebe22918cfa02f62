"""Finds the constants of summaries: ``python -m models.tune_summaries FOLDER --data DIR``.

Salience logits come from heads that never saw the article: one is trained for each of five
folds of the CNN/DM rows of `sum_train`. Then `qa.neural.seq2seq.selection.Weights` are changed one
at a time, as long as the mean of ROUGE-1, -2 and -Lsum gains. The room for words is not
searched: ROUGE asks for longer summaries without end, and people do not. The figure to
believe is the cross-validated one, of constants chosen without the fold they are scored on.
Put the constants printed last into `Weights`.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from rouge_score.rouge_scorer import RougeScorer

from models.salience import Example, encode, fit, is_news, load
from qa.evaluate.rouge import TYPES, rouge
from qa.neural.seq2seq.copydesk import load_copydesk
from qa.neural.seq2seq.layers import SalienceHead
from qa.neural.seq2seq.selection import WEIGHTS, Weights, select_sentences, weigh_sentences
from qa.summary.compression import join_pieces

log = logging.getLogger("tune")

FOLDS = 5
SENTENCES = 3
GAIN = 1e-4
"""Less is noise: 0.01 points of ROUGE."""
CHOICES: dict[str, tuple[float, ...]] = {
    "head": (0.0, 0.25, 0.5, 1.0, 2.0),
    "lead": (1.0, 2.0, 4.0, 8.0),
    "length": (0.0, 0.02, 0.05, 0.1),
    "orphan": (3.0, 6.0),  # less would let pronouns lose their names
    "quote": (0.0, 1.0, 3.0),
}


@dataclass
class Row:
    """An article, its reference and the logits of a head that did not see it."""

    sentences: list[str]
    reference: str
    salience: list[float]
    scored: dict[str, tuple[float, ...]] = field(default_factory=dict)

    def score(self, weights: Weights) -> tuple[float, ...]:
        """Return ROUGE-1, -2, -Lsum F1 in [0, 1] and the number of words."""
        chosen = select_sentences(
            self.sentences,
            weigh_sentences(self.sentences, self.salience, weights),
            SENTENCES,
            orphan=weights.orphan,
        )
        return self.measure(
            " ".join(join_pieces(self.sentences[c.index], c.pieces) for c in chosen)
        )

    def measure(self, summary: str) -> tuple[float, ...]:
        """Return the same of a given summary."""
        if summary not in self.scored:
            values = rouge(summary, [self.reference])
            made = (*(values[f"{kind}_mean"] for kind in TYPES), float(len(summary.split())))
            self.scored[summary] = made
        return self.scored[summary]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("models/copydesk-small"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, help="keeps the encoded articles for a next run")
    parser.add_argument("--limit", type=int, default=800, help="articles, CNN/DM first")
    parser.add_argument("--epochs", type=int, default=15)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(asctime)s %(message)s")
    articles = load(arguments.data / "sum_train.jsonl.gz", ["frank", "bbc"], arguments.limit, 0)
    examples, config = encoded(arguments.folder, articles, arguments.cache)
    rows, folds = crossed(articles, examples, config, arguments.epochs)
    report("first two sentences", [r.measure(" ".join(r.sentences[:2])) for r in rows])
    report("first three sentences", [r.measure(" ".join(r.sentences[:3])) for r in rows])
    report("constants of now", [r.score(WEIGHTS) for r in rows])
    unseen: list[tuple[float, ...]] = []
    for number in range(FOLDS):
        found = search([r for r, f in zip(rows, folds, strict=True) if f != number])
        log.info("without fold %d: %s", number, json.dumps(asdict(found)))
        unseen += [r.score(found) for r, f in zip(rows, folds, strict=True) if f == number]
    report("cross-validated", unseen)
    best = search(rows)
    report("on all rows", [r.score(best) for r in rows])
    log.info("Weights: %s", json.dumps(asdict(best)))


def encoded(
    folder: Path, articles: Sequence[tuple[list[str], str, str]], cache: Path | None
) -> tuple[list[Example], Any]:
    """Return each article's sentence states, from ``cache`` if it holds as many."""
    generator = load_copydesk(folder, name="salience")
    config = generator._config
    if cache is not None and cache.exists():
        kept: list[Example] = torch.load(cache)
        if len(kept) == len(articles):
            return kept, config
    scorer = RougeScorer(["rouge1", "rouge2"], use_stemmer=True)
    examples = []
    for number, (sentences, reference, _) in enumerate(articles, 1):
        examples.append(encode(generator, sentences, reference, scorer))
        if number % 50 == 0:
            log.info("encoded %d of %d articles", number, len(articles))
    if cache is not None:
        torch.save(examples, cache)
    return examples, config


def crossed(
    articles: Sequence[tuple[list[str], str, str]],
    examples: Sequence[Example],
    config: Any,
    epochs: int,
) -> tuple[list[Row], list[int]]:
    """Return the CNN/DM rows with logits of heads that were trained without their fold."""
    news = [n for n, (_, _, source) in enumerate(articles) if is_news(source)]
    rng = random.Random(0)
    fold_of = {n: rng.randrange(FOLDS) for n in news}
    rows, folds = [], []
    for number in range(FOLDS):
        training = [e for n, e in enumerate(examples) if fold_of.get(n) != number]
        training += [examples[n] for n in news if fold_of[n] != number] * 2
        rng.shuffle(training)
        head = SalienceHead(config)
        # The best epoch is told by articles of the training part.
        head.load_state_dict(fit(config, training, training[: len(training) // 8], epochs))
        head.eval()
        for n in (n for n in news if fold_of[n] == number):
            states, lengths, _, _ = examples[n]
            with torch.no_grad():
                logits = head(states, lengths).tolist()
            rows.append(Row(articles[n][0], articles[n][1], logits))
            folds.append(number)
    return rows, folds


def search(rows: Sequence[Row]) -> Weights:
    """Change one constant at a time until none gains."""
    best, value = WEIGHTS, objective(rows, WEIGHTS)
    while True:
        before = value
        for name, values in CHOICES.items():
            for candidate in values:
                changed = replace(best, **{name: candidate})
                got = objective(rows, changed)
                if got > value + GAIN:
                    best, value = changed, got
        if value <= before:
            return best


def objective(rows: Sequence[Row], weights: Weights) -> float:
    """Return the mean of the three ROUGE scores over the rows."""
    return sum(sum(row.score(weights)[:3]) for row in rows) / (3 * len(rows))


def report(name: str, scores: Sequence[tuple[float, ...]]) -> None:
    """Log the means, in points."""
    means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
    shown = " / ".join(f"{100 * m:.2f}" for m in means[:3])
    log.info("%s: ROUGE-1/2/Lsum %s, %.1f words, %d rows", name, shown, means[3], len(scores))


if __name__ == "__main__":
    main()
