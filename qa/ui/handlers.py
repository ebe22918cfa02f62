"""What each button does: one call of the desk, one rendering; errors become words.

Nothing here knows Gradio, so nothing here needs a browser to be tested.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from qa.errors import CopydeskError
from qa.ingest.sources import is_address
from qa.neural import resources
from qa.records import AddReport, Article, ArticleInfo, Citation, Failure, Turn
from qa.ui import quotes, render

if TYPE_CHECKING:
    from qa.desk import Conversation, Desk
    from qa.desk.options import AskOptions

log = logging.getLogger(__name__)

KEPT_TURNS = 4
"""Turns a page remembers: as many as a follow-up looks back at."""
UNEXPECTED = (
    "Something went wrong inside Copydesk; the library is unharmed, and the details are in the "
    "server's log. Please try again."
)

Parameters = ParamSpec("Parameters")
Method = Callable[Concatenate["Handlers", Parameters], str]


def _in_words(method: Method[Parameters]) -> Method[Parameters]:
    """Turn what a method raises into a message on the page; log what nobody foresaw."""

    @functools.wraps(method)
    def guarded(self: Handlers, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> str:
        try:
            return method(self, *args, **kwargs)
        except CopydeskError as error:
            return render.render_notice("bad", [str(error)])
        except Exception:
            log.exception("%s failed", method.__name__)
            return render.render_notice("bad", [UNEXPECTED])

    return guarded


class Handlers:
    """Holds the desk that the pages call; every method returns HTML or plain lists."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @_in_words
    def ask(self, question: str, article_ids: Sequence[str] | None) -> str:
        """Answer ``question`` from the chosen articles, or from all when none is chosen."""
        result = self._desk.ask(question, articles=tuple(article_ids or ()), explain=True)
        return render.render_answer(result, self._cited(result.citations))

    def converse(
        self,
        question: str,
        article_ids: Sequence[str] | None,
        follows: bool,
        turns: tuple[Turn, ...],
        narrow: AskOptions | None = None,
    ) -> tuple[str, tuple[Turn, ...]]:
        """Answer ``question``, in the light of ``turns`` if it ``follows``; return the turns, too.

        ``narrow`` holds source, author, language and dates. A question that fails leaves the
        turns as they were.
        """
        conversation = self._desk.chat(turns if follows else ())
        options: AskOptions = {
            **(narrow or {}),
            "articles": tuple(article_ids or ()),
            "explain": True,
        }
        shown = self._said(conversation, question, options)
        return shown, conversation.turns[-KEPT_TURNS:] or turns

    @_in_words
    def _said(self, conversation: Conversation, question: str, options: AskOptions) -> str:
        turn = conversation.ask(question, **options)
        return render.render_turn(turn, self._cited(turn.answer.citations))

    @_in_words
    def summarise(self, article_ids: Sequence[str] | None, topic: str, sentences: float) -> str:
        """Summarise the chosen articles, or what the library says about ``topic``."""
        result = self._desk.summarize(
            articles=tuple(article_ids or ()), about=topic.strip() or None, sentences=int(sentences)
        )
        citations = [c for sentence in result.sentences for c in sentence.citations]
        return render.render_summary(result, self._cited(citations))

    @_in_words
    def compare(self, question: str, article_ids: Sequence[str] | None) -> str:
        """Put ``question`` to each chosen article, or to all when none is chosen."""
        result = self._desk.compare(question, articles=tuple(article_ids or ()))
        citations = [c for item in result.answers for c in item.citations]
        return render.render_comparison(result, self._cited(citations))

    @_in_words
    def quotes(self, speaker: str, article_ids: Sequence[str] | None) -> str:
        """List who said what in the chosen articles, or in all when none is chosen."""
        found = self._desk.quotes(articles=tuple(article_ids or ()), speaker=speaker)
        return quotes.render_quotes(found, {info.id: info for info in self._desk.articles()})

    @_in_words
    def verify(self, text: str, article_ids: Sequence[str] | None) -> str:
        """Hold ``text`` against the chosen articles, or those that fit it best."""
        result = self._desk.verify(text, articles=tuple(article_ids or ()))
        citations = [c for sentence in result.sentences for c in sentence.citations]
        return render.render_verification(result, self._cited(citations))

    @_in_words
    def add(self, paths: Sequence[str] | None) -> str:
        """Add uploaded files; name each by its own name, never by where it was uploaded to."""
        if not paths:
            return ""
        return _report(self._desk.add(*paths), paths)

    @_in_words
    def add_address(self, address: str) -> str:
        """Add a web page, or a feed's items; nothing but http and https, and no path, gets in."""
        address = address.strip()
        if not address:
            return ""
        if not is_address(address):
            return render.render_notice(
                "bad", [f"{address}: an address begins with https:// or http://"]
            )
        return _report(self._desk.add(address), [])

    @_in_words
    def add_samples(self) -> str:
        """Add the sample articles that ship with Copydesk."""
        paths = resources.seed_articles()
        if not paths:
            return render.render_notice("bad", ["This installation holds no sample articles."])
        return _report(self._desk.add(*paths), [str(path) for path in paths])

    @_in_words
    def remove(self, article_ids: str) -> str:
        """Remove articles by their ids, separated by spaces."""
        chosen = article_ids.split()
        if not chosen:
            return render.render_notice(
                "plain", ["Tick the articles to remove in the table first."]
            )
        removed = self._desk.remove(*chosen)
        return render.render_notice("good", [info.title for info in removed], "Removed")

    @_in_words
    def table(self) -> str:
        """List the library's articles."""
        return render.render_table(self._desk.articles())

    def articles(self) -> list[ArticleInfo]:
        """Return the library's articles; none when it cannot be read, as ``table`` says why."""
        try:
            return self._desk.articles()
        except CopydeskError:
            return []

    def _cited(self, citations: Iterable[Citation]) -> dict[str, Article]:
        """Return the cited articles by id."""
        return self._desk.stored(citation.article_id for citation in citations)


def _report(report: AddReport, paths: Sequence[str]) -> str:
    """Say what became of each file, with names in place of the server's paths."""
    failed = [_reason(failure, paths) for failure in report.failed]
    notes = [_reason(note, paths) for note in report.notes]
    return (
        render.render_notice("bad", failed, "Not added" if failed else "")
        + render.render_notice("warn", notes, "To be noted" if notes else "")
        + render.render_notice(
            "good", [i.title for i in report.added], "Added" if report.added else ""
        )
        + render.render_notice(
            "good", [i.title for i in report.replaced], "Replaced" if report.replaced else ""
        )
        + render.render_notice(
            "plain",
            [info.title for info in report.unchanged],
            "Already in the library" if report.unchanged else "",
        )
    )


def _reason(failure: Failure, paths: Sequence[str]) -> str:
    """Return a failure's reason with the file's name in place of its path."""
    reason = failure.reason
    # The longest first, so that no path is cut where it holds another.
    for path in sorted({failure.path, *paths}, key=len, reverse=True):
        reason = reason.replace(path, Path(path).name)
    name = failure.path if is_address(failure.path) else Path(failure.path).name
    return reason if name in reason else f"{name}: {reason}"
