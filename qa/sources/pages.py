"""On which page of its file a character of an article stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from qa.records import Article, Citation


def page_of(pages: Sequence[int], start: int) -> int | None:
    """Return the page, from 1, on which character ``start`` stands; None without pages.

    ``pages`` is an ``Article``'s. Pages without text begin where the next one does, and no
    character is on them.
    """
    return max(1, bisect_right(pages, start)) if pages else None


def add_pages(
    citations: Sequence[Citation], articles: Mapping[str, Article]
) -> tuple[Citation, ...]:
    """Return ``citations`` with the page of each whose article, by its id, has pages."""
    return tuple(
        replace(each, page=page_of(article.pages, each.start))
        if (article := articles.get(each.article_id)) is not None and article.pages
        else each
        for each in citations
    )


def pages_label(citations: Sequence[Citation]) -> str:
    """Return "p. 3" or "pp. 3, 7" for the pages of ``citations``, "" where there are none."""
    numbers = sorted({each.page for each in citations if each.page is not None})
    listed = ", ".join(str(number) for number in numbers)
    return f"p{'p' if len(numbers) > 1 else ''}. {listed}" if numbers else ""
