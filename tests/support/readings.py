"""Readings of made passages, to try the steps between reader and answer."""

from __future__ import annotations

from qa.records import Article, Hit, Passage, Reading, SourceSpan


def make_reading(text: str, said: str, date: str = "2024-06-10") -> tuple[Hit, Reading]:
    """Return the hit of a passage, and a reading of the last place where ``said`` stands in it."""
    start = text.rindex(said)
    span = SourceSpan(0, start, start + len(said))
    hit = Hit(Passage("a", 0, len(text), text), "", date, 0.5, 1.0, 1.0)
    return hit, Reading(said, -0.1, 0.2, (span,))


def make_article(text: str, title: str = "", date: str = "2024-06-10", name: str = "a") -> Article:
    """Return an article of that text."""
    return Article(id=name, title=title, text=text, date=date)
