"""Compare ways to compute MiniLM's vectors: ``python -m benchmarks.encoding --data DIR``.

Speed: passages of archive_news per second of this process's CPU time, the ways taking turns,
so that other work on the machine weighs on all of them alike. Quality: the questions of
qa_dev_wiki (XQuAD) against its paragraphs by cosine alone, their vectors in float32 and in
integers, the questions' always in float32.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from qa.articles import article_from_text
from qa.embed import DEFAULT_EMBEDDER, _load, default_folder
from qa.evaluate.metrics import ranking
from qa.ingest import embedded
from qa.minilm import MiniLM
from qa.passages import split_passages
from qa.protocols import Vectors
from qa.tokens import count_tokens

ROUNDS = 2
Encode = Callable[[list[str]], Vectors]


def rows_of(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the first rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file if limit is None else (line for _, line in zip(range(limit), file))  # noqa: B905
        return [json.loads(line) for line in lines]


def passages_of(text: str, title: str) -> list[str]:
    """Return the texts whose vectors a library would hold."""
    article = article_from_text(text, title=title)
    return [embedded(article, p.text) for p in split_passages(article, count_tokens)]


def speed(ways: dict[str, Encode], texts: list[str]) -> None:
    """Print passages per CPU second of each way, and how near its vectors are to the first's."""
    spent = dict.fromkeys(ways, 0.0)
    vectors: dict[str, Vectors] = {}
    for _ in range(ROUNDS):
        for name, encode in ways.items():
            began = time.process_time()
            vectors[name] = encode(texts)
            spent[name] += time.process_time() - began
    first = next(iter(vectors.values()))
    print(f"| {len(texts)} passages | per CPU second | least cosine | mean cosine |")
    print("| --- | --- | --- | --- |")
    for name, rows in vectors.items():
        cosines = (rows * first).sum(axis=1)
        rate = ROUNDS * len(texts) / spent[name]
        print(f"| {name} | {rate:.1f} | {cosines.min():.4f} | {cosines.mean():.4f} |")


def quality(ways: dict[str, Encode], exact: Encode, rows: list[dict[str, Any]]) -> None:
    """Print what each way finds among the paragraphs."""
    titles = {row["context"]: row["title"] for row in rows}
    parts = [(c, text) for c, title in titles.items() for text in passages_of(c, title)]
    owners = [context for context, _ in parts]
    questions = exact([row["question"] for row in rows])
    for name, encode in ways.items():
        scores = questions @ encode([text for _, text in parts]).T
        order = np.argsort(-scores, axis=1, kind="stable")
        found = [
            (list(dict.fromkeys(owners[place] for place in places)), {row["context"]})
            for places, row in zip(order, rows, strict=True)
        ]
        print(name, {key: round(value or 0.0, 4) for key, value in ranking(found).items()})


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--passages", type=int, default=64, help="for the speed; 0 skips it")
    parser.add_argument("--questions", type=int, help="for the quality; 0 skips it")
    args = parser.parse_args()
    folder = default_folder()
    whole = _load(folder, DEFAULT_EMBEDDER, "cpu")
    exact = MiniLM(folder, DEFAULT_EMBEDDER, int8=False)
    fast = MiniLM(folder, DEFAULT_EMBEDDER, int8=True)
    if args.passages:
        articles = rows_of(args.data / "archive_news.jsonl.gz", args.passages)
        texts = [text for row in articles for text in passages_of(row["text"], row["title"])]
        ways: dict[str, Encode] = {
            "sentence-transformers, float32": whole.encode_passages,
            "by itself, float32": exact.encode_passages,
            "by itself, int8": fast.encode_passages,
        }
        speed(ways, texts[:: max(1, len(texts) // args.passages)][: args.passages])
    rows = [r for r in rows_of(args.data / "qa_dev_wiki.jsonl.gz") if r["source"] == "xquad.en"]
    rows = rows[: args.questions]
    if rows:
        ways = {"float32": exact.encode_passages, "int8": fast.encode_passages}
        quality(ways, exact.encode_passages, rows)


if __name__ == "__main__":
    main()
