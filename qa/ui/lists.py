"""Lists and messages as HTML, and the small parts that every result shares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from qa.records import ArticleInfo
from qa.ui.marks import escape_html, show_controls

# Titles in lists are cut here; the article's own card shows them whole.
LABEL_CHARACTERS = 90


def render_table(articles: Sequence[ArticleInfo]) -> str:
    """Render the library's articles, each with a checkbox whose value is its id."""
    if not articles:
        return render_placeholder(
            "The library is empty.", "Drop text files above, or load the sample articles."
        )
    rows = "".join(
        '<tr><td class="cd-pick-cell"><input type="checkbox" class="cd-pick" '
        f'value="{escape_html(info.id)}" aria-label="Select {escape_html(info.title)}"></td>'
        f'<td data-head="Title" class="cd-title">{escape_html(info.title)}</td>'
        f'<td data-head="Source">{escape_html(info.source)}</td>'
        f'<td data-head="Date" class="cd-nowrap">{escape_html(iso_day(info.date))}</td>'
        f'<td data-head="Characters" class="cd-number">{info.characters:,}</td>'
        f'<td data-head="Passages" class="cd-number">{info.passages:,}</td>'
        f'<td data-head="Id"><code>{escape_html(info.id)}</code></td></tr>'
        for info in articles
    )
    return wrap_as_new(
        f'<p class="cd-kicker">{count_noun(len(articles), "article")}</p>'
        '<table class="cd-table cd-library"><thead><tr><th><span class="cd-sr">Select</span></th>'
        '<th>Title</th><th>Source</th><th>Date</th><th class="cd-number">Characters</th>'
        f'<th class="cd-number">Passages</th><th>Id</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def render_notice(kind: str, lines: Iterable[str], title: str = "") -> str:
    """Render a message; ``kind`` is "good", "bad" or "plain". Nothing for no lines and no title."""
    texts = [line for line in lines if line]
    if not texts and not title:
        return ""
    head = f"<strong>{escape_html(title)}</strong>" if title else ""
    items = "".join(f"<li>{escape_html(line)}</li>" for line in texts)
    role = "alert" if kind == "bad" else "status"
    listed = f"<ul>{items}</ul>" if items else ""
    return f'<div class="cd-notice cd-{escape_html(kind)}" role="{role}">{head}{listed}</div>'


def render_placeholder(title: str, hint: str = "") -> str:
    """Render what stands where nothing is yet."""
    return f'<div class="cd-empty"><p>{escape_html(title)}</p><p>{escape_html(hint)}</p></div>'


def article_label(info: ArticleInfo) -> str:
    """Return plain text that names an article in a list: its title, source and day."""
    title = show_controls(info.title).strip() or info.id
    if len(title) > LABEL_CHARACTERS:
        title = title[: LABEL_CHARACTERS - 1] + "…"
    return " · ".join(
        part for part in (title, show_controls(info.source), iso_day(info.date)) if part
    )


def iso_day(date: str) -> str:
    """Return the day of an ISO 8601 date or time, unchanged where it is neither."""
    return date[:10] if date[10:11] in ("T", " ") else date


def wrap_as_new(body: str) -> str:
    """Wrap ``body`` in an element whose name depends on it.

    Gradio patches the old page node by node where names agree, which would
    leave a ticked box or an opened fold on another article's row.
    """
    name = "cd-" + hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:12]
    return f'<{name} class="cd-result">{body}</{name}>'


def count_noun(number: int, noun: str) -> str:
    """Return "1 article" or "12 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
