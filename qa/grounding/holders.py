"""The articles that have a claim's names and figures, where those that fit it best do not."""

from __future__ import annotations

from collections.abc import Sequence

from qa.grounding.fact_checks import has_date, has_name, has_quantity
from qa.language.dates import Date
from qa.language.mentions import Mentions, find_mentions
from qa.language.names import Name
from qa.language.quantities import Quantity
from qa.records import Article

Fact = Name | Date | Quantity
MOST = 2
"""Articles that are read beside the nearest."""


def lacking(sentence: str, articles: Sequence[Article]) -> list[Fact]:
    """Return the sure names, dates and figures that the article with most of them lacks."""
    claim = find_mentions(sentence)
    names = (name for name in claim.names if name.sure)
    facts: list[Fact] = [*names, *claim.dates, *claim.quantities]
    read = [_read(article) for article in articles]
    missing = [[fact for fact in facts if not _has(fact, sentence, text)] for text in read]
    return min(missing, key=len, default=[])


def holding(facts: Sequence[Fact], sentence: str, articles: Sequence[Article]) -> list[Article]:
    """Return the articles that have most of ``facts``, the first ``MOST`` of them, in order."""
    read = [_read(article) for article in articles]
    held = [sum(_has(fact, sentence, text) for fact in facts) for text in read]
    order = sorted(range(len(articles)), key=lambda i: -held[i])[:MOST]
    return [articles[i] for i in order if held[i]]


def _read(article: Article) -> Mentions:
    return find_mentions(f"{article.title}\n{article.text}", article.date)


def _has(fact: Fact, sentence: str, text: Mentions) -> bool:
    if isinstance(fact, Name):
        return has_name(fact, text)
    if isinstance(fact, Date):
        return has_date(fact, text)
    return has_quantity(fact, sentence[fact.start : fact.end], text)
