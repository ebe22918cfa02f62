"""Of "they will shut 6 of their 20 shops" the 6 are shut, and not the 20."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import dropwhile, takewhile

from qa.answering.reading_context import ReadingContext, find_context
from qa.language import lexicon
from qa.language.numbers import find_quantities
from qa.language.synonyms import find_synonym
from qa.question import Question
from qa.records import Hit, Reading, SourceSpan
from qa.text.words import STOPWORDS, Word, find_words, overlaps, stem

_JOINING = lexicon.words("grammar", "question_words") | {"that", "and", "but"}
_OF = re.compile(r"\s+of\s+(?:[a-z]+\s+){0,2}\Z", re.IGNORECASE)


def with_portions(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; a whole gives way to the portion of it that was dealt with as asked.

    To "how many shops will they shut" that is the 6 of "will shut 6 of their 20 shops", and not to
    "how many shops do they have".
    """
    if question.asked.kind != "quantity" or question.counted is None:
        return list(readings)
    made = []
    for number, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        place = find_context(hit, reading)
        found = _portion(question, place) if place is not None else None
        if found is None:
            made.append(reading)
            continue
        span = SourceSpan(number, *found)
        text = hit.passage.text[slice(*found)]
        made.append(replace(reading, text=text, spans=(span,), tokens=()))
    return made


def _portion(question: Question, place: ReadingContext) -> tuple[int, int] | None:
    """Return the characters of the portion of which a reading is the whole, None for no such."""
    before = place.text[place.low : place.start]
    of = _OF.search(before)
    figures = find_quantities(before[: of.start()]) if of is not None else []
    if of is None or not figures or figures[-1].end != of.start() or figures[-1].unit:
        return None
    portion = figures[-1]
    if portion.value == 1:  # "one of the 20" is somebody to be told of
        return None
    done = [*_words(before[: portion.start])[-1:], *_done_to(question, place)]
    if not any(find_synonym(word, done) is not None for word in _deeds(question)):
        return None
    return place.low + portion.start, place.low + portion.end


def _done_to(question: Question, place: ReadingContext) -> list[Word]:
    """Return the verb of "20 shops were shut", but none of "20 shops shut", which are the whole."""
    nouns = {stem(word.key) for word in question.mentions.words if _is_counted(question, word)}
    after = find_words(place.text[place.end : place.high])
    rest = list(dropwhile(lambda word: stem(word.key) in nouns, after))
    helping = list(takewhile(lambda word: word.key in STOPWORDS, rest))
    if not helping or any(word.key in _JOINING for word in helping):
        return []
    return rest[len(helping) : len(helping) + 1]


def _deeds(question: Question) -> list[Word]:
    """Return the words of a question that are neither in its names nor what is counted."""
    named = [(name.start, name.end) for name in question.mentions.names]
    return [
        word
        for word in question.mentions.words
        if word.key not in STOPWORDS
        and not overlaps(word.start, word.end, named)
        and not _is_counted(question, word)
    ]


def _is_counted(question: Question, word: Word) -> bool:
    counted = question.counted
    nouns = (counted.first, counted.noun) if counted is not None else ()
    return any(noun is not None and noun.key == word.key for noun in nouns)


def _words(text: str) -> list[Word]:
    return [word for word in find_words(text) if word.key not in STOPWORDS]
