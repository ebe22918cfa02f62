"""The citations of one entry, numbered in the order in which they are shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from qa.records import Article, Citation
from qa.ui.views.segments import Mark, Pieces, cut, merge_marks, sentence_pieces, show_controls

QUOTE_CHARACTERS = 300
"""Of a cited quote; the source pane shows the rest."""

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class Cites:
    """Gives each cited place a number, and shows the sentence it stands in."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        """Cite ``articles``, by id; one that is missing is shown by its quotes."""
        self._articles = articles
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.shown: list[dict[str, Any]] = []

    def number(self, citation: Citation) -> int:
        """Return the number of a cited place, the next one if it is new."""
        key = (citation.article_id, citation.start, citation.end)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self.shown.append(self._shown(citation))
        return self._numbers[key]

    def numbers(self, citations: Iterable[Citation]) -> list[int]:
        """Return the numbers of several places, each once."""
        return list(dict.fromkeys(self.number(each) for each in citations))

    def sentences(self, citations: Iterable[Citation]) -> list[dict[str, Any]]:
        """Return each sentence with a cited place once: its pieces, and whose it is."""
        cited = list(citations)
        for each in cited:
            self.number(each)
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for each in cited:
            pieces = self._sentence(each, cited)
            key = (each.article_id, "".join(piece["text"] for piece in pieces))
            number = self.number(each)
            if key in found:
                found[key]["cites"].append(number)
            else:
                facts = self.shown[number - 1]
                found[key] = {
                    "pieces": pieces,
                    "cites": [number],
                    "title": facts["title"],
                    "source": facts["source"],
                    "where": facts["where"],
                }
        return list(found.values())

    def facts(self, article_id: str) -> dict[str, str]:
        """Return source and day of an article; blank when it is gone."""
        article = self._articles.get(article_id)
        if article is None:
            return {"source": "", "date": ""}
        return {"source": show_controls(article.source), "date": day(article.date)}

    def _sentence(self, citation: Citation, cited: Iterable[Citation]) -> Pieces:
        article = self._articles.get(citation.article_id)
        if article is None:
            text = citation.quote
            return cut(text, 0, len(text), [Mark(0, len(text), (self.number(citation),))])
        spans = [
            (each.start, each.end, self.number(each))
            for each in cited
            if each.article_id == citation.article_id
        ]
        marks = merge_marks(spans, len(article.text))
        return sentence_pieces(article.text, citation.start, citation.end, marks)

    def _shown(self, citation: Citation) -> dict[str, Any]:
        article = self._articles.get(citation.article_id)
        quote = citation.quote
        if len(quote) > QUOTE_CHARACTERS:
            quote = quote[: QUOTE_CHARACTERS - 1] + "…"
        facts = self.facts(citation.article_id)
        author = article.author if article is not None else ""
        page = f"page {citation.page}" if citation.page is not None else ""
        return {
            "n": len(self._numbers),
            "article": citation.article_id,
            "start": citation.start,
            "end": citation.end,
            "quote": show_controls(quote),
            "title": show_controls(citation.title),
            "author": show_controls(author),
            **facts,
            "page": page,
            "where": join_facts(facts["source"], facts["date"], page),
            "gone": article is None,
        }


def day(date: str) -> str:
    """Return the day of an ISO 8601 date or time in words, as "11 Feb 2025"; else unchanged."""
    try:
        found = datetime.date.fromisoformat(date[:10])
    except ValueError:
        return show_controls(date)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def join_facts(*facts: str) -> str:
    """Return what is known of an article in one line."""
    return " · ".join(fact for fact in facts if fact)


def count_noun(number: int, noun: str) -> str:
    """Return "1 article" or "12 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
