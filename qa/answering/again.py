"""Which passages are worth reading after a first answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa.answering.events import is_one_event
from qa.answering.persons import tells_name
from qa.answering.pipeline import Answered
from qa.question import Question
from qa.records import Article, Hit

NEWER_ARTICLES = 2
"""Articles newer than the one that answers which are read once more."""
NEXT_READ = 5
"""Passages after those that were read, where somebody's name is still missing."""


def newer_articles(
    question: Question,
    made: Answered,
    candidates: Sequence[Hit],
    article: Callable[[str], Article | None],
) -> list[str]:
    """Return ids of articles among ``candidates`` that tell more newly of the answer's event.

    They are the ``NEWER_ARTICLES`` newest, the newest first.
    """
    first = made.choice.hit or next(iter(made.hits), None)
    own = article(first.passage.article_id) if first is not None else None
    if own is None or not own.date:
        return []
    dates = {h.passage.article_id: h.date for h in candidates if h.date[:10] > own.date[:10]}
    told, found = [own], []
    for each in sorted(dates, key=lambda each: dates[each]):
        other = article(each)
        if other is not None and any(is_one_event(question, one, other) for one in told):
            told.append(other)
            found.append(each)
    return found[: -NEWER_ARTICLES - 1 : -1]


def leaves_who_open(question: Question, made: Answered) -> bool:
    """Say whether it is asked who, and nothing that was read tells a name."""
    if question.asked.kind != "who" or not question.mentions.names:
        return False
    return not (made.shown and tells_name(made.choice.text))
