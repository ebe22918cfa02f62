"""Articles asked once more, about the sentences that have what others answer.

A small reader that goes through long passages misses the 67 that is told in passing, or takes the
28 beside it. In one sentence it sees what is asked about. What it reads there has to be what the
others say: it is asked for no answer of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answering.choice import make_citation
from qa.answering.pipeline import Answered
from qa.answering.reading_context import find_context
from qa.comparison.grouping import form_of, group_answers, precision
from qa.grounding.fact_checks import has_date, has_name, has_quantity
from qa.language.mentions import Mentions, find_mentions
from qa.language.numbers import find_quantities
from qa.language.same_answers import same_answer
from qa.language.short_answers import normalize_answer
from qa.question import Question
from qa.records import Article, ArticleAnswer, Hit, Passage, SourceSpan
from qa.text.sentences import split_sentences
from qa.text.words import content_stems, find_words

KINDS = frozenset({"quantity", "value", "when", "who", "where", "other"})
READ_AGAIN = 2
"""Sentences of an article that are read by themselves."""
SEVERAL = 2
"""Articles that one alone gives way to, where it has their answer, too."""

_OF = re.compile(r"\s+of\s+(?P<the>(?:the|these|those|all)\s+)?", re.IGNORECASE)

Ask = Callable[[Sequence[Hit]], Answered]
"""Returns what comes of the question to some passages."""


def confirm_answers(
    question: Question,
    answered: Sequence[Answered],
    answers: Sequence[ArticleAnswer],
    article: Callable[[str], Article | None],
    ask: Ask,
) -> list[Answered]:
    """Return ``answered``, those of articles that turn out to say what others do read again.

    ``answers`` are what stands of them. A silent article is looked through for the others' figures,
    days and names; one that is alone with its answer for those of several that are not older.
    """
    if question.asked.kind not in KINDS or question.statement is not None:
        return list(answered)
    found = []
    for made, own in zip(answered, answers, strict=True):
        if (whole := _whole(made, own, answers)) is not None:
            found.append(whole)
            continue
        told = _told_by_others(own, answers)
        hits = _hits(question, made, own, told, article(own.article_id)) if told else []
        again = ask(hits) if hits else None
        found.append(again if again is not None and _is_one_of(again, own, told) else made)
    return found


def _whole(made: Answered, own: ArticleAnswer, answers: Sequence[ArticleAnswer]) -> Answered | None:
    """Return the 142 of "69 of the 142 mills" in place of the 69, where another article has 142.

    Of "closes 69 of 142" the 142 is another article's only if that one is not newer: all may be
    closed a week later.
    """
    choice = made.choice
    if not own.answerable or choice.hit is None or choice.reading is None:
        return None
    place = find_context(choice.hit, choice.reading)
    of = _OF.match(place.text, place.end) if place is not None else None
    if place is None or of is None:
        return None
    total = next(iter(find_quantities(place.text[of.end() : place.high])), None)
    if total is None or total.start > 0:
        return None
    low, high = of.end() + total.start, of.end() + total.end
    form = normalize_answer(place.text[low:high])
    if not any(
        other.answerable
        and same_answer(form, form_of(other))
        and (of["the"] or other.date[:10] <= own.date[:10])
        for other in answers
        if other is not own
    ):
        return None
    hit, number = choice.hit, (choice.reading.spans or (SourceSpan(0, 0, 0),))[0].index
    reading = replace(
        choice.reading, text=place.text[low:high], spans=(SourceSpan(number, low, high),), tokens=()
    )
    cited = (make_citation(hit.passage, hit.title, low, high),)
    return replace(made, choice=replace(choice, reading=reading, citations=cited))


def _told_by_others(own: ArticleAnswer, answers: Sequence[ArticleAnswer]) -> list[ArticleAnswer]:
    """Return the answers that an article may turn out to give, each of its wordings."""
    by_id = {answer.article_id: answer for answer in answers}
    told: list[ArticleAnswer] = []
    for group in group_answers(answers):
        members = [by_id[each] for each in group.article_ids]
        if own in members:
            if group.independent > 1:  # "later this month" may turn out to be a day
                told = [each for each in members if 0 < precision(own) < precision(each)]
                break
        elif own.answerable:
            newest = max(member.date[:10] for member in members)
            if group.independent >= SEVERAL and newest >= own.date[:10]:
                told += members
        elif group.independent >= SEVERAL:
            told += members
    fullest = max(map(precision, told), default=0)  # a day, where another tells the month
    return list({each.answer: each for each in told if precision(each) == fullest}.values())


def _hits(
    question: Question,
    made: Answered,
    own: ArticleAnswer,
    told: Sequence[ArticleAnswer],
    article: Article | None,
) -> list[Hit]:
    """Return the sentences of an article with most words of the question and an answer told."""
    nearest = max(made.hits, key=lambda hit: hit.dense, default=None)
    if article is None or nearest is None:
        return []
    wanted = [find_mentions(each.answer, each.date) for each in told]
    ranked: list[tuple[int, int, Hit]] = []
    before = 0
    for low, high in split_sentences(article.text):
        here = find_mentions(article.text[low:high], own.date)
        # "They meet again on 3 May" leaves it to the sentence before it who does.
        starts = (low, before) if any(_has_all(each, here) for each in wanted) else ()
        for start in starts:
            text = article.text[start:high]
            if shared := len(question.content.intersection(content_stems(find_words(text)))):
                passage = Passage(article.id, start, high, text)
                ranked.append((-shared, low, replace(nearest, passage=passage)))
                break
        before = low
    return [hit for _, _, hit in sorted(ranked, key=lambda each: each[:2])[:READ_AGAIN]]


def _has_all(answer: Mentions, sentence: Mentions) -> bool:
    """Say whether a sentence has every figure, day and name of an answer, and it has one."""
    names = [name for name in answer.names if name.sure]
    if not (names or answer.quantities or answer.dates):
        return False
    return (
        all(
            has_quantity(each, answer.text[each.start : each.end], sentence)
            for each in answer.quantities
        )
        and all(has_date(each, sentence) for each in answer.dates)
        and all(has_name(each, sentence) for each in names)
    )


def _is_one_of(again: Answered, own: ArticleAnswer, told: Sequence[ArticleAnswer]) -> bool:
    if not (again.shown and again.choice.answerable):
        return False
    form = normalize_answer(again.choice.text, date=own.date, means=again.means)
    return any(same_answer(form, form_of(each)) for each in told)
