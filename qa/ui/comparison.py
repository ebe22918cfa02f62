"""A comparison as HTML: who says what, what sets the answers apart, what changed over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.records import (
    AnswerGroup,
    Article,
    ArticleAnswer,
    Comparison,
    Difference,
    TimelineEntry,
)
from qa.sources.pages import pages_label
from qa.ui.lists import count_noun, wrap_as_new
from qa.ui.marks import escape_html, excerpt
from qa.ui.parts import (
    confidence_label,
    render_footer,
    render_headline,
    render_note,
    render_support,
)

_CHANGED = ' <span class="cd-tag">changed</span>'


def render_comparison(result: Comparison, articles: Mapping[str, Article]) -> str:
    """Render who says what: one card per answer, then the articles that are silent."""
    by_id = {item.article_id: item for item in result.answers}
    cards = [_group(group, by_id, articles) for group in result.groups]
    silent = [by_id[i].title if i in by_id else i for i in result.silent]
    independent = len(result.groups) == 1 and result.groups[0].independent == 1
    agree = (
        "No article answers this."
        if not cards
        else "No article decides this."
        if all(item.note for item in result.answers if item.answerable)
        else "One article answers this."
        if len(cards) == 1 and len(result.groups[0].article_ids) == 1
        else "One text answers this, printed more than once."
        if independent
        else "All who answer agree."
        if len(cards) == 1
        else f"{len(cards)} different answers."
    )
    shown = f'<p class="cd-verdict">{agree}</p><div class="cd-groups">{"".join(cards)}</div>'
    shown += _differences(result.differences) + _timeline(result.timeline)
    body = shown + (
        f'<section class="cd-silent"><p class="cd-kicker">Silent · {len(silent)}</p><ul>'
        + "".join(f"<li>{escape_html(title)}</li>" for title in silent)
        + "</ul></section>"
        if silent
        else ""
    )
    return wrap_as_new(body + render_footer(result.model, result.timings_ms))


def _counted(group: AnswerGroup) -> str:
    """Return "3 articles, 2 of them one text (wire copy)"."""
    total = len(group.article_ids)
    shown = count_noun(total, "article")
    for copies in group.copies:
        which = "" if len(copies) == total else f"{len(copies)} of them "
        shown += f", {which}one text (wire copy)"
    return shown


def _differences(differences: Sequence[Difference]) -> str:
    if not differences:
        return ""
    items = "".join(
        f'<li dir="auto">{escape_html(d.reason)} '
        f'<span class="cd-tag">{escape_html(d.kind)}</span></li>'
        for d in differences
    )
    return (
        '<section class="cd-differences"><p class="cd-kicker">They differ</p>'
        f"<ul>{items}</ul></section>"
    )


def _timeline(entries: Sequence[TimelineEntry]) -> str:
    """Render what was said when, newest first; nothing where nothing changed."""
    if not any(entry.changed for entry in entries):
        return ""
    items = "".join(
        f'<li dir="auto"><time datetime="{escape_html(e.date)}">{escape_html(e.date)}</time> '
        f"{escape_html(e.answer)}{_CHANGED if e.changed else ''}</li>"
        for e in entries
    )
    return (
        '<section class="cd-timeline"><p class="cd-kicker">Over time, newest first</p>'
        f"<ol>{items}</ol></section>"
    )


def _group(
    group: AnswerGroup, by_id: Mapping[str, ArticleAnswer], articles: Mapping[str, Article]
) -> str:
    items = "".join(
        _witness(by_id[i], articles.get(i), group.answer) for i in group.article_ids if i in by_id
    )
    return (
        '<section class="cd-card cd-group">'
        f'<p class="cd-kicker">{_counted(group)}</p>'
        f'<p class="cd-big">{escape_html(group.answer)}</p>{items}</section>'
    )


def _witness(item: ArticleAnswer, article: Article | None, shared: str) -> str:
    """Render one article's answer: where it stands, how sure it is, its own wording if another."""
    quote = excerpt(article.text, item.citations) if article is not None else ""
    if not quote:
        quote = " … ".join(f"<mark>{escape_html(c.quote)}</mark>" for c in item.citations)
    shown = f'<blockquote class="cd-text" dir="auto">{quote}</blockquote>' if quote else ""
    own = f"“{item.answer}” · " if item.answer != shared else ""
    source = article.source if article is not None else ""
    head = render_headline(item.title, source, item.date, pages_label(item.citations))
    return (
        f'<div class="cd-witness">{head}{shown}'
        f'<p class="cd-facts">{escape_html(own)}{confidence_label(item.confidence)}</p>'
        f"{render_note(item.note)}{render_support(item.support)}</div>"
    )
