"""A number for "how many", a time for "when", no number for "who"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer import ANSWERABLE, Choice, answerable, cite, confidence, rank
from qa.facts import whole
from qa.fitting.places import Place, made, sentence_around, shared, span_of
from qa.kinds import Asked
from qa.measures import fits
from qa.mentions import find_mentions
from qa.numbers import Quantity
from qa.sentences import split_sentences
from qa.types import Hit, Reading
from qa.units import MONEY
from qa.words import find_words, stem

SWAPPED = 0.5
"""Least part of the best reading's confidence for a better fitting one to take its place."""
NEAR = 0.4
"""Least share of the question's words in another sentence whose number is taken."""


def typed(
    asked: Asked,
    question: str,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    choice: Choice,
    at: int,
) -> Choice:
    """Prefer a reading of the right type; a number is also looked for beside the span."""
    if fits(asked, choice.text):
        return choice
    order = sorted(range(len(hits)), key=lambda i: -rank(hits[i], readings[i]))
    for index in order:
        hit, reading = hits[index], readings[index]
        if answerable(hit, reading) <= ANSWERABLE or not reading.text.strip():
            continue
        sure = confidence(hit, reading)
        if asked.kind != "quantity" and sure < SWAPPED * choice.confidence:
            continue
        citations = cite(reading, hit)
        if citations and fits(asked, reading.text):
            return replace(choice, hit=hit, reading=reading, confidence=sure, citations=citations)
    if asked.kind != "quantity":
        return choice
    found = _nearby(asked, question, hits, at, span_of(choice, hits[at]))
    if found is not None:
        return made(hits, [found], choice.confidence, choice)
    # "How much has it changed" may be answered in words, "how many" may not.
    return replace(choice, answerable=False) if asked.measure else choice


def _nearby(
    asked: Asked, question: str, hits: Sequence[Hit], at: int, span: tuple[int, int]
) -> Place | None:
    """Return the right number of the span's sentence, or of the passage's most fitting one."""
    text = hits[at].passage.text
    own = sentence_around(text, *span)
    order = sorted(split_sentences(text), key=lambda s: -shared(question, text[slice(*s)]))
    for low, high in [own, *order]:
        found = _number(asked, text, low, high)
        if found is not None and ((low, high) == own or shared(question, text[low:high]) >= NEAR):
            return Place(at, *found)
    return None


def _number(asked: Asked, text: str, low: int, high: int) -> tuple[int, int] | None:
    """Return the one number of a sentence that measures what is asked."""
    mentions = find_mentions(text[low:high])
    wanted = [q for q in mentions.quantities if _measures(asked, q, text[low:high])]
    if len(wanted) != 1:
        return None
    return whole(text, low + wanted[0].start, low + wanted[0].end)


def _measures(asked: Asked, quantity: Quantity, sentence: str) -> bool:
    if asked.measure == "money":
        return quantity.unit in MONEY
    if asked.measure == "percent":
        return quantity.unit in ("%", "part")
    if asked.measure == "length":
        return quantity.unit not in ("", "%", "th", "clock") and quantity.unit not in MONEY
    if asked.measure == "count" and asked.head:
        after = find_words(sentence[quantity.start :])[:4]
        return asked.head[-1] in {stem(word.key) for word in after}
    return asked.measure == "age" and quantity.unit in ("", "year")
