"""Citations of files that have pages name theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qa.protocols import Index
from qa.records import Answer, Article, Citation, Comparison
from qa.sources.pages import paged


def paged_answer(index: Index, answer: Answer) -> Answer:
    """Return ``answer`` with the page of every citation that has one."""
    articles = _articles(index, answer.citations)
    return replace(answer, citations=paged(answer.citations, articles))


def paged_comparison(index: Index, comparison: Comparison) -> Comparison:
    """Return ``comparison`` with the page of every citation that has one."""
    articles = _articles(index, (c for each in comparison.answers for c in each.citations))
    answers = [
        replace(each, citations=paged(each.citations, articles)) for each in comparison.answers
    ]
    return replace(comparison, answers=tuple(answers))


def _articles(index: Index, citations: Iterable[Citation]) -> dict[str, Article]:
    found = {each: index.get(each) for each in dict.fromkeys(c.article_id for c in citations)}
    # One may have been removed by another process a moment ago.
    return {each: article for each, article in found.items() if article is not None}
