"""What every evaluation shares: a desk on a throwaway library, adding, timing."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypedDict, TypeVar

from qa.desk import Desk
from qa.errors import ArticleError, InputError
from qa.records import AddReport, Article, Progress, ProgressEvent, ReaderName
from qa.sources.articles import article_from_text

LIBRARY_NAME = "evaluation.copydesk"

T = TypeVar("T")

OpenDesk = Callable[[Path], Desk]
"""Opens a desk on the library at a path."""


class DeskOptions(TypedDict, total=False):
    """Keywords passed on to ``Desk.open``."""

    model: str | None
    reader: ReaderName
    embedder: str | None
    reranker: str | None
    allow_download: bool
    device: str | None
    dtype: str | None


@contextmanager
def temporary_desk(
    open_desk: OpenDesk | None, options: DeskOptions, progress: Progress | None = None
) -> Iterator[Desk]:
    """Yield a desk on an empty library that is deleted afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="copydesk-evaluate-") as folder,
        open_with(Path(folder) / LIBRARY_NAME, open_desk, options, progress) as desk,
    ):
        yield desk


def open_with(
    path: Path,
    open_desk: OpenDesk | None,
    options: DeskOptions,
    progress: Progress | None = None,
) -> Desk:
    """Open a desk the caller's way, or with ``Desk.open`` and the options."""

    def models_only(event: ProgressEvent) -> None:
        # The evaluation counts articles and rows itself, over the whole file.
        if progress and event.stage == "model":
            progress(event)

    return open_desk(path) if open_desk else Desk.open(path, progress=models_only, **options)


def add_texts(
    desk: Desk, titles: Mapping[str, str], progress: Progress | None = None
) -> dict[str, str]:
    """Add every text (key) under its title (value); return the article id of each text.

    Raises ``InputError`` for a text that the library refuses.
    """
    ids: dict[str, str] = {}
    for done, (text, title) in enumerate(titles.items(), 1):
        try:
            article = article_from_text(text, title=title)
        except ArticleError as error:
            raise InputError(f"text {done} of {len(titles)}, {title!r}: {error}") from None
        add_articles(desk, article)
        ids[text] = article.id
        report_progress(progress, "add", done, len(titles))
    return ids


def add_articles(desk: Desk, *articles: Article) -> AddReport:
    """Add articles; Ctrl-C, which ``Desk.add`` turns into a report, ends the evaluation."""
    report = desk.add(*articles)
    if report.interrupted:
        raise KeyboardInterrupt
    return report


def report_progress(
    progress: Progress | None, stage: str, done: int, total: int, detail: str = ""
) -> None:
    """Report a step if anyone listens."""
    if progress:
        progress(ProgressEvent(stage, done, total, detail))


def time_call(call: Callable[[], T]) -> tuple[T, float]:
    """Return what the call returns, and the milliseconds it took."""
    start = time.perf_counter()
    result = call()
    return result, (time.perf_counter() - start) * 1000
