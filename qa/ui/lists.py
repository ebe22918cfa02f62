"""Lists and messages as HTML, and the small parts that every result shares."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from qa.records import ArticleInfo
from qa.ui.marks import safe, visible

# Titles in lists are cut here; the article's own card shows them whole.
LABEL_CHARACTERS = 90


def table(articles: Sequence[ArticleInfo]) -> str:
    """Render the library's articles, each with a checkbox whose value is its id."""
    if not articles:
        return empty("The library is empty.", "Drop text files above, or load the sample articles.")
    rows = "".join(
        '<tr><td class="cd-pick-cell"><input type="checkbox" class="cd-pick" '
        f'value="{safe(info.id)}" aria-label="Select {safe(info.title)}"></td>'
        f'<td data-head="Title" class="cd-title">{safe(info.title)}</td>'
        f'<td data-head="Source">{safe(info.source)}</td>'
        f'<td data-head="Date" class="cd-nowrap">{safe(day(info.date))}</td>'
        f'<td data-head="Characters" class="cd-number">{info.characters:,}</td>'
        f'<td data-head="Passages" class="cd-number">{info.passages:,}</td>'
        f'<td data-head="Id"><code>{safe(info.id)}</code></td></tr>'
        for info in articles
    )
    return fresh(
        f'<p class="cd-kicker">{count(len(articles), "article")}</p>'
        '<table class="cd-table cd-library"><thead><tr><th><span class="cd-sr">Select</span></th>'
        '<th>Title</th><th>Source</th><th>Date</th><th class="cd-number">Characters</th>'
        f'<th class="cd-number">Passages</th><th>Id</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def notice(kind: str, lines: Iterable[str], title: str = "") -> str:
    """Render a message; ``kind`` is "good", "bad" or "plain". Nothing for no lines and no title."""
    texts = [line for line in lines if line]
    if not texts and not title:
        return ""
    head = f"<strong>{safe(title)}</strong>" if title else ""
    items = "".join(f"<li>{safe(line)}</li>" for line in texts)
    role = "alert" if kind == "bad" else "status"
    listed = f"<ul>{items}</ul>" if items else ""
    return f'<div class="cd-notice cd-{safe(kind)}" role="{role}">{head}{listed}</div>'


def empty(title: str, hint: str = "") -> str:
    """Render what stands where nothing is yet."""
    return f'<div class="cd-empty"><p>{safe(title)}</p><p>{safe(hint)}</p></div>'


def label(info: ArticleInfo) -> str:
    """Return plain text that names an article in a list: its title, source and day."""
    title = visible(info.title).strip() or info.id
    if len(title) > LABEL_CHARACTERS:
        title = title[: LABEL_CHARACTERS - 1] + "…"
    return " · ".join(part for part in (title, visible(info.source), day(info.date)) if part)


def day(date: str) -> str:
    """Return the day of an ISO 8601 date or time, unchanged where it is neither."""
    return date[:10] if date[10:11] in ("T", " ") else date


def fresh(body: str) -> str:
    """Wrap ``body`` in an element whose name depends on it.

    Gradio patches the old page node by node where names agree, which would
    leave a ticked box or an opened fold on another article's row.
    """
    name = "cd-" + hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:12]
    return f'<{name} class="cd-result">{body}</{name}>'


def count(number: int, noun: str) -> str:
    """Return "1 article" or "12 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
