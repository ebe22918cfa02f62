"""Fit the weights and thresholds of ``qa.ground`` and measure the whole check.

Run ``python -m benchmarks.fit_ground --data DIR [--reader] [--measure]``. It reads
``grounding_train.jsonl.gz``, ``sum_train.jsonl.gz`` and, only with ``--measure``,
``grounding_dev.jsonl.gz``; no figure of the latter enters the fit. Copy what it prints into
qa/ground.py.
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

from qa.gaps import fill
from qa.ground import check, features
from qa.mentions import find_mentions
from qa.polarity import OPPOSITES
from qa.protocols import Pointer
from qa.sentences import split_sentences
from qa.words import find_words, stem

SEED = 7
# Kinds of edits made of each true claim, at most, and how often each is drawn: systems that write
# get the entity wrong most often (Pagnoni et al. 2021, FRANK, section 4).
EDITS = 2
SHARES = {
    "name of the document": 6.0,
    "name": 1.0,
    "number of the document": 1.5,
    "number": 1.0,
    "negation": 1.5,
    "opposite": 2.0,
}
RIDGE = 1.0
LEXICAL = ("single", "anywhere", "facts", "failed")
READER = (*LEXICAL, "least", "filled")
# The only labelled source whose evidence is a document, as an article is; where it is one
# sentence, "coverage" and "anywhere" are the same and weights for them mean nothing.
FITTED = "wice"
# Summaries of news written by people, freely worded, with their articles: true claims of one to
# three sentences, as systems write them.
NEWS = "frank (CNN/DM test)"
CLAIM_SENTENCES = (1, 2, 3)
CLAIM_CHARACTERS = 30
_AUXILIARY = re.compile(r"\b(is|was|are|were|has|have|had|will|would|can|could|should)\b(?! not)")
_NOT = re.compile(r"\b(is|was|are|were|has|have|had|will|would|can|could|should) not\b")

Row = dict[str, Any]


def main() -> None:
    """Fit, print the constants, and measure on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--reader", action="store_true", help="with the shipped reader too")
    parser.add_argument("--measure", action="store_true", help="measure on grounding_dev")
    parser.add_argument("--no-fit", action="store_true", help="only measure")
    options = parser.parse_args()
    pointer = shipped() if options.reader else None
    if not options.no_fit:
        rng = random.Random(SEED)
        summaries = read(options.data / "sum_train.jsonl.gz")
        news = [row for row in summaries if row["source"] == NEWS]
        rows = training_rows(news_claims(news, rng), NEWS, rng)
        if pointer is None:
            rows += training_rows(read(options.data / "grounding_train.jsonl.gz"), FITTED, rng)
        fit(rows, pointer)
    if options.measure:
        rows = read(options.data / "grounding_dev.jsonl.gz")
        print("lexical", measure(rows, None))
        if pointer is not None:
            print("with the reader", measure(rows, pointer))


def shipped() -> Pointer:
    """Return the shipped model as a reader."""
    from qa.seq2seq.loading import load_generator

    generator = load_generator()
    assert isinstance(generator, Pointer)
    return generator


def read(path: Path) -> list[Row]:
    """Return the rows of one gzipped JSON lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def news_claims(rows: Sequence[Row], rng: random.Random) -> list[Row]:
    """Return the summaries of ``rows`` as true claims, cut into a few sentences each."""
    made: list[Row] = []
    for row in rows:
        text = row["summary"] if isinstance(row["summary"], str) else " ".join(row["summary"])
        spans = split_sentences(text)
        at = 0
        while at < len(spans):
            count = rng.choice(CLAIM_SENTENCES)
            claim = text[spans[at][0] : spans[min(len(spans), at + count) - 1][1]]
            at += count
            if len(claim) >= CLAIM_CHARACTERS:
                made.append({
                    "document": row["document"], "claim": claim, "supported": True, "source": NEWS
                })  # fmt: skip
    return made


def training_rows(rows: Sequence[Row], source: str, rng: random.Random) -> list[Row]:
    """Return the rows of one source, and a few edits of each true claim among them."""
    chosen = [row for row in rows if row["source"] == source]
    true = [row for row in chosen if row["supported"]]
    names = [
        row["claim"][n.start : n.end] for row in true for n in find_mentions(row["claim"]).names
    ]
    edited = [edit for row in true for edit in edits(row, names, rng)]
    print(f"{source}: {len(chosen)} rows and {len(edited)} edits of {len(true)} true ones")
    return chosen + edited


def sources_of(row: Row) -> list[str]:
    """Return a document's sentences."""
    return [row["document"][start:end] for start, end in split_sentences(row["document"])]


