"""One question to several articles: each answers for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qa.answering.choice import NO_CHOICE, Choice
from qa.answering.fitting import is_undecided
from qa.answering.pipeline import Answered
from qa.answering.support import NO_ANSWER_SUPPORT
from qa.comparison.differences import (
    are_comparable,
    build_timeline,
    classify_relation,
    label_answers,
    list_differences,
)
from qa.comparison.grouping import group_answers
from qa.language.short_answers import NormalForm, normalize_answer, same_answer
from qa.question import Question
from qa.records import ArticleAnswer, ArticleInfo, Comparison, Hit
from qa.text.words import content_stems, find_words

ABOUT_SHARE = 0.6
"""Least share of the best passage's cosine; the same as for summaries about a topic."""
WEAK_SHARE = 0.3
"""Least share of the strongest answer's strength for one that disagrees with it."""
WEAK_SHARE_UNLIKE = 0.6
"""The same for an answer of another kind: a monthly rate where a sum is asked for."""


def article_answers(
    infos: Sequence[ArticleInfo], answered: Sequence[Answered], question: Question
) -> tuple[ArticleAnswer, ...]:
    """Return every article's own answer, in the order of ``infos`` and of ``answered``.

    An article is silent when its best passage is much further from the question than the best
    of all (``ABOUT_SHARE``): asked what a bridge costs, a recall's cost is no disagreement.
    It is silent, too, when nothing as strong agrees with its weak answer (``WEAK_SHARE``), and
    when it leaves open what another says yes or no to.
    """
    nearest = [max((hit.dense for hit in made.hits), default=0.0) for made in answered]
    best = max(nearest, default=0.0)
    needed = ABOUT_SHARE * best if best > 0.0 else best  # a share of less than 0 is above it
    choices = _decided(
        [
            made.choice if near >= needed else NO_CHOICE
            for made, near in zip(answered, nearest, strict=True)
        ]
    )
    kept = _borne_out(infos, choices, question)
    return tuple(
        ArticleAnswer(
            article_id=info.id,
            title=info.title,
            date=info.date,
            answer=choice.text if found else "",
            answerable=found,
            confidence=made.confidence if choice is made.choice else 0.0,
            citations=choice.citations if found else (),
            note=choice.note if found else "",
            support=made.support if found else NO_ANSWER_SUPPORT,
        )
        for info, made, choice, found in zip(infos, answered, choices, kept, strict=True)
    )


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


def _borne_out(
    infos: Sequence[ArticleInfo], choices: Sequence[Choice], question: Question
) -> list[bool]:
    """Say which answers stand: strong ones, and weak ones that agree with a strong one.

    A reader gives every article its own best guess, so that one about something else still
    has a figure to offer. Against the strongest answer that guess is less sure, its passage
    further from the question, and has fewer of the question's words; each alone may be
    chance, their product seldom is.
    """
    given = [choice.answerable for choice in choices]
    strength = _strengths(choices, question)
    if not any(given):
        return given
    forms: list[NormalForm | None] = [
        normalize_answer(choice.text, date=info.date) if choice.answerable else None
        for info, choice in zip(infos, choices, strict=True)
    ]
    best = max((i for i in range(len(choices)) if given[i]), key=lambda i: strength[i])
    strongest = forms[best]
    for place, form in enumerate(forms):
        if form is None or strongest is None:
            continue
        backed = max(
            strength[other]
            for other, theirs in enumerate(forms)
            if theirs is not None and (other == place or same_answer(form, theirs))
        )
        like = are_comparable(strongest, form)
        needed = WEAK_SHARE if like else WEAK_SHARE_UNLIKE
        given[place] = backed >= needed * strength[best]
    return given


def _strengths(choices: Sequence[Choice], question: Question) -> list[float]:
    """Return confidence x nearness x words shared, the last two against the best, each <= 1."""
    dense = [max(0.0, c.hit.dense) if c.hit else 0.0 for c in choices]
    shared = [len(question.content.intersection(_stems(c.hit))) if c.hit else 0 for c in choices]
    nearest, most = max(dense, default=0.0), max(shared, default=0)
    return [
        choice.confidence
        * (near / nearest if nearest > 0.0 else 1.0)
        # Synonyms share no word, so words alone never silence an article.
        * (0.5 + 0.5 * words / most if most else 1.0)
        for choice, near, words in zip(choices, dense, shared, strict=True)
    ]


def _stems(hit: Hit) -> list[str]:
    return content_stems(find_words(f"{hit.title} {hit.passage.text}"))


def build_comparison(
    question: str,
    answers: Sequence[ArticleAnswer],
    copies: Sequence[Sequence[str]],
    model: str,
    timings_ms: Mapping[str, float],
) -> Comparison:
    """Group and label the answers; ``copies`` lists ids of articles that are one text."""
    groups = group_answers(answers, copies)
    return Comparison(
        question=question,
        answers=label_answers(answers, groups),
        groups=groups,
        silent=tuple(answer.article_id for answer in answers if not answer.answerable),
        model=model,
        timings_ms=timings_ms,
        relation=classify_relation(groups),
        differences=list_differences(groups, answers),
        timeline=build_timeline(answers, groups),
    )
