"""Pieces that several results share: a headline, the cited articles, the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from qa.records import Article, Citation, Support
from qa.sources.pages import pages_label
from qa.ui.lists import iso_day
from qa.ui.marks import escape_html, highlight


def render_headline(title: str, *facts: str) -> str:
    """Render a title, and under it what is known of its article."""
    # Isolated: a name written from right to left must not carry off the date beside it.
    shown = " · ".join(f"<bdi>{escape_html(iso_day(fact))}</bdi>" for fact in facts if fact)
    small = f'<p class="cd-facts">{shown}</p>' if shown else ""
    return f'<h3 class="cd-headline" dir="auto">{escape_html(title)}</h3>{small}'


def render_sources(citations: Sequence[Citation], articles: Mapping[str, Article]) -> str:
    """Render each cited article once, in the order of first citation, marks numbered from 1."""
    cards: list[str] = []
    for article_id in dict.fromkeys(citation.article_id for citation in citations):
        numbered = [(n, c) for n, c in enumerate(citations, 1) if c.article_id == article_id]
        article = articles.get(article_id)
        if article is None:
            quotes = "".join(
                f'<blockquote class="cd-text" dir="auto"><mark data-cite="{n}">'
                f"{escape_html(c.quote)}</mark></blockquote>"
                for n, c in numbered
            )
            pages = pages_label([c for _, c in numbered])
            cards.append(f"{render_headline(numbered[0][1].title, pages)}{quotes}")
            continue
        numbers = [n for n, _ in numbered]
        text = highlight(article.text, [c for _, c in numbered], numbers=numbers)
        known = (article.source, article.author, article.date, article.language)
        head = render_headline(article.title, *known, pages_label([c for _, c in numbered]))
        cards.append(f"{head}{_link(article.url)}{text}")
    return "".join(f'<article class="cd-card cd-source">{card}</article>' for card in cards)


def _link(url: str) -> str:
    """Render where an article was read; only of the web, as an address may be a script."""
    if not url.lower().startswith(("http://", "https://")):
        return ""
    target = f'href="{escape_html(url)}" target="_blank" rel="noopener noreferrer"'
    return f'<p class="cd-facts"><a {target}><bdi>{escape_html(url)}</bdi></a></p>'


def confidence_label(value: float) -> str:
    """Return "80% sure"."""
    return f"{round(100 * min(max(value, 0.0), 1.0))}% sure"


def render_support(support: Support) -> str:
    """Render what the articles do not bear out of an answer, "" where all is well."""
    why = "; ".join((*support.reasons, *support.doubts))
    return render_warning(f"Not fully borne out by its source: {why}") if why else ""


def render_note(said: str) -> str:
    """Render what an answer is not, where it is not all that was asked."""
    return f'<p class="cd-note">{escape_html(said[:1].upper() + said[1:])}.</p>' if said else ""


def render_warning(why: str) -> str:
    """Render a warning to check something, and why."""
    return f'<p class="cd-note cd-warn-text">{escape_html(why)}. Check before you use it.</p>'


def render_footer(model: str, timings_ms: Mapping[str, float]) -> str:
    """Render the model's name and the timings."""
    parts = [model_label(model)] if model else []
    parts += [f"{name.replace('_', ' ')} {ms:,.0f} ms" for name, ms in timings_ms.items()]
    return f'<p class="cd-foot">{escape_html(" · ".join(parts))}</p>' if parts else ""


def model_label(model: str) -> str:
    """Return a model's name for the page: of an absolute path its last part only."""
    path: PurePath
    for path in (PurePosixPath(model), PureWindowsPath(model)):
        if path.is_absolute():
            return path.name
    return model
