"""Figures that a headline gives: what its article says below of earlier days gives way to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from qa.answering.choice import ANSWERABLE, answer_probability
from qa.answering.fates import PEOPLE_FATES
from qa.grounding.fact_checks import has_quantity
from qa.language import lexicon
from qa.language.mentions import Mentions, find_mentions
from qa.language.quantities import Quantity, same_quantity
from qa.protocols import Generator
from qa.question import Question
from qa.question.measures import fits
from qa.records import Article, Hit, Passage, Reading, SourceSpan
from qa.text.sentences import split_sentences
from qa.text.words import STOPWORDS, content_stems, find_words, stem

ROUNDED = Decimal("0.2")
"""Share by which the figure of an article may be over the one that its headline rounds it to."""
FOLLOWING = 3
"""Words after a figure among which a plural tells what it counts: "100 spare fire engines"."""
_PEOPLE = lexicon.words("people", "counted") | lexicon.words("fates", *PEOPLE_FATES)


def add_headlines(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    generator: Generator,
    article: Callable[[str], Article | None],
) -> tuple[list[Hit], list[Reading]]:
    """Return hits and readings with the sentences of articles whose headlines tell how many.

    A headline is no part of the stored text: what is cited is the first sentence of its article
    with the same figure. The article's other figures then count as "no answer".
    """
    found = [*hits], [*readings]
    told = _telling(question, hits, article)
    if not told:
        return found
    read = generator.answer(question.text, [each.title for each in told])
    for each, reading in zip(told, read, strict=True):
        own = [place for place, hit in enumerate(hits) if hit.passage.article_id == each.id]
        nearest = max((hits[place] for place in own), key=lambda hit: hit.dense)
        figure = _figure(question, find_mentions(each.title))
        said = find_mentions(reading.text)
        literal = reading.text if figure is None else each.title[figure.start : figure.end]
        if figure is None or not has_quantity(figure, literal, said):
            continue
        if answer_probability(nearest, reading) <= ANSWERABLE:
            continue
        if any(_is_rounded(figure, hits[other], readings[other]) for other in own):
            continue
        if (place := _sentence(question, each, figure)) is None:
            continue
        for other in own:
            if fits(question.asked, readings[other].text):
                found[1][other] = replace(readings[other], no_answer=1.0)
        passage, start, end = place
        span = SourceSpan(len(found[0]), start, end)
        found[0].append(replace(nearest, passage=passage))
        found[1].append(replace(reading, text=passage.text[start:end], spans=(span,), tokens=()))
    return found


def _telling(
    question: Question, hits: Sequence[Hit], article: Callable[[str], Article | None]
) -> list[Article]:
    """Return the articles of ``hits`` whose headlines have a figure of what is counted."""
    if question.asked.kind != "quantity":
        return []
    ids = dict.fromkeys(hit.passage.article_id for hit in hits)
    found = [each for each in map(article, ids) if each is not None]
    return [each for each in found if _figure(question, find_mentions(each.title)) is not None]


def _figure(question: Question, title: Mentions) -> Quantity | None:
    """Return the figure of a headline that counts what the question does, None for none."""
    counted = question.counted
    if counted is None or counted.first is None:
        return None
    noun = stem(counted.first.key)
    for quantity in title.quantities:
        if quantity.unit:  # "nine years" is one figure
            own = title.text[quantity.start : quantity.end]
            if any(stem(word.key) == noun for word in find_words(own)):
                return quantity
            continue
        behind = title.text[quantity.end :]
        after = find_words(behind)[:1]
        if counted.people and not _counts_other(question, question.content, behind):
            return quantity  # "2 pilots" are a part of the people
        if any(stem(word.key) == noun for word in after):
            return quantity
    return None


def _is_rounded(figure: Quantity, hit: Hit, reading: Reading) -> bool:
    """Say whether a headline has "over 200", or "tops 200", for the 230 of its article."""
    if answer_probability(hit, reading) <= ANSWERABLE:
        return False
    said = find_mentions(reading.text).quantities
    if len(said) != 1 or said[0].unit != figure.unit:
        return False
    if figure.hedge and not said[0].hedge and same_quantity(figure, said[0]):
        return True
    return figure.value < said[0].value <= figure.value * (1 + ROUNDED)


def _sentence(
    question: Question, article: Article, figure: Quantity
) -> tuple[Passage, int, int] | None:
    """Return the first sentence with a figure and a word of the question, and where it stands."""
    wanted = question.content | frozenset(content_stems(find_words(article.title)))
    for low, high in split_sentences(article.text):
        text = article.text[low:high]
        for other in find_mentions(text).quantities:
            if other.value != figure.value or other.unit != figure.unit:
                continue
            if wanted.isdisjoint(content_stems(find_words(text))):
                continue
            if _counts_other(question, wanted, text[other.end :]):
                continue
            return Passage(article.id, low, high, text), other.start, other.end
    return None


def _counts_other(question: Question, wanted: frozenset[str], after: str) -> bool:
    """Say whether a plural behind a figure is of things that ``wanted`` has no word for."""
    for word in find_words(re.split(r"[^\w\s'\u2019-]", after, maxsplit=1)[0])[:FOLLOWING]:
        if word.key in STOPWORDS:
            return False
        people = question.counted is not None and question.counted.people
        if stem(word.key) in wanted or (people and word.key in _PEOPLE):
            return False
        if word.key.endswith("s") and not word.key.endswith("ss"):
            return True
    return False
