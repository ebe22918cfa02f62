"""On which page of its file a character of an article stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.types import Article, Citation


def page_of(pages: Sequence[int], start: int) -> int | None:
    """Return the page, from 1, on which character ``start`` stands; None without pages.

    ``pages`` is an ``Article``'s. Pages without text begin where the next one does, and no
    character is on them.
    """
    return max(1, bisect_right(pages, start)) if pages else None


def paged(citations: Sequence[Citation], articles: Mapping[str, Article]) -> tuple[Citation, ...]:
    """Return ``citations`` with the page of each whose article, by its id, has pages."""
    return tuple(
        replace(each, page=page_of(article.pages, each.start))
        if (article := articles.get(each.article_id)) is not None and article.pages
        else each
        for each in citations
    )
