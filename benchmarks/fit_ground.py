"""Fit the weights and thresholds of ``qa.grounding.check`` and measure the whole check.

Run ``python -m benchmarks.fit_ground --data DIR [--doubts] [--measure]``. It reads
``grounding_train.jsonl.gz`` and, only with ``--measure``, ``grounding_dev.jsonl.gz``; no
figure of the latter enters the fit. Copy what it prints into
qa/grounding/check.py. ``--doubts`` says how
often the reader doubts summaries of news written by people (in ``sum_train.jsonl.gz``), and how
often the same with one name or number changed for another of the article.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.grounding.check import check_claim, features
from qa.language.mentions import find_mentions
from qa.language.polarity import OPPOSITES
from qa.neural.seq2seq.loading import load_pointer
from qa.protocols import Pointer
from qa.text.sentences import split_sentences
from qa.text.words import find_words, stem

SEED = 7
# Different edits made of each true claim, at most.
EDITS = 2
RIDGE = 1.0
COLUMNS = ("single", "anywhere", "facts", "failed")
# The only source whose evidence is a document, as an article is; where it is one sentence,
# "coverage" and "anywhere" are the same and weights for them mean nothing.
FITTED = "wice"
# Summaries of news written by people, freely worded, with their articles.
NEWS = "frank (CNN/DM test)"
CLAIM_SENTENCES = (1, 2, 3)
_AUXILIARY = re.compile(r"\b(is|was|are|were|has|have|had|will|would|can|could|should)\b(?! not)")
_NOT = re.compile(r"\b(is|was|are|were|has|have|had|will|would|can|could|should) not\b")

Row = dict[str, Any]


def main() -> None:
    """Fit, print the constants, and measure on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--doubts", action="store_true", help="measure the reader's doubts")
    parser.add_argument("--articles", type=int, default=110, help="articles of news for --doubts")
    parser.add_argument("--measure", action="store_true", help="measure on grounding_dev")
    parser.add_argument("--no-fit", action="store_true", help="only measure")
    options = parser.parse_args()
    if not options.no_fit:
        fit(training_rows(read(options.data / "grounding_train.jsonl.gz")))
    pointer = load_pointer() if options.doubts else None
    if pointer is not None:
        rows = read(options.data / "sum_train.jsonl.gz")
        news = [row for row in rows if row["source"] == NEWS][: options.articles]
        print(NEWS, measure(exchanged(news, random.Random(SEED)), pointer))
    if options.measure:
        print("dev", measure(read(options.data / "grounding_dev.jsonl.gz"), pointer))


def read(path: Path) -> list[Row]:
    """Return the rows of one gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def exchanged(rows: Sequence[Row], rng: random.Random) -> list[Row]:
    """Return summaries cut into claims, and each with a fact for another of its document."""
    made: list[Row] = []
    for row in rows:
        text = row["summary"] if isinstance(row["summary"], str) else " ".join(row["summary"])
        spans, at = split_sentences(text), 0
        while at < len(spans):
            count = rng.choice(CLAIM_SENTENCES)
            claim = text[spans[at][0] : spans[min(len(spans), at + count) - 1][1]]
            at += count
            true = {"document": row["document"], "claim": claim, "supported": True}
            if other := _exchanged(claim, row["document"], rng):
                made += [true, {**true, "claim": other, "supported": False}]
    return made


def _exchanged(claim: str, document: str, rng: random.Random) -> str:
    """Put another name or number of the document in the place of one of the claim's, or none."""
    told, read = find_mentions(claim), find_mentions(document)
    options: list[str] = []
    for mine, theirs in (
        ([n for n in told.names if n.sure], [n for n in read.names if n.sure]),
        (told.quantities, read.quantities),
    ):
        words = sorted({document[each.start : each.end] for each in theirs})
        for fact in mine:
            literal = claim[fact.start : fact.end]
            others = [
                word
                for word in words
                if word.lower() not in claim.lower() and literal.lower() not in word.lower()
            ]
            if others:
                options.append(claim[: fact.start] + rng.choice(others) + claim[fact.end :])
    return rng.choice(options) if options else ""


