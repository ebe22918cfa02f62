"""Citations of files that have pages name theirs."""

from __future__ import annotations

from dataclasses import replace

from qa.desk.inputs import stored_articles
from qa.protocols import Index
from qa.records import Answer, Comparison
from qa.sources.pages import add_pages


def add_answer_pages(index: Index, answer: Answer) -> Answer:
    """Return ``answer`` with the page of every citation that has one."""
    articles = stored_articles(index, (c.article_id for c in answer.citations))
    return replace(answer, citations=add_pages(answer.citations, articles))


def add_comparison_pages(index: Index, comparison: Comparison) -> Comparison:
    """Return ``comparison`` with the page of every citation that has one."""
    articles = stored_articles(
        index, (c.article_id for each in comparison.answers for c in each.citations)
    )
    answers = [
        replace(each, citations=add_pages(each.citations, articles)) for each in comparison.answers
    ]
    return replace(comparison, answers=tuple(answers))
