"""Files to stored articles, one transaction each; a bad file is reported and passed by."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qa.articles import DEFAULT_MAX_MB, article_from_text, find_files, read_file
from qa.errors import ArticleError
from qa.metadata import shown
from qa.passages import split_passages
from qa.protocols import Embedder, Index
from qa.tokens import count_tokens
from qa.types import AddReport, Article, ArticleInfo, Failure, Filters, Progress, ProgressEvent

Source = str | os.PathLike[str] | Article


@dataclass(slots=True)
class _Tally:
    """What was done so far; becomes an ``AddReport``, also after Ctrl-C."""

    added: list[ArticleInfo] = field(default_factory=list)
    unchanged: list[ArticleInfo] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    def report(self, *, interrupted: bool) -> AddReport:
        return AddReport(
            tuple(self.added), tuple(self.unchanged), tuple(self.failed), interrupted=interrupted
        )


def add_all(
    sources: Sequence[Source],
    index: Index,
    embedder: Callable[[], Embedder],
    *,
    metadata: Mapping[str, str],
    max_mb: float = DEFAULT_MAX_MB,
    progress: Progress | None = None,
) -> AddReport:
    """Add every source; what cannot be added is in the report, with its reason.

    ``metadata`` (title, source, author, date, url) overrides what the files say. The
    embedder is asked for only when something is new. Ctrl-C ends the run: the report then
    says ``interrupted``, and what it lists as added is stored. Errors of the library itself
    (a full disk, a damaged file) are raised, as no further file could be added.
    """
    tally = _Tally()
    try:
        items = list(_expand(sources, tally))
        for done, item in enumerate(items):
            name = shown(item.title if isinstance(item, Article) else item.name)
            if progress is not None:
                progress(ProgressEvent("add", done, len(items), name))
            try:
                article = _read(item, metadata, max_mb)
            except ArticleError as error:
                where = shown(str(item)) if isinstance(item, Path) else name
                tally.failed.append(Failure(where, str(error)))
                continue
            stored = _stored(index, article.id)
            if stored is not None:
                tally.unchanged.append(stored)
                continue
            passages = split_passages(article, count_tokens)
            # The title stands before every passage for the vectors only: it says what a
            # passage of "he" and "the company" is about. See docs/architecture.md.
            vectors = embedder().encode_passages([embedded(article, p.text) for p in passages])
            fresh = index.add(article, passages, vectors)
            info = _stored(index, article.id)
            if info is not None:
                (tally.added if fresh else tally.unchanged).append(info)
        if progress is not None and items:
            progress(ProgressEvent("add", len(items), len(items)))
    except KeyboardInterrupt:
        return tally.report(interrupted=True)
    return tally.report(interrupted=False)


def embedded(article: Article, passage: str) -> str:
    """Return the text whose vector stands for a passage of ``article``."""
    return f"{article.title}\n{passage}" if article.title else passage


def _expand(sources: Sequence[Source], tally: _Tally) -> Iterator[Path | Article]:
    seen: set[Path] = set()
    for source in sources:
        if isinstance(source, Article):
            yield source
            continue
        for found in find_files(source):
            if isinstance(found, Failure):
                tally.failed.append(found)
            elif found not in seen:
                seen.add(found)
                yield found


def _read(item: Path | Article, metadata: Mapping[str, str], max_mb: float) -> Article:
    if not isinstance(item, Article):
        return read_file(item, max_mb=max_mb, **metadata)
    own = {key: getattr(item, key) for key in ("title", "source", "author", "date", "url")}
    given = {key: value for key, value in metadata.items() if value}
    # Made anew: a caller's article is checked as a file is, and its id is that of its text.
    made = article_from_text(item.text, language=item.language, **{**own, **given})
    if item.id != made.id:
        raise ArticleError(
            f"{made.title}: the id {shown(item.id[:40])!r} is not its text's, {made.id}; "
            "make articles with article_from_text"
        )
    return made


def _stored(index: Index, article_id: str) -> ArticleInfo | None:
    found = index.articles(Filters(article_ids=(article_id,)))
    return found[0] if found else None