def training_rows(rows: Sequence[Row]) -> list[Row]:
    """Return the rows that are fitted on, and a few edits of each true claim among them."""
    rng = random.Random(SEED)
    chosen = [row for row in rows if row["source"] == FITTED]
    true = [row for row in chosen if row["supported"]]
    names = [
        row["claim"][n.start : n.end] for row in true for n in find_mentions(row["claim"]).names
    ]
    edited = [edit for row in true for edit in edits(row, names, rng)]
    print(f"{len(chosen)} rows and {len(edited)} edits of {len(true)} true ones")
    return chosen + edited


def fit(chosen: list[Row]) -> None:
    """Fit on these rows, and print the constants and what they give on each source."""
    made = [features(row["claim"], [row["document"]]) for row in chosen]
    y = np.array([row["supported"] for row in chosen], dtype=np.float64)
    passed = np.array([not reasons for _, reasons in made])
    weight = balance(chosen)
    columns: tuple[str, ...] = COLUMNS
    x = np.array([[values[c] for c in columns] for values, _ in made])
    columns, w = fit_signed(x, y, weight, columns)
    x = np.array([[values[c] for c in columns] for values, _ in made])
    score = 1 / (1 + np.exp(-(w[0] + x @ w[1:])))
    grid = np.arange(0.05, 0.96, 0.01)
    gains = [balanced_accuracy(y, (score >= t) & passed, weight) for t in grid]
    best = float(grid[int(np.argmax(gains))])
    print("WEIGHTS =", dict(zip(("bias", *columns), w.round(2).tolist(), strict=True)))
    print(f"THRESHOLD = {best:.2f}  # balanced accuracy {max(gains):.3f} on these rows,"
          f" AUROC {auroc(y, score):.3f}")  # fmt: skip
    for source in sorted({row["source"] for row in chosen}):
        part = np.array([row["source"] == source for row in chosen])
        if len(set(y[part])) == 2:
            told = balanced_accuracy(y[part], ((score >= best) & passed)[part])
            print(f"  {source}: balanced accuracy {told:.3f}, AUROC "
                  f"{auroc(y[part], score[part]):.3f}")  # fmt: skip
        else:
            print(f"  {source}: {1 - ((score >= best) & passed)[part].mean():.3f} are caught")


def edits(row: Row, names: Sequence[str], rng: random.Random) -> list[Row]:
    """Return a true row made false by one swap of a number, name, negation or opposite each."""
    claim = row["claim"]
    told = find_mentions(claim)
    made: list[str] = []
    for quantity in told.quantities:
        digits = re.search(r"\d+", claim[quantity.start : quantity.end])
        if digits:
            at = quantity.start + digits.start()
            other = str(int(digits.group()) + rng.choice((1, 2, 5, 10)))
            made.append(claim[:at] + other + claim[at + len(digits.group()) :])
    for date in told.dates:
        if date.year is not None and str(date.year) in claim[date.start : date.end]:
            other = str(date.year + rng.choice((-3, -2, -1, 1, 2, 3)))
            made.append(claim[: date.start] + claim[date.start :].replace(str(date.year), other, 1))
    for name in told.names:
        other = rng.choice(names)
        if other not in row["document"]:
            made.append(claim[: name.start] + other + claim[name.end :])
        # A name that the document does hold, in another part: the speaker of something else.
        inside = [
            row["document"][n.start : n.end]
            for n in find_mentions(row["document"]).names
            if n.sure and not set(n.keys) & set(name.keys)
        ]
        if inside:
            made.append(claim[: name.start] + rng.choice(inside) + claim[name.end :])
    if found := _NOT.search(claim):
        made.append(claim[: found.end(1)] + claim[found.end() :])
    elif found := _AUXILIARY.search(claim):
        made.append(claim[: found.end()] + " not" + claim[found.end() :])
    for word in find_words(claim):
        for other in sorted(OPPOSITES.get(stem(word.key), ())):
            made.append(claim[: word.start] + other + claim[word.end :])
    chosen = rng.sample(made, min(EDITS, len(made)))
    return [{**row, "claim": claim, "supported": False, "source": "edit"} for claim in chosen]


