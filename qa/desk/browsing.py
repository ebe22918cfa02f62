"""A list of articles in parts, as a page shows it, and what there is to narrow it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from qa.errors import InputError
from qa.records import ArticleInfo, ArticlePage, Facets

MAX_PAGE = 1_000
"""Articles in one part of the list."""

ArticleOrder = Literal["newest", "oldest", "title", "source"]
"""How a list is sorted; articles without a date come last by "newest", first by "oldest"."""


def browse(
    infos: Sequence[ArticleInfo], query: str, order: ArticleOrder, offset: int, limit: int
) -> ArticlePage:
    """Return a part of ``infos``, which come newest first, as ``Desk.browse``."""
    if order not in get_args(ArticleOrder):
        raise InputError(f"order: no {order!r}; use one of {', '.join(get_args(ArticleOrder))}")
    if not 1 <= limit <= MAX_PAGE:
        raise InputError(f"limit: {limit} is not between 1 and {MAX_PAGE:,}")
    if offset < 0:
        raise InputError(f"offset: {offset} is under 0")
    words = query.casefold().split()
    found = [info for info in infos if not words or _holds(info, words)]
    if order == "oldest":
        found.reverse()
    elif order != "newest":
        found.sort(key=lambda info: str(getattr(info, order)).casefold())
    return ArticlePage(tuple(found[offset : offset + limit]), len(found), offset, limit)


def count_facets(infos: Sequence[ArticleInfo]) -> Facets:
    """Return how many articles there are of each source, author, language and year."""
    return Facets(
        sources=_counted(info.source for info in infos),
        authors=_counted(info.author for info in infos),
        languages=_counted(info.language for info in infos),
        years=_counted(info.date[:4] for info in infos),
    )


def _holds(info: ArticleInfo, words: Sequence[str]) -> bool:
    """Say whether every word stands in what a list shows of an article."""
    shown = "\n".join((info.title, info.source, info.author, info.date, info.url, info.id))
    shown = shown.casefold()
    return all(word in shown for word in words)


def _counted(values: Iterable[str]) -> dict[str, int]:
    """Return how often each value that is not "" comes, the most frequent first."""
    counts = Counter(value for value in values if value)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
