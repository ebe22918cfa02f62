"""One question to several articles: each answers for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qa.answering.choice import NO_CHOICE, Choice
from qa.answering.fitting import is_undecided
from qa.answering.pipeline import Answered
from qa.answering.statements import is_said
from qa.answering.support import NO_ANSWER_SUPPORT
from qa.comparison.consensus import Encode, backed_reasons
from qa.comparison.differences import (
    build_timeline,
    classify_relation,
    label_answers,
    list_differences,
    newest_first,
)
from qa.comparison.grouping import group_answers
from qa.comparison.standing import borne_out, forms_of, on_one_event, without_strays
from qa.language.same_answers import same_answer
from qa.language.short_answers import NormalForm
from qa.question import Question
from qa.records import Article, ArticleAnswer, ArticleInfo, Comparison

TYPED = frozenset({"quantity", "value", "when", "who", "where"})
ABOUT_SHARE = 0.6
"""Least share of the best passage's cosine; the same as for summaries about a topic."""


def article_answers(
    infos: Sequence[ArticleInfo],
    answered: Sequence[Answered],
    question: Question,
    article: Callable[[str], Article | None] | None = None,
    encode: Encode | None = None,
) -> tuple[ArticleAnswer, ...]:
    """Return every article's own answer, in the order of ``infos`` and of ``answered``.

    An article is silent when its best passage is much further from the question than the best
    of all (``ABOUT_SHARE``): asked what a bridge costs, a recall's cost is no disagreement.
    It is silent, too, when nothing as strong agrees with its weak answer (``WEAK_SHARE``), and
    when it leaves open what another says yes or no to. With ``article``, which returns the one of
    an id, it is silent if it tells of another event than the strongest answer's article. With
    ``encode`` a reason is silent that no other article comes near to and that is not sure.
    """
    nearest = [max((hit.dense for hit in made.hits), default=0.0) for made in answered]
    best = max(nearest, default=0.0)
    needed = ABOUT_SHARE * best if best > 0.0 else best  # a share of less than 0 is above it
    forms = forms_of(infos, answered)
    about = _about([near >= needed for near in nearest], forms)
    choices = _decided(
        [made.choice if on else NO_CHOICE for made, on in zip(answered, about, strict=True)]
    )
    sure = [
        made.confidence if choice is made.choice else 0.0
        for made, choice in zip(answered, choices, strict=True)
    ]
    said = _said(choices, question, article)
    if any(said):  # what somebody said in one article makes nothing less likely that another has
        kept = said
    elif question.asked.kind == "why" and encode is not None:
        kept = backed_reasons(choices, sure, encode)
    else:
        heard = [f if c.answerable else None for f, c in zip(forms, choices, strict=True)]
        kept = borne_out(heard, choices, sure, question)
    if article is not None and not any(said):
        kept = on_one_event(choices, kept, question, article)
        if question.asked.kind in TYPED:
            kept = without_strays(choices, kept, forms, question)
    return tuple(
        ArticleAnswer(
            article_id=info.id,
            title=info.title,
            date=info.date,
            answer=choice.text if found else "",
            answerable=found,
            confidence=confidence,
            citations=choice.citations if found else (),
            note=choice.note if found else "",
            means=made.means if found else "",
            support=made.support if found else NO_ANSWER_SUPPORT,
        )
        for info, made, choice, confidence, found in zip(
            infos, answered, choices, sure, kept, strict=True
        )
    )


def _about(near: Sequence[bool], forms: Sequence[NormalForm | None]) -> list[bool]:
    """Say which articles are ``near`` to the question, or give a figure or day of one that is."""
    told = [form for form, is_near in zip(forms, near, strict=True) if form and is_near]
    return [
        is_near
        or (
            form is not None
            and form.kind != "text"
            and any(same_answer(form, other) for other in told)
        )
        for form, is_near in zip(forms, near, strict=True)
    ]


def _decided(choices: Sequence[Choice]) -> list[Choice]:
    """Leave out sentences that decide nothing; without any "Yes" or "No" the nearest stays.

    Two of them would look like two answers, and are none.
    """
    left_open = [is_undecided(choice) for choice in choices]
    decided = any(c.answerable and not o for c, o in zip(choices, left_open, strict=True))
    opened = [choice for choice, o in zip(choices, left_open, strict=True) if o]
    nearest = max(opened, key=lambda choice: choice.confidence, default=None)
    return [
        NO_CHOICE if o and (decided or c is not nearest) else c
        for c, o in zip(choices, left_open, strict=True)
    ]


def _said(
    choices: Sequence[Choice],
    question: Question,
    article: Callable[[str], Article | None] | None,
) -> list[bool]:
    """Say which answers are in the words of whom the question asks for."""
    asked, find = question.statement, article or _no_article
    return [
        asked is not None and c.answerable and is_said(asked, c.hit, c.reading, find)
        for c in choices
    ]


def _no_article(_: str) -> None:
    """A library that has no articles."""


def build_comparison(
    question: str,
    answers: Sequence[ArticleAnswer],
    copies: Sequence[Sequence[str]],
    model: str,
    timings_ms: Mapping[str, float],
    unread: int = 0,
    *,
    open_ended: bool = False,
) -> Comparison:
    """Group and label the answers; ``copies`` lists ids of articles that are one text.

    With ``open_ended`` the question asks why, or what somebody said.
    """
    groups = group_answers(answers, copies)
    differences = list_differences(groups, answers, open_ended=open_ended)
    relation = classify_relation(groups, differences, answers, open_ended=open_ended)
    if relation == "develops":
        groups = newest_first(groups, answers)
    return Comparison(
        question=question,
        answers=label_answers(answers, groups, relation),
        groups=groups,
        silent=tuple(answer.article_id for answer in answers if not answer.answerable),
        model=model,
        timings_ms=timings_ms,
        relation=relation,
        differences=differences,
        timeline=build_timeline(answers, groups),
        unread=unread,
    )
