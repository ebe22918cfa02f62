"""Finding the right paragraph among all of a file's paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Unpack, get_args

from qa.desk import MAX_TOP_K
from qa.evaluate import data, metrics
from qa.evaluate.harness import (
    DeskOptions,
    OpenDesk,
    add_texts,
    report_progress,
    temporary_desk,
    time_call,
)
from qa.records import Hit, Progress, SearchMode

SEARCH_DEPTH = MAX_TOP_K
"""Passages asked for: as many as can be, so that ten different articles are among
them even where a few long ones match best."""


def evaluate_retrieval(
    path: str | Path,
    *,
    limit: int | None = None,
    open_desk: OpenDesk | None = None,
    progress: Progress | None = None,
    **options: Unpack[DeskOptions],
) -> dict[str, Any]:
    """Search every question among all paragraphs of a QA file, by each search mode.

    The library holds every distinct context of the file, whatever the limit:
    fewer would make the search easier. The one relevant article is the
    question's own context, whether or not it holds the answer. Under
    ``dense``, ``lexical`` and ``hybrid`` the result has hit@1, @5, @10, MRR
    and nDCG@10 over articles, and milliseconds per search. MRR looks at the
    articles of the first 50 passages.

    ``limit`` takes a seeded sample of questions. Raises ``InputError`` for a bad file.
    """
    everything = data.read(path, data.qa_row)
    rows = data.sample(everything, limit)
    modes: tuple[SearchMode, ...] = get_args(SearchMode)
    result: dict[str, Any] = {"file": Path(path).name, "n": len(rows)}
    with temporary_desk(open_desk, options, progress) as desk:
        ids = add_texts(desk, {row.context: row.title for row in everything}, progress)
        result["paragraphs"] = len(ids)
        desk.search(rows[0].question)  # loads the embedder, which is no search's time
        for number, mode in enumerate(modes):
            rankings: list[tuple[list[str], set[str]]] = []
            elapsed: list[float] = []
            for done, row in enumerate(rows, 1):
                hits, took = time_call(
                    partial(desk.search, row.question, top_k=SEARCH_DEPTH, mode=mode)
                )
                rankings.append((article_ranking(hits), {ids[row.context]}))
                elapsed.append(took)
                report_progress(
                    progress, "read", number * len(rows) + done, len(modes) * len(rows), mode
                )
            result[mode] = {**metrics.ranking(rankings), **metrics.latency_percentiles(elapsed)}
    return result


def article_ranking(hits: Sequence[Hit]) -> list[str]:
    """Return each article's id once, at the rank of its best passage."""
    return list(dict.fromkeys(hit.passage.article_id for hit in hits))
