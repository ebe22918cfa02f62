"""Compare ways to compute MiniLM's vectors: ``python -m benchmarks.encoding --data DIR``.

Speed: passages of archive_news per second of this process's CPU time and by the clock, the ways
taking turns, so that other work on the machine weighs on all of them alike. Quality: the questions
of qa_dev_wiki (XQuAD) against its paragraphs by cosine alone, their vectors in float32 and in
integers, the questions' always in float32. ``--archive N`` puts archive_questions to libraries of
N articles of archive_news, those that hold answers first, in both ways of search.
The speed is held against what the matrix products alone take (``benchmarks/ceiling.py``).
``--old-cpu`` takes the way of those without VNNI.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks import ceiling
from qa.desk import Desk
from qa.evaluate import data
from qa.evaluate.archive import article_of
from qa.evaluate.harness import add_articles
from qa.evaluate.metrics import ranking
from qa.evaluate.retrieval import article_ranking
from qa.ingest import embedding_text
from qa.neural.embedder import DEFAULT_EMBEDDER, _load, default_folder, load_embedder
from qa.neural.minilm import MiniLM
from qa.neural.onnx import encoder
from qa.neural.token_counts import count_tokens
from qa.protocols import Vectors
from qa.records import SearchMode
from qa.sources.articles import article_from_text
from qa.text.passages import split_passages

ROUNDS = 2
DEPTH = 50
MODES: tuple[SearchMode, ...] = ("dense", "hybrid")
Encode = Callable[[list[str]], Vectors]


def rows_of(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """Return the first rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file if limit is None else (line for _, line in zip(range(limit), file))  # noqa: B905
        return [json.loads(line) for line in lines]


def passages_of(text: str, title: str) -> list[str]:
    """Return the texts whose vectors a library would hold."""
    article = article_from_text(text, title=title)
    return [embedding_text(article, p.text) for p in split_passages(article, count_tokens)]


def speed(ways: dict[str, Encode], texts: list[str]) -> dict[str, float]:
    """Print and return passages per CPU second of each way, and how near its vectors come.

    Those are held against the first way's.
    """
    spent, took = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0.0)
    vectors: dict[str, Vectors] = {}
    for _ in range(ROUNDS):
        for name, encode in ways.items():
            began, used = time.perf_counter(), time.process_time()
            vectors[name] = encode(texts)
            spent[name] += time.process_time() - used
            took[name] += time.perf_counter() - began
    first = next(iter(vectors.values()))
    print(f"| {len(texts)} passages | per CPU second | per second | least cosine | mean cosine |")
    print("| --- | --- | --- | --- | --- |")
    for name, rows in vectors.items():
        cosines = (rows * first).sum(axis=1)
        rates = [ROUNDS * len(texts) / each[name] for each in (spent, took)]
        shown = " | ".join(f"{rate:.1f}" for rate in rates)
        print(f"| {name} | {shown} | {cosines.min():.4f} | {cosines.mean():.4f} |")
    return {name: ROUNDS * len(texts) / used for name, used in spent.items()}


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


def archive(data_folder: Path, count: int) -> None:
    """Print what search finds in ``count`` articles, their vectors in float32 and in integers."""
    questions = data.read(data_folder / "archive_questions.jsonl.gz", data.archive_question)
    wanted = {url for question in questions for url in question.relevant}
    every = data.read(data_folder / "archive_news.jsonl.gz", data.archive_article)
    chosen = sorted(every, key=lambda article: article.url not in wanted)[:count]
    with TemporaryDirectory() as scratch:
        for name, int8 in (("integers", True), ("float32", False)):
            embedder = load_embedder(device="cpu", int8=int8)
            with Desk.open(Path(scratch) / f"{name}.copydesk", embedder=embedder) as desk:
                articles = {each.url: article_of(each) for each in chosen}
                began = time.perf_counter()
                add_articles(desk, *articles.values())
                took = time.perf_counter() - began
                ids = {url: article.id for url, article in articles.items()}
                asked = [q for q in questions if ids.keys() & set(q.relevant)]
                for mode in MODES:
                    found = [
                        (
                            article_ranking(
                                desk.search(q.question, top_k=DEPTH, mode=mode, today=q.date)
                            ),
                            {ids.get(url, url) for url in q.relevant},
                        )
                        for q in asked
                    ]
                    figures = {key: round(value or 0.0, 4) for key, value in ranking(found).items()}
                    print(name, mode, len(asked), "questions", figures, f"added in {took:.0f} s")


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--passages", type=int, default=64, help="for the speed; 0 skips it")
    parser.add_argument("--questions", type=int, help="for the quality; 0 skips it")
    parser.add_argument("--archive", type=int, default=0, help="articles; 0 skips it")
    parser.add_argument("--old-cpu", action="store_true", help="as without VNNI")
    args = parser.parse_args()
    if args.old_cpu:
        vars(encoder)["needs_wide_sums"] = lambda: True
    if args.archive:
        archive(args.data, args.archive)
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
            # A single text is not spread over the cores, which share it.
            "by itself, int8, all cores on one": lambda some: np.vstack(
                [fast.encode_passages([text]) for text in some]
            ),
        }
        chosen = texts[:: max(1, len(texts) // args.passages)][: args.passages]
        tokens = [min(count + 2, fast.max_tokens) for count in fast.count_tokens(chosen)]
        ceiling.show(speed(ways, chosen), tokens)
    rows = [r for r in rows_of(args.data / "qa_dev_wiki.jsonl.gz") if r["source"] == "xquad.en"]
    rows = rows[: args.questions]
    if rows:
        ways = {"float32": exact.encode_passages, "int8": fast.encode_passages}
        quality(ways, exact.encode_passages, rows)


if __name__ == "__main__":
    main()
