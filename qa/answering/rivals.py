"""The passages whose answers count when it is asked how sure an answer is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qa.answering.changing import asks_what_changes
from qa.answering.choice import Choice
from qa.answering.events import is_one_event, same_time
from qa.answering.others import are_interchangeable, count_missing_names
from qa.answering.statements import is_said
from qa.language.same_answers import same_answer
from qa.language.short_answers import NormalForm, normalize_answer
from qa.question import Question
from qa.question.kinds import asks_how_long
from qa.question.measures import fits, has_measure
from qa.records import Article, Hit, Reading
from qa.text.words import content_stems, find_words

_TYPED = frozenset({"quantity", "when", "where", "who"})
_NAMING = frozenset({"who", "list"})


def find_contenders(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    choice: Choice,
    article: Callable[[str], Article | None],
) -> list[int]:
    """Return the places of the hits that agree with ``choice``, or could be right in its place.

    What is no answer of the kind, what an article on another event says, an older figure or
    date of what changes from day to day, and something else that the same speaker said make the
    answer no less sure.
    """
    if choice.hit is None:
        return list(range(len(hits)))
    own, shown = choice.hit, normalize_answer(choice.text, date=choice.hit.date)
    typed = question.asked.kind in _TYPED and fits(question.asked, choice.text)
    lasting = asks_how_long(question.text) and has_measure(choice.text, "")
    whole = article(own.passage.article_id)
    asked = question.statement
    if asked is not None and not is_said(asked, own, choice.reading, article):
        asked = None
    kept = []
    for place, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        said = normalize_answer(reading.text, date=hit.date)
        if hit.passage != own.passage and not same_answer(said, shown):
            if typed and not fits(question.asked, reading.text):
                continue
            if lasting and not has_measure(reading.text, ""):
                continue
            if asked is not None and is_said(asked, hit, reading, article):
                continue
            if _is_part(reading.text, choice.text) or is_vaguer(question, said, shown):
                continue
            if question.asked.kind in _NAMING and shown.names and not said.names:
                continue
            other = article(hit.passage.article_id)
            if _is_overtaken(question, said, hit, shown, own) or _is_other_event(
                question, whole, other, hit
            ):
                continue
        kept.append(place)
    return kept


def _is_part(said: str, shown: str) -> bool:
    """Say whether an answer has some of the words of the one shown: "Poe" of "Poe and Krug"."""
    words = frozenset(content_stems(find_words(said)))
    return bool(words) and words < frozenset(content_stems(find_words(shown)))


def is_vaguer(question: Question, said: NormalForm, shown: NormalForm) -> bool:
    """Say whether an answer counts without a figure, "dozens", where the one shown has one."""
    if question.asked.kind != "quantity" or said.negative:
        return False
    return said.kind == "text" and shown.kind != "text"


def _is_overtaken(
    question: Question, said: NormalForm, hit: Hit, shown: NormalForm, own: Hit
) -> bool:
    """Say whether a hit's answer is that of an earlier day than the one shown.

    Words are so only where it is asked how things are: a place, an office.
    """
    if not hit.date or hit.date[:10] >= own.date[:10]:
        return False
    return asks_what_changes(question) or (
        shown.kind != "text" and are_interchangeable(said, shown)
    )


def _is_other_event(
    question: Question, own: Article | None, other: Article | None, hit: Hit
) -> bool:
    """Say whether a hit's article tells of another event than that of the answer shown."""
    if own is None or other is None or own.id == other.id:
        return False
    if question.past and not same_time(own.date, other.date):
        return True
    if count_missing_names(question, other, hit.passage.text):
        return True
    return not is_one_event(question, own, other)
