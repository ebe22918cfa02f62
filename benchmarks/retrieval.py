"""Compare ways to rank passages: ``python -m benchmarks.retrieval --data DIR``.

Three tests: (a) the paragraphs of XQuAD-en in qa_dev_wiki, each question's own
paragraph being relevant; (b) archive_questions over archive_news, an article
ranking by its best passage; (c) only where asked for, "claims": training data,
what was claimed of news as questions for it (benchmarks/support/claims.py). The
defaults of qa.index.retrieval and qa.index come from these tables. Passages are
embedded twice, without and with their titles: some 25 a second on one core.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.support.claims import claims
from qa.evaluate.metrics import ranking
from qa.index.retrieval import CANDIDATES, favour_wholes, fuse_zscore
from qa.index.sqlite import SQLiteIndex
from qa.neural.embedder import load_embedder
from qa.neural.token_counts import count_tokens
from qa.protocols import Embedder
from qa.records import Article, Hit
from qa.text.passages import split_passages

DENSE_WEIGHTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
TITLE_WEIGHTS = (0.0, 1.0, 2.0, 4.0)
WHOLE_WEIGHTS = (0.2, 0.4, 0.7, 1.0)
TESTS = ("paragraphs", "archive", "claims")
ARCHIVE_QUESTIONS = 500
ARCHIVE_ARTICLES = 2000

Question = tuple[str, set[str]]
"""A question and the ids of its relevant articles."""
# Cormack, Clarke and Buettcher 2009 chose 60, and little depends on it.
RRF_CONSTANT = 60


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def article_of(text: str, title: str, date: str = "") -> Article:
    """Return ``text`` as an article without a source."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Article(digest, text, title, date=date)


def paragraphs(data: Path) -> tuple[list[Article], list[Question]]:
    """Return the distinct XQuAD paragraphs of qa_dev_wiki and their questions."""
    rows = [row for row in rows_of(data / "qa_dev_wiki.jsonl.gz") if row["source"] == "xquad.en"]
    articles = {row["context"]: article_of(row["context"], row["title"]) for row in rows}
    return list(articles.values()), [
        (row["question"], {articles[row["context"]].id}) for row in rows
    ]


def archive(data: Path, limit: int, count: int) -> tuple[list[Article], list[Question]]:
    """Return ``limit`` questions, their relevant articles, and random others up to ``count``."""
    shuffled = random.Random(0)
    questions = rows_of(data / "archive_questions.jsonl.gz")
    questions = shuffled.sample(questions, min(limit, len(questions)))
    rows = {row["url"]: row for row in rows_of(data / "archive_news.jsonl.gz")}
    wanted = {url for question in questions for url in question["relevant"] if url in rows}
    others = sorted(rows.keys() - wanted)
    wanted |= set(shuffled.sample(others, min(max(count - len(wanted), 0), len(others))))
    articles = {
        url: article_of(row["text"], row["title"], row["date"].replace("/", "-"))
        for url, row in rows.items()
        if url in wanted
    }
    return list(articles.values()), [
        (row["question"], {articles[url].id for url in row["relevant"] if url in articles})
        for row in questions
    ]


def fill(index: SQLiteIndex, embedder: Embedder, articles: Sequence[Article], titled: bool) -> int:
    """Add what is missing; return the number of passages. ``titled`` embeds the title too."""
    index.use_embedder(embedder.name, embedder.dimension)
    present = {info.id for info in index.articles()}
    began = time.perf_counter()
    for done, article in enumerate(articles, 1):
        if article.id in present:
            continue
        passages = split_passages(article, count_tokens)
        head = f"{article.title}\n" if titled else ""
        vectors = embedder.encode_passages([head + passage.text for passage in passages])
        index.add(article, passages, vectors)
        if done % 100 == 0:
            took = time.perf_counter() - began
            print(f"  {done} of {len(articles)} articles, {took:.0f} s", file=sys.stderr)
    return sum(info.passages for info in index.articles())


def ranked(hits: Sequence[Hit], scores: Sequence[float]) -> list[str]:
    """Return each article once, at its best passage."""
    order = sorted(range(len(hits)), key=lambda i: -scores[i])
    return list(dict.fromkeys(hits[i].passage.article_id for i in order))


