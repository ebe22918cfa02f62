"""One question to several articles: each answers for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.answer import choose
from qa.grouping import group_answers
from qa.types import AnswerGroup, ArticleAnswer, ArticleInfo, Hit, Reading


def answer_each(
    infos: Sequence[ArticleInfo],
    hits: Mapping[str, Sequence[Hit]],
    readings: Mapping[str, Sequence[Reading]],
) -> tuple[ArticleAnswer, ...]:
    """Return every article's own answer, in the order of ``infos``; ids key both mappings."""
    answers = []
    for info in infos:
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