def balance(rows: Sequence[Row]) -> NDArray[np.float64]:
    """Weigh the rows so that every source counts the same, and so do both verdicts.

    The edits are a source of their own; the true claims they come from are in theirs.
    """
    groups: dict[tuple[str, bool], int] = {}
    for row in rows:
        key = (row["source"], row["supported"])
        groups[key] = groups.get(key, 0) + 1
    weight = np.array([1 / groups[row["source"], row["supported"]] for row in rows])
    y = np.array([row["supported"] for row in rows])
    for verdict in (True, False):
        weight[y == verdict] *= len(rows) / 2 / weight[y == verdict].sum()
    return weight


def fit_signed(
    x: NDArray[Any], y: NDArray[Any], weight: NDArray[Any], columns: tuple[str, ...]
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Fit, leave out the feature that most has the wrong sign, and fit again until none has.

    The features overlap, and one that lowers the score where a source bears the claim out
    would only mend another's excess on these rows.
    """
    while True:
        w = newton(x, y, weight)
        wrong = np.array([-v if c != "failed" else v for c, v in zip(columns, w[1:], strict=True)])
        if wrong.max() <= 0:
            return columns, w
        worst = int(np.argmax(wrong))
        print(f"left out: {columns[worst]} ({w[1 + worst]:.2f})")
        columns = columns[:worst] + columns[worst + 1 :]
        x = np.delete(x, worst, axis=1)


def newton(x: NDArray[Any], y: NDArray[Any], weight: NDArray[Any]) -> NDArray[np.float64]:
    """Return the bias and weights of a ridge logistic regression, by Newton's method."""
    x = np.hstack([np.ones((len(x), 1)), x])
    w = np.zeros(x.shape[1])
    penalty = np.diag([0.0] + [RIDGE] * (x.shape[1] - 1))
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ w)))
        gradient = x.T @ (weight * (p - y)) + penalty @ w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + penalty
        w = w - np.linalg.solve(hessian, gradient)
    return w


def balanced_accuracy(
    y: NDArray[Any], told: NDArray[Any], weight: NDArray[Any] | None = None
) -> float:
    """Return the mean of the shares of true and of false rows that were told right."""
    weight = np.ones(len(y)) if weight is None else weight
    shares = [
        float((weight * (told == verdict))[y == verdict].sum() / weight[y == verdict].sum())
        for verdict in (True, False)
    ]
    return sum(shares) / 2


def auroc(y: NDArray[Any], score: NDArray[Any]) -> float:
    """Return the chance that a true row scores above a false one, ties half."""
    true, false = score[y == 1], score[y == 0]
    above = (true[:, None] > false[None, :]).mean() + (true[:, None] == false[None, :]).mean() / 2
    return float(above)


def measure(rows: Sequence[Row], pointer: Pointer | None) -> dict[str, float]:
    """Return balanced accuracy, AUROC, and how often true and false claims are told right.

    With ``pointer`` also how often they are doubted.
    """
    made = []
    for row in rows:
        document = row["document"]
        sources = [document[start:end] for start, end in split_sentences(document)]
        made.append(check_claim(row["claim"], sources, pointer))
    y = np.array([row["supported"] for row in rows], dtype=np.float64)
    told = np.array([support.supported for support in made])
    score = np.array([support.score for support in made])
    doubted = np.array([bool(support.doubts) for support in made])
    return {
        "rows": float(len(rows)),
        "balanced_accuracy": round(balanced_accuracy(y, told), 4),
        "auroc": round(auroc(y, score), 4),
        "true_kept": round(float(told[y == 1].mean()), 4),
        "false_caught": round(float(1 - told[y == 0].mean()), 4),
        "true_doubted": round(float(doubted[y == 1].mean()), 4),
        "false_doubted": round(float(doubted[y == 0].mean()), 4),
        "false_caught_or_doubted": round(float((doubted | ~told)[y == 0].mean()), 4),
    }


if __name__ == "__main__":
    main()