def fuse_rrf(
    dense: Sequence[float], lexical: Sequence[float], constant: int = RRF_CONSTANT
) -> list[float]:
    """Sum 1 / (constant + rank) over both rankings (Cormack et al. 2009, SIGIR).

    Ranks start at 1; equals rank in the order given. A lexical score of 0
    means no shared word, and adds nothing.
    """
    fused = [0.0] * len(dense)
    shared = [i for i, score in enumerate(lexical) if score > 0.0]
    for scores, ranked in ((dense, range(len(dense))), (lexical, shared)):
        for rank, at in enumerate(sorted(ranked, key=lambda i: -scores[i]), start=1):
            fused[at] += 1.0 / (constant + rank)
    return fused


def ways(title_weight: float) -> dict[str, Callable[[list[float], list[float]], list[float]]]:
    """Return every way of scoring that is compared."""
    words = f"title x{title_weight:g}"
    found: dict[str, Callable[[list[float], list[float]], list[float]]] = {
        "dense": lambda dense, lexical: dense,
        f"lexical, {words}": lambda dense, lexical: lexical,
        f"hybrid RRF, {words}": fuse_rrf,
    }
    for weight in DENSE_WEIGHTS:
        found[f"hybrid z-score {weight}, {words}"] = partial(fuse_zscore, weight=weight)
    return found


def measure(
    path: Path, embedder: Embedder, questions: Sequence[Question], candidates: int
) -> dict[str, Mapping[str, float | None]]:
    """Return the figures of every way on one library."""
    vectors = [embedder.encode_query(question) for question, _ in questions]
    table: dict[str, Mapping[str, float | None]] = {}
    for title_weight in TITLE_WEIGHTS:
        index = SQLiteIndex(path, create=False, title_weight=title_weight)
        rankings: dict[str, list[tuple[list[str], set[str]]]] = {}
        began = time.perf_counter()
        for (question, relevant), vector in zip(questions, vectors, strict=True):
            hits = index.search(question, vector, candidates)
            dense, lexical = [hit.dense for hit in hits], [hit.lexical for hit in hits]
            for name, way in ways(title_weight).items():
                rankings.setdefault(name, []).append((ranked(hits, way(dense, lexical)), relevant))
            mixed = fuse_zscore(dense, lexical)
            for weight in WHOLE_WEIGHTS:
                scores = favour_wholes(index, question, hits, mixed, weight)
                name = f"hybrid z-score, whole articles x{weight:g}, title x{title_weight:g}"
                rankings.setdefault(name, []).append((ranked(hits, scores), relevant))
        took = 1000 * (time.perf_counter() - began) / len(questions)
        print(f"  {took:.1f} ms per search and ranking", file=sys.stderr)
        table |= {name: ranking(pairs) for name, pairs in rankings.items()}
        index.close()
    return table


def show(title: str, table: Mapping[str, Mapping[str, float | None]]) -> None:
    """Print a Markdown table."""
    columns = list(next(iter(table.values())))
    print(f"\n{title}\n\n| ranking | {' | '.join(columns)} |")
    print(f"| --- |{' --- |' * len(columns)}")
    for name, row in table.items():
        figures = " | ".join(f"{row[column] or 0.0:.3f}" for column in columns)
        print(f"| {name} | {figures} |")


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--articles", type=int, default=ARCHIVE_ARTICLES, help="how many")
    parser.add_argument("--limit", type=int, default=ARCHIVE_QUESTIONS, help="questions")
    parser.add_argument("--candidates", type=int, default=CANDIDATES, help="per signal")
    parser.add_argument("--keep", type=Path, help="folder to keep the libraries in, for reuse")
    parser.add_argument("--test", choices=TESTS, help="only this one")
    args = parser.parse_args()
    embedder = load_embedder()
    with TemporaryDirectory() as scratch:
        folder = args.keep or Path(scratch)
        for test in (args.test,) if args.test else TESTS[:2]:
            if test == "paragraphs":
                articles, questions = paragraphs(args.data)
            elif test == "claims":
                texts, asked = claims(args.data, args.limit, args.articles)
                articles = [article_of(text, "") for text in texts]
                questions = [(question, {articles[place].id}) for question, place in asked]
            else:
                articles, questions = archive(args.data, args.limit, args.articles)
            for titled in (False,) if test == "claims" else (False, True):
                path = folder / f"{test}-{len(articles)}-{len(questions)}-{titled:d}.copydesk"
                index = SQLiteIndex(path)
                passages = fill(index, embedder, articles, titled)
                index.close()
                embedded = "title and passage" if titled else "passage"
                show(
                    f"{test}: {len(questions)} questions, {len(articles)} articles, {passages} "
                    f"passages, best {args.candidates} of each signal; embedded: {embedded}"
                    + ("" if test == "paragraphs" else " (relevant articles and random others)"),
                    measure(path, embedder, questions, args.candidates),
                )


if __name__ == "__main__":
    main()
