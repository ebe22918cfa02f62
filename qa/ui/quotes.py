"""Who said what, as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.records import ArticleInfo, Quote
from qa.ui.lists import count_noun, render_placeholder, wrap_as_new
from qa.ui.marks import escape_html
from qa.ui.parts import render_headline

MOST = 300
"""Quotes on one page; more would only be scrolled past."""


def render_quotes(found: Sequence[Quote], infos: Mapping[str, ArticleInfo]) -> str:
    """Render quotes under the headlines of their articles; ``infos`` are known by id."""
    if not found:
        return wrap_as_new(
            render_placeholder("No quotes.", "Nobody is quoted there, or not by this name.")
        )
    shown = found[:MOST]
    cards = []
    for article_id in dict.fromkeys(quote.article_id for quote in shown):
        own = [_quote(quote) for quote in shown if quote.article_id == article_id]
        info = infos.get(article_id)
        head = render_headline(info.title, info.source, info.date) if info is not None else ""
        cards.append(f'<article class="cd-card cd-source">{head}{"".join(own)}</article>')
    more = f", the first {MOST} of them here" if len(found) > MOST else ""
    return wrap_as_new(
        f'<p class="cd-verdict">{count_noun(len(found), "quote")}{more}</p>{"".join(cards)}'
    )


def _quote(quote: Quote) -> str:
    mention = f" ({escape_html(quote.mention)})" if quote.mention != quote.speaker else ""
    words = f"\u201c{escape_html(quote.quote)}\u201d" if quote.direct else escape_html(quote.quote)
    return (
        f'<figure class="cd-quote"><blockquote class="cd-text" dir="auto">{words}</blockquote>'
        f'<figcaption class="cd-facts"><b>{escape_html(quote.speaker)}</b>{mention} \u00b7 '
        f"{escape_html(quote.verb)}</figcaption></figure>"
    )