def fit(chosen: list[Row], pointer: Pointer | None) -> None:
    """Fit on these rows, and print the constants and what they give on each source."""
    made: list[tuple[dict[str, float], tuple[str, ...]]] = []
    for row in chosen:
        sources = sources_of(row)
        filled = fill(row["claim"], sources, pointer) if pointer is not None else []
        made.append(features(row["claim"], sources, filled))
    y = np.array([row["supported"] for row in chosen], dtype=np.float64)
    passed = np.array([not reasons for _, reasons in made])
    weight = balance(chosen)
    kinds = {"LEXICAL": LEXICAL} if pointer is None else {"LEXICAL": LEXICAL, "READER": READER}
    for kind, columns in kinds.items():
        x = np.array([[values[c] for c in columns] for values, _ in made])
        columns, w = fit_signed(x, y, weight, columns)
        x = np.array([[values[c] for c in columns] for values, _ in made])
        score = 1 / (1 + np.exp(-(w[0] + x @ w[1:])))
        grid = np.arange(0.05, 0.96, 0.01)
        gains = [balanced_accuracy(y, (score >= t) & passed, weight) for t in grid]
        best = float(grid[int(np.argmax(gains))])
        print(f"{kind}_WEIGHTS =", dict(zip(("bias", *columns), w.round(2).tolist(), strict=True)))
        print(f"{kind}_THRESHOLD = {best:.2f}  # balanced accuracy {max(gains):.3f} on these rows,"
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
    """Return a true row made false by one edit each, of ``EDITS`` kinds drawn by ``SHARES``."""
    made = {kind: found for kind, found in _edited(row, names, rng).items() if found}
    kinds: list[str] = []
    while made.keys() - set(kinds) and len(kinds) < EDITS:
        left = [kind for kind in made if kind not in kinds]
        kinds += rng.choices(left, [SHARES[kind] for kind in left])
    source = f"{row['source']}, edited"
    return [
        {**row, "claim": rng.choice(made[kind]), "supported": False, "source": source}
        for kind in kinds
    ]


def _edited(row: Row, names: Sequence[str], rng: random.Random) -> dict[str, list[str]]:
    """Return the claims that each kind of edit makes."""
    claim, document = row["claim"], row["document"]
    told, read = find_mentions(claim), find_mentions(document)
    made: dict[str, list[str]] = {kind: [] for kind in SHARES}
    for quantity in told.quantities:
        digits = re.search(r"\d+", claim[quantity.start : quantity.end])
        if digits:
            at = quantity.start + digits.start()
            other = str(int(digits.group()) + rng.choice((1, 2, 5, 10)))
            made["number"].append(claim[:at] + other + claim[at + len(digits.group()) :])
        others = [document[q.start : q.end] for q in read.quantities if q.value != quantity.value]
        if others:
            at, end = quantity.start, quantity.end
            made["number of the document"].append(claim[:at] + rng.choice(others) + claim[end:])
    for date in told.dates:
        if date.year is not None and str(date.year) in claim[date.start : date.end]:
            other = str(date.year + rng.choice((-3, -2, -1, 1, 2, 3)))
            changed = claim[date.start :].replace(str(date.year), other, 1)
            made["number"].append(claim[: date.start] + changed)
    inside = [n for n in read.names if n.sure]
    for name in told.names:
        other = rng.choice(names)
        if other not in document:
            made["name"].append(claim[: name.start] + other + claim[name.end :])
        # A name that the document does hold, in another part: the speaker of something else.
        others = [document[n.start : n.end] for n in inside if not set(n.keys) & set(name.keys)]
        others = [other for other in others if other not in claim]
        if others and name.sure:
            swapped = claim[: name.start] + rng.choice(others) + claim[name.end :]
            made["name of the document"].append(swapped)
    if found := _NOT.search(claim):
        made["negation"].append(claim[: found.end(1)] + claim[found.end() :])
    elif found := _AUXILIARY.search(claim):
        made["negation"].append(claim[: found.end()] + " not" + claim[found.end() :])
    for word in find_words(claim):
        for other in sorted(OPPOSITES.get(stem(word.key), ())):
            made["opposite"].append(claim[: word.start] + other + claim[word.end :])
    return made


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
    """Return balanced accuracy, AUROC, and how often true and false claims are told right."""
    made = [check(row["claim"], sources_of(row), pointer) for row in rows]
    y = np.array([row["supported"] for row in rows], dtype=np.float64)
    told = np.array([support.supported for support in made])
    score = np.array([support.score for support in made])
    return {
        "rows": float(len(rows)),
        "balanced_accuracy": round(balanced_accuracy(y, told), 4),
        "auroc": round(auroc(y, score), 4),
        "true_kept": round(float(told[y == 1].mean()), 4),
        "false_caught": round(float(1 - told[y == 0].mean()), 4),
    }


if __name__ == "__main__":
    main()
