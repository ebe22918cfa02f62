"""One question to several articles: each answers for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.answer import NOTHING, choose
from qa.grouping import group_answers
from qa.types import AnswerGroup, ArticleAnswer, ArticleInfo, Hit, Reading

ABOUT_SHARE = 0.6
"""Least share of the best passage's cosine; the same as for summaries about a topic."""


def answer_each(
    infos: Sequence[ArticleInfo],
    hits: Mapping[str, Sequence[Hit]],
    readings: Mapping[str, Sequence[Reading]],
) -> tuple[ArticleAnswer, ...]:
    """Return every article's own answer, in the order of ``infos``; ids key both mappings.

    An article is silent when its best passage is much further from the question than the best
    of all (``ABOUT_SHARE``): asked what a bridge costs, a recall's cost is no disagreement.
    """
    nearest = {
        info.id: max((h.dense for h in hits.get(info.id, ())), default=0.0) for info in infos
    }
    needed = ABOUT_SHARE * max(nearest.values(), default=0.0)
    answers = []
    for info in infos:
        choice = NOTHING
        if nearest[info.id] >= needed:
            choice = choose(hits.get(info.id, ()), readings.get(info.id, ()))
        answers.append(
            ArticleAnswer(
                article_id=info.id,
                title=info.title,
                date=info.date,
                answer=choice.text if choice.answerable else "",
                answerable=choice.answerable,
                confidence=choice.confidence,
                citations=choice.citations if choice.answerable else (),
            )
        )
    return tuple(answers)


def agreement(
    answers: Sequence[ArticleAnswer],
) -> tuple[tuple[AnswerGroup, ...], tuple[str, ...]]:
    """Return the groups that agree, and the ids of the articles that are silent."""
    silent = tuple(answer.article_id for answer in answers if not answer.answerable)
    return group_answers(answers), silent
