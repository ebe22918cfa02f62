"""The articles that have a claim's names and dates, where those that fit it best do not."""

from __future__ import annotations

from collections.abc import Sequence

from qa.grounding.fact_checks import has_date, has_name
from qa.language.dates import Date
from qa.language.mentions import Mentions, find_mentions
from qa.language.names import Name
from qa.records import Article

Fact = Name | Date
MOST = 2
"""Articles that are read beside the nearest."""


def lacking(sentence: str, articles: Sequence[Article]) -> list[Fact]:
    """Return the sure names and the dates that the article with most of them lacks."""
    claim = find_mentions(sentence)
    facts: list[Fact] = [*(name for name in claim.names if name.sure), *claim.dates]
    read = [_read(article) for article in articles]
    missing = [[fact for fact in facts if not _has(fact, text)] for text in read]
    return min(missing, key=len, default=[])


def holding(facts: Sequence[Fact], articles: Sequence[Article]) -> list[Article]:
    """Return the articles that have most of ``facts``, the first ``MOST`` of them, in order."""
    read = [_read(article) for article in articles]
    held = [sum(_has(fact, text) for fact in facts) for text in read]
    order = sorted(range(len(articles)), key=lambda i: -held[i])[:MOST]
    return [articles[i] for i in order if held[i]]


def _read(article: Article) -> Mentions:
    return find_mentions(f"{article.title}\n{article.text}", article.date)


def _has(fact: Fact, text: Mentions) -> bool:
    return has_name(fact, text) if isinstance(fact, Name) else has_date(fact, text)
