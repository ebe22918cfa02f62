"""The last of several states that an article tells: "by 4 May 120 acres, on Monday 5,700"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from qa.answering.changing import asks_what_changes
from qa.answering.elsewhere import is_sibling
from qa.answering.standing import Standing, find_standing
from qa.language.dates import Date, find_dates
from qa.language.mentions import find_mentions
from qa.language.names import core_name
from qa.language.quantities import Quantity
from qa.question import Question
from qa.records import Article, Hit, Passage, Reading, SourceSpan
from qa.text.sentences import split_sentences
from qa.text.words import find_words


@dataclass(frozen=True, slots=True)
class _State:
    """A figure of an article's sentence ``text[low:high]``, and the day that stands beside it."""

    place: Standing
    figure: Quantity
    day: str


def add_later_states(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    article: Callable[[str], Article | None],
) -> tuple[list[Hit], list[Reading]]:
    """Return hits and readings, a figure of an earlier day with the last of its article.

    That is so of what changes, where both sentences tell a day and the same is measured of the
    same thing. The reading of the earlier figure counts as "no answer"; what is larger is later.
    """
    found = [*hits], [*readings]
    names = [name for name in question.mentions.names if name.sure]
    if question.asked.kind != "quantity" or not names or not asks_what_changes(question):
        return found
    for number, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        told = _told(hit, reading)
        whole = article(hit.passage.article_id) if told is not None else None
        if told is None or whole is None:
            continue
        later = [each for each in _states(question, whole) if _follows(each, told)]
        last = max(later, key=lambda each: (each.day, each.figure.value), default=None)
        if last is None:
            continue
        text, start = last.place.sentence, last.place.low
        figure = (last.place.start - start, last.place.end - start)
        span = SourceSpan(len(found[0]), *figure)
        passage = Passage(whole.id, start, start + len(text), text)
        found[1][number] = replace(reading, no_answer=1.0)
        found[0].append(replace(hit, passage=passage))
        found[1].append(replace(reading, text=text[slice(*figure)], spans=(span,), tokens=()))
    return found


def _told(hit: Hit, reading: Reading) -> _State | None:
    """Return a reading's figure with the day of its sentence, None where it lacks either."""
    place = find_standing(hit, reading)
    if place is None:
        return None
    start, end = place.start - place.low, place.end - place.low
    inside = [q for q in _figures(place.sentence) if q.start < end and start < q.end]
    day = _day(place.sentence, hit.date)
    return _State(place, inside[0], day) if len(inside) == 1 and day else None


def _figures(text: str) -> list[Quantity]:
    """Return the figures of a sentence that measure or count something."""
    return [q for q in find_mentions(text).quantities if q.unit or q.noun]


def _day(text: str, date: str) -> str:
    """Return the only day that a sentence names, "" for none or several or one to come."""
    days = {_iso(each, date) for each in find_dates(text, date)}
    return days.pop() if len(days) == 1 else ""


def _iso(found: Date, date: str) -> str:
    if found.month is None or found.day is None or not date:
        return ""
    year = found.year if found.year is not None else int(date[:4])
    day = f"{year:04d}-{found.month:02d}-{found.day:02d}"
    return day if day <= date[:10] else ""


def _states(question: Question, article: Article) -> Iterator[_State]:
    """Yield the figures of an article's sentences that speak of what is asked about."""
    names = [name for name in question.mentions.names if name.sure]
    heads = {core_name(name.keys)[-1] for name in names}
    for low, high in split_sentences(article.text):
        text = article.text[low:high]
        day = _day(text, article.date)
        if not day or heads.isdisjoint(word.key for word in find_words(text)):
            continue
        for figure in _figures(text):
            ends = low + figure.start, low + figure.end
            place = Standing(article.text, *ends, low, high, low)
            if not any(is_sibling(question, name, place) for name in names):
                yield _State(place, figure, day)


def _follows(state: _State, told: _State) -> bool:
    """Say whether a figure is a later and larger one of what another measures."""
    ours, theirs = state.figure, told.figure
    same = (ours.unit, ours.noun, ours.per) == (theirs.unit, theirs.noun, theirs.per)
    return same and state.day > told.day and ours.value > theirs.value
