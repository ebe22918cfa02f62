"""A list of articles in parts, as a page shows it, and what there is to narrow it by."""

from __future__ import annotations

from typing import Literal, get_args

from qa.errors import InputError
from qa.protocols import Index
from qa.records import ArticlePage, Facets, Filters

MAX_PAGE = 1_000
"""Articles in one part of the list."""

ArticleOrder = Literal["newest", "oldest", "title", "source"]
"""How a list is sorted; articles without a date come last by "newest", first by "oldest"."""


def browse(
    index: Index, filters: Filters, query: str, order: ArticleOrder, offset: int, limit: int
) -> ArticlePage:
    """Return a part of the articles that pass ``filters``, as ``Desk.browse``."""
    _check(order, offset)
    if not 1 <= limit <= MAX_PAGE:
        raise InputError(f"limit: {limit} is not between 1 and {MAX_PAGE:,}")
    total, found = index.browse(query, filters, order, offset, limit)
    return ArticlePage(tuple(found), total, offset, limit)


def browse_ids(
    index: Index, filters: Filters, query: str, order: ArticleOrder, offset: int, limit: int
) -> list[str]:
    """Return the ids of such a part, of all the rest for ``limit`` -1."""
    _check(order, offset)
    return index.browse_ids(query, filters, order, offset, limit)


def count_facets(index: Index, filters: Filters) -> Facets:
    """Return how many articles there are of each source, author, language and year."""
    return index.facets(filters)


def _check(order: str, offset: int) -> None:
    if order not in get_args(ArticleOrder):
        raise InputError(f"order: no {order!r}; use one of {', '.join(get_args(ArticleOrder))}")
    if offset < 0:
        raise InputError(f"offset: {offset} is under 0")
