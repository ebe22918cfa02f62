"""Measure what a question's own time is worth: ``python -m benchmarks.dates --data DIR``.

archive_questions over archive_news, ranked by BM25 alone (no embedder is needed, so that the
whole archive is searched) or, with ``--embedder``, by the mix over a library that
benchmarks.retrieval has kept. A question is asked on its own date.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.retrieval import article_of, ranked, rows_of, show
from qa.evaluate.metrics import ranking
from qa.index.retrieval import CANDIDATES, DENSE_WEIGHT, favour_time, fuse_zscore
from qa.index.sqlite import SQLiteIndex
from qa.neural.token_counts import count_tokens
from qa.question.when import When, asked_period, question_time
from qa.records import Filters, Hit
from qa.sources.metadata import normalise_date
from qa.text.passages import split_passages

WEIGHTS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0)
HALVES_AFTER = (7.0, 15.0, 30.0, 60.0)
# BM25 needs no vectors, and the library no more than one number for each passage.
STAND_IN = ("one", 1)


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the articles it may be answered from, and its hits without and with a date."""

    relevant: set[str]
    when: When | None
    hits: list[Hit]
    dated: list[Hit]


def fill(index: SQLiteIndex, data: Path) -> None:
    """Add the archive without vectors that mean anything."""
    index.use_embedder(*STAND_IN)
    present = {info.id for info in index.articles()}
    for done, row in enumerate(rows_of(data / "archive_news.jsonl.gz"), 1):
        article = article_of(row["text"], row["title"], normalise_date(row["date"]))
        if article.id not in present:
            passages = split_passages(article, count_tokens)
            index.add(article, passages, np.ones((len(passages), 1), dtype=np.float32))
            present.add(article.id)
        if done % 500 == 0:
            print(f"  {done} articles", file=sys.stderr)


def cases(index: SQLiteIndex, data: Path, limit: int, embedder_name: str | None) -> list[Case]:
    """Search every question once without its time, and once within it."""
    ids = {
        row["url"]: article_of(row["text"], row["title"]).id
        for row in rows_of(data / "archive_news.jsonl.gz")
    }
    held = {info.id for info in index.articles()}
    embedder = None
    if embedder_name is not None:
        from qa.neural.embedder import load_embedder

        embedder = load_embedder(embedder_name or None)
        index.use_embedder(embedder.name, embedder.dimension)
    rows = rows_of(data / "archive_questions.jsonl.gz")
    found = []
    for row in random.Random(0).sample(rows, min(limit, len(rows))):
        relevant = {ids[url] for url in row["relevant"] if url in ids} & held
        if not relevant:
            continue
        question = row["question"]
        when = asked_period(question, normalise_date(row["date"]))
        vector = embedder.encode_query(question) if embedder is not None else None
        hits = index.search(question, vector, CANDIDATES)
        dated: list[Hit] = []
        if when is not None:
            within = Filters(since=when.since, until=when.until)
            dated = index.search(question, vector, CANDIDATES, within)
        found.append(Case(relevant, when, hits, dated))
    return found


def scores(hits: Sequence[Hit], when: When | None, weight: float, *, lexical: bool) -> list[float]:
    """Return the fused score of each hit, with what its article's date adds."""
    share = 0.0 if lexical else DENSE_WEIGHT
    fused = fuse_zscore([h.dense for h in hits], [h.lexical for h in hits], share)
    return fused if when is None else favour_time(hits, fused, when, weight)


def measured(
    found: Sequence[Case], weight: float, *, wide: bool, lexical: bool
) -> dict[str, float | None]:
    """Return the figures of one way; ``wide`` takes candidates from within the time, too."""
    pairs = []
    for case in found:
        hits = case.hits
        if wide and case.when is not None:
            known = {hit.passage for hit in hits}
            hits = [*hits, *(hit for hit in case.dated if hit.passage not in known)]
        order = ranked(hits, scores(hits, case.when, weight, lexical=lexical))
        pairs.append((order, case.relevant))
    return dict(ranking(pairs))


def main() -> None:
    """Parse the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--library", type=Path, help="a library of the archive, made if missing")
    parser.add_argument("--embedder", help="rank by the mix; '' for the default embedder")
    parser.add_argument("--limit", type=int, default=2000, help="questions")
    args = parser.parse_args()
    with TemporaryDirectory() as scratch:
        index = SQLiteIndex(args.library or Path(scratch) / "archive.copydesk")
        if args.embedder is None:
            fill(index, args.data)
        found = cases(index, args.data, args.limit, args.embedder)
        index.close()
    timed = [case for case in found if case.when is not None]
    lexical = args.embedder is None
    for name, some in (("all questions", found), ("those that speak of a time", timed)):
        table = {"without dates": measured(some, 0.0, wide=False, lexical=lexical)}
        for wide in (False, True):
            for weight in WEIGHTS:
                label = f"weight {weight:g}" + (", candidates of the time" if wide else "")
                table[label] = measured(some, weight, wide=wide, lexical=lexical)
        show(f"{name}: {len(some)}, {'BM25' if lexical else 'mix'}", table)
    default = question_time.HALVES_AFTER_DAYS
    table = {}
    for days in HALVES_AFTER:
        question_time.HALVES_AFTER_DAYS = days
        table[f"halves after {days:g} days"] = measured(timed, 1.0, wide=True, lexical=lexical)
    question_time.HALVES_AFTER_DAYS = default
    show("weight 1, candidates of the time", table)


if __name__ == "__main__":
    main()
