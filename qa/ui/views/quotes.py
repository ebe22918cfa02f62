"""Quotes as the page shows them: by speaker, who is quoted most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qa.records import Article, Citation, Quote
from qa.ui.views.cites import Cites, count_noun
from qa.ui.views.segments import show_controls, show_plain

MOST = 200
"""Quotes shown at once; more would only be scrolled past."""


def quotes_view(
    found: Sequence[Quote], cites: Cites, articles: Mapping[str, Article]
) -> dict[str, Any]:
    """Return quotes as plain data, under their speakers."""
    speakers: dict[str, list[Quote]] = {}
    for quote in found[:MOST]:
        speakers.setdefault(quote.speaker, []).append(quote)
    ranked = sorted(speakers.items(), key=lambda each: -len(each[1]))
    more = f", the first {MOST} of them here" if len(found) > MOST else ""
    return {
        "state": "quotes" if found else "none",
        "head": f"{count_noun(len(found), 'quote')}{more}" if found else "Nobody is quoted there",
        "speakers": [
            {
                "speaker": show_controls(name),
                "quotes": [_quote(quote, cites, articles) for quote in quotes],
            }
            for name, quotes in ranked
        ],
    }


def _quote(quote: Quote, cites: Cites, articles: Mapping[str, Article]) -> dict[str, Any]:
    article = articles.get(quote.article_id)
    title = article.title if article is not None else ""
    number = cites.number(Citation(quote.article_id, title, quote.start, quote.end, quote.quote))
    return {
        "text": show_plain(quote.quote),
        "direct": quote.direct,
        "verb": show_controls(quote.verb),
        "mention": "" if quote.mention == quote.speaker else show_controls(quote.mention),
        "cites": [number],
        "where": cites.shown[number - 1]["where"],
    }
