"""Open questions to a whole archive in one library."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Unpack

from qa.desk import Desk
from qa.errors import ArticleError, InputError
from qa.evaluate import data, metrics
from qa.evaluate.harness import (
    LIBRARY_NAME,
    DeskOptions,
    OpenDesk,
    add_articles,
    open_with,
    report_progress,
    time_call,
)
from qa.evaluate.retrieval import SEARCH_DEPTH, article_ranking
from qa.records import Article, Progress
from qa.sources.articles import article_from_text
from qa.sources.metadata import normalise_date

ADD_TOGETHER = 32
"""Articles given to one ``add``: several, so that a desk may embed across
them; few, so that progress shows every second or so."""

SHOWN_FAILURES = 5
"""Reasons quoted in the result; the count is of all."""


@dataclass(slots=True)
class Added:
    """What became of the archive's rows; ``ids`` maps each url to its article's id."""

    ids: dict[str, str] = field(default_factory=dict)
    new: int = 0
    unchanged: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def evaluate_archive(
    articles: str | Path,
    questions: str | Path,
    *,
    limit: int | None = None,
    keep_library: str | Path | None = None,
    open_desk: OpenDesk | None = None,
    progress: Progress | None = None,
    **options: Unpack[DeskOptions],
) -> dict[str, Any]:
    """Add every article to one library, then put every question to all of it.

    ``keep_library`` names a library file to fill and keep; a second run finds
    its articles there and adds only what is missing. Otherwise a temporary
    file is used. A row or text that cannot be added is counted in
    ``articles_failed`` and does not stop the run. The result has

    - ``hit@1``, ``hit@5``, ``hit@10``, ``mrr``, ``ndcg@10`` of hybrid search,
      over articles, against the questions' ``relevant`` urls;
    - ``gold_matched``: share of questions whose shown answer holds the gold
      answer, or the reverse, in whole normalised words;
      ``gold_matched_forced``: the same with abstentions overruled;
      ``abstained_rate``: share without a shown answer;
    - speed and size: ``articles_per_s`` (new ones), ``questions_per_s``,
      ``ms_p50`` and ``ms_p95`` of an answer, ``bytes_per_article`` of the
      library file, ``peak_rss_mb`` of this process (None where unknown).

    ``limit`` takes a seeded sample of the questions; the articles are always
    all. Raises ``InputError`` for an unreadable file or a bad question.
    """
    # Questions first: a mistake in them must not cost the hour of adding.
    rows = data.sample(data.read(questions, data.archive_question), limit)
    total = data.count(articles)  # so does an article file that is cut off
    with ExitStack() as stack:
        if keep_library is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="copydesk-evaluate-"))
            library = Path(folder) / LIBRARY_NAME
        else:
            library = Path(keep_library)
        with open_with(library, open_desk, options, progress) as desk:
            added = add_archive(desk, articles, total, progress)
            if not added.ids:
                reason = added.failures[0] if added.failures else "no rows"
                raise InputError(f"{articles}: none of its articles can be added ({reason})")
            result = _ask_all(desk, rows, added.ids, progress)
            kept = len(desk.articles())  # a kept library may hold more than this archive
        size = library.stat().st_size  # closed: nothing is left in the write-ahead log
    return {
        "articles_file": Path(articles).name,
        "questions_file": Path(questions).name,
        **result,
        "articles": len(set(added.ids.values())),
        "articles_new": added.new,
        "articles_unchanged": added.unchanged,
        "articles_failed": len(added.failures),
        "failures": added.failures[:SHOWN_FAILURES],
        "add_s": added.seconds,
        "articles_per_s": added.new / added.seconds if added.new else None,
        "bytes_per_article": size / kept,
        "peak_rss_mb": peak_rss_mb(),
    }


def add_archive(
    desk: Desk, path: str | Path, total: int, progress: Progress | None = None
) -> Added:
    """Add all articles of a file of ``total`` rows; ``seconds`` includes embedding."""
    added = Added()
    batch: list[tuple[str, Article]] = []
    for done, row in enumerate(data.scan(path, data.archive_article), 1):
        if isinstance(row, InputError):
            added.failures.append(str(row))
        else:
            try:
                batch.append((row.url, article_of(row)))
            except ArticleError as error:
                added.failures.append(f"{row.url}: {error}")
        if len(batch) == ADD_TOGETHER or done == total:
            _add(desk, batch, added)
            batch.clear()
            report_progress(progress, "add", done, total)
    return added


def _add(desk: Desk, batch: Sequence[tuple[str, Article]], added: Added) -> None:
    if not batch:
        return
    report, took = time_call(partial(add_articles, desk, *(article for _, article in batch)))
    there = {info.id for info in (*report.added, *report.unchanged)}
    added.ids.update({url: article.id for url, article in batch if article.id in there})
    added.new += len(report.added)
    added.unchanged += len(report.unchanged)
    added.failures += [f"{failure.path}: {failure.reason}" for failure in report.failed]
    added.seconds += took / 1000


def _ask_all(
    desk: Desk,
    rows: Sequence[data.ArchiveQuestion],
    ids: Mapping[str, str],
    progress: Progress | None,
) -> dict[str, Any]:
    rankings: list[tuple[list[str], set[str]]] = []
    shown: list[bool] = []
    matched: list[bool] = []
    elapsed: list[float] = []
    # The first call loads the model, which is no question's time.
    model = desk.ask(rows[0].question, force=True, today=rows[0].date).model
    for done, row in enumerate(rows, 1):
        answer, took = time_call(partial(desk.ask, row.question, force=True, today=row.date))
        elapsed.append(took)
        shown.append(answer.answerable)
        matched.append(metrics.contains_either(answer.answer, row.answer))
        if row.relevant:
            # A url outside the archive stays as it is: relevant, and never found.
            relevant = {ids.get(url, url) for url in row.relevant}
            hits = desk.search(row.question, top_k=SEARCH_DEPTH, today=row.date)
            rankings.append((article_ranking(hits), relevant))
        report_progress(progress, "read", done, len(rows))
    return {
        "model": model,
        "n": len(rows),
        "n_with_relevant": len(rankings),
        **metrics.ranking(rankings),
        "gold_matched": metrics.share(
            [right and visible for right, visible in zip(matched, shown, strict=True)]
        ),
        "gold_matched_forced": metrics.share(matched),
        "abstained_rate": metrics.share([not visible for visible in shown]),
        "questions_per_s": 1000 * len(elapsed) / sum(elapsed),
        **metrics.latency_percentiles(elapsed),
    }


def article_of(row: data.ArchiveArticle) -> Article:
    """Return the row as an article; without its date, should that be none."""
    try:
        date = normalise_date(row.date)
    except ArticleError:
        date = ""
    return article_from_text(row.text, title=row.title, date=date, url=row.url)


def peak_rss_mb() -> float | None:
    """Return the most memory this process has held at once, in MB, or None on Windows."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts kilobytes, macOS bytes (getrusage(2) of each).
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
