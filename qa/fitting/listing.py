"""Lists whole, and what other articles add to them."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answer import ANSWERABLE, Choice, answerable, cite, confidence
from qa.enumeration import bullets, enumeration
from qa.fitting.places import Place, made, sentence_around, shared, span_of
from qa.normalize import normalize_answer, same_answer
from qa.types import Hit, Reading
from qa.words import content_stems, find_words

JOINED = 0.5
"""Least part of it for another article's answer to join a list."""
SAME_THING = 0.6
"""Least share of the question's words in that other sentence and its title."""


def listed(
    question: str, hits: Sequence[Hit], readings: Sequence[Reading], choice: Choice, at: int
) -> Choice:
    """Make a list whole, and join what other articles add to it."""
    places = _whole_list(hits, at, span_of(choice, hits[at]))
    texts = [hits[p.index].passage.text[p.start : p.end] for p in places]
    for index, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        if hit.passage.article_id in {hits[p.index].passage.article_id for p in places}:
            continue
        sure = confidence(hit, reading)
        if answerable(hit, reading) <= ANSWERABLE or sure < JOINED * choice.confidence:
            continue
        citations = cite(reading, hit)
        if len(citations) != 1:
            continue
        span = citations[0].start - hit.passage.start, citations[0].end - hit.passage.start
        low, high = sentence_around(hit.passage.text, *span)
        if shared(question, f"{hit.title} {hit.passage.text[low:high]}") < SAME_THING:
            continue
        for place in _whole_list(hits, index, span):
            text = hit.passage.text[place.start : place.end]
            if not any(_repeats(text, other) for other in texts):
                places.append(place)
                texts.append(text)
    own = Place(at, *span_of(choice, hits[at]))
    return choice if places == [own] else made(hits, places, choice.confidence, choice)


def _whole_list(hits: Sequence[Hit], index: int, span: tuple[int, int]) -> list[Place]:
    text = hits[index].passage.text
    found = bullets(text, *span)
    if not found:
        low, high = sentence_around(text, *span)
        found = [enumeration(text, *span, low, high) or span]
    return [Place(index, start, end) for start, end in found]


def _repeats(text: str, other: str) -> bool:
    a, b = set(content_stems(find_words(text))), set(content_stems(find_words(other)))
    return a <= b or b <= a or same_answer(normalize_answer(text), normalize_answer(other))
