"""An article as the source pane shows it: paragraphs, with the cited words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from qa.records import Article
from qa.ui.views.cites import day
from qa.ui.views.segments import cut, merge_marks, show_controls

# Markdown's headings, without the marks that close them.
_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
WINDOW = 40_000
"""Characters shown at once: a book must not become one page."""


def article_view(
    article: Article, marks: Sequence[tuple[int, int, int]] = (), at: int | None = None
) -> dict[str, Any]:
    """Return an article as plain data.

    Args:
        article: the stored article.
        marks: (start, end, number) of the citations to mark.
        at: a character to show; by default the first mark's, or the beginning.
    """
    place = at if at is not None else min((start for start, _, _ in marks), default=0)
    start, end = _window(article.text, min(max(place, 0), len(article.text)))
    merged = merge_marks(marks, len(article.text))
    lines: list[Any] = []
    begun = start
    while begun < end:
        stop = article.text.find("\n", begun, end)
        stop = end if stop < 0 else stop
        line = article.text[begun:stop]
        found = _HEADING.match(line)
        said = begun + (found.end() if found is not None else 0)
        title = not lines and article.text[said:stop].strip() == article.title.strip()
        marked = any(mark.start < stop and mark.end > begun for mark in merged)
        # The title stands above the text already.
        if line.strip() and (marked or not title):
            pieces = cut(article.text, begun if marked else said, stop, merged)
            if pieces:  # a line may hold nothing but a picture without words
                lines.append({"heading": found is not None, "pieces": pieces})
        begun = stop + 1
    return {
        "id": article.id,
        "title": show_controls(article.title),
        "source": show_controls(article.source),
        "author": show_controls(article.author),
        "date": day(article.date),
        "language": show_controls(article.language),
        # An address may be a script: only one of the web becomes a link.
        "url": article.url if article.url.lower().startswith(("http://", "https://")) else "",
        "characters": len(article.text),
        "start": start,
        "end": end,
        "before": max(0, start - 1) if start else None,
        "after": end if end < len(article.text) else None,
        "paragraphs": lines,
    }


def _window(text: str, place: int) -> tuple[int, int]:
    """Return the part of a text to show: all of it, or whole lines from the tile of ``place``."""
    if len(text) <= WINDOW:
        return 0, len(text)
    start = place // WINDOW * WINDOW
    end = min(start + WINDOW, len(text))
    return start, end
