"""A number for "how many", a time for "when", no number for "who"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.answering.choice import (
    ANSWERABLE,
    Choice,
    answer_probability,
    cite_reading,
    confidence,
    score_reading,
)
from qa.answering.fitting.spans import (
    HitSpan,
    answer_span,
    make_choice,
    sentence_around,
    word_overlap,
)
from qa.language.mentions import find_mentions
from qa.language.numbers import Quantity
from qa.language.units import MONEY
from qa.question import Question
from qa.question.kinds import Asked
from qa.question.measures import fits, is_figure, is_paid
from qa.records import Citation, Hit, Reading
from qa.text.sentences import split_sentences
from qa.text.whole_facts import widen_to_facts
from qa.text.words import STOPWORDS, find_words, split_list, stem

SWAPPED = 0.5
"""Least part of the best reading's confidence for a better fitting one to take its place."""
NEAR = 0.4
"""Least share of the question's words in another sentence whose number is taken."""
_NEXT = re.compile(r"\s+([a-zA-Z]+)\b")
_AGED = re.compile(r"(?:[,(]|\b(?:aged?|is|was|are|were|turn(?:ed|s)?|at))\s*$", re.IGNORECASE)
_BY_AGE = re.compile(r"\bage[ds]?(?:\s+of)?\s*$", re.IGNORECASE)
_SUBJECT_OF = frozenset(split_list("will would have has had were are can could"))
_OF_AGE = frozenset(split_list("years yrs months weeks days plus this"))


def prefer_answer_type(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    choice: Choice,
    at: int,
) -> Choice:
    """Prefer a reading of the right type; a number is also looked for beside the span."""
    asked = question.asked
    if fits(asked, choice.text) and not _is_count(asked, choice.citations, hits[at]):
        return choice
    order = sorted(range(len(hits)), key=lambda i: -score_reading(hits[i], readings[i]))
    for index in order:
        hit, reading = hits[index], readings[index]
        if answer_probability(hit, reading) <= ANSWERABLE or not reading.text.strip():
            continue
        sure = confidence(hit, reading)
        if asked.kind != "quantity" and sure < SWAPPED * choice.confidence:
            continue
        citations = cite_reading(reading, hit)
        if citations and fits(asked, reading.text) and not _is_count(asked, citations, hit):
            return replace(choice, hit=hit, reading=reading, confidence=sure, citations=citations)
    if asked.kind != "quantity":
        return choice
    found = _nearby(question, hits, at, answer_span(choice, hits[at]))
    if found is not None:
        return make_choice(hits, [found], choice.confidence, choice)
    # "How much has it changed" may be answered in words, "how many" may not.
    return replace(choice, answerable=False) if asked.measure else choice


def _is_count(asked: Asked, citations: Sequence[Citation], hit: Hit) -> bool:
    """Say whether an age was asked for and the answer counts things: "30 will be kept"."""
    if asked.measure != "age" or not citations or not is_figure(citations[-1].quote):
        return False
    passage, text = hit.passage, hit.passage.text
    before = text[: citations[0].start - passage.start]
    return not _BY_AGE.search(before) and _counts_on(text[citations[-1].end - passage.start :])


def _counts_on(after: str) -> bool:
    """Say whether a number that ``after`` follows is a subject, or has a plural after it."""
    match = _NEXT.match(after)
    if match is None:
        return False
    key = match.group(1).lower()
    return key in _SUBJECT_OF or (key.endswith("s") and key not in STOPWORDS | _OF_AGE)


def _nearby(
    question: Question, hits: Sequence[Hit], at: int, span: tuple[int, int]
) -> HitSpan | None:
    """Return the right number of the span's sentence, or of the passage's most fitting one."""
    text = hits[at].passage.text
    own = sentence_around(text, *span)
    order = sorted(split_sentences(text), key=lambda s: -word_overlap(question, text[slice(*s)]))
    for low, high in [own, *order]:
        found = _number(question.asked, text, low, high)
        if found is not None and (
            (low, high) == own or word_overlap(question, text[low:high]) >= NEAR
        ):
            return HitSpan(at, *found)
    return None


def _number(asked: Asked, text: str, low: int, high: int) -> tuple[int, int] | None:
    """Return the one number of a sentence that measures what is asked."""
    mentions = find_mentions(text[low:high])
    wanted = [q for q in mentions.quantities if _measures(asked, q, text[low:high])]
    if len(wanted) != 1:
        return None
    return widen_to_facts(text, low + wanted[0].start, low + wanted[0].end)


def _measures(asked: Asked, quantity: Quantity, sentence: str) -> bool:
    if asked.measure in ("money", "spending"):
        return is_paid(asked.measure, quantity.unit)
    if asked.measure == "percent":
        return quantity.unit in ("%", "part")
    if asked.measure == "length":
        return quantity.unit not in ("", "%", "th", "clock") and quantity.unit not in MONEY
    if asked.measure == "count" and asked.head:
        after = find_words(sentence[quantity.start :])[:4]
        return asked.head[-1] in {stem(word.key) for word in after}
    if asked.measure != "age":
        return False
    if quantity.unit:
        return quantity.unit == "year"
    aged = _AGED.search(sentence[: quantity.start]) is not None
    return aged and not _counts_on(sentence[quantity.end :])
