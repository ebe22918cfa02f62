"""Lists whole, and what other articles add to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.choice import ANSWERABLE, Choice, answer_probability, cite_reading, confidence
from qa.answering.fitting.spans import (
    HitSpan,
    answer_span,
    make_choice,
    sentence_around,
)
from qa.answering.sureness import is_weak
from qa.language.enumeration import (
    find_counted_enumeration,
    find_enumeration,
    find_lines,
    split_items,
)
from qa.language.names import find_names
from qa.language.same_answers import same_answer
from qa.language.short_answers import normalize_answer
from qa.question import Question, word_overlap
from qa.records import Hit, Reading
from qa.text.sentences import split_sentences
from qa.text.words import STOPWORDS, content_stems, find_words

_JOINED = re.compile(r"\s*[,;]\s*(?:(?:and|or)\s)?|\s(?:and|or|as well as|&)\s", re.IGNORECASE)
SAME_THING = 0.6
"""Least share of the question's words in that other sentence and its title."""
LOWER_CASE = 2
"""Words with meaning and without a capital that an item of a list of names may have."""
ITEM_WORDS = 2
MORE_WORDS = 2
"""Words that another item may have beyond those of the answer, or beyond ``ITEM_WORDS``."""
NEAR = 0.4
"""The same in a sentence of the passage further off, which lists as many as are asked for."""


def complete_list(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading], choice: Choice, at: int
) -> Choice:
    """Make a list whole, and join what other articles add to it."""
    places = _counted_list(question, hits, at, answer_span(choice, hits[at]))
    texts = [hits[p.index].passage.text[p.start : p.end] for p in places]
    for index, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        if hit.passage.article_id in {hits[p.index].passage.article_id for p in places}:
            continue
        sure = confidence(hit, reading)
        if answer_probability(hit, reading) <= ANSWERABLE or is_weak(sure):
            continue
        citations = cite_reading(reading, hit)
        if len(citations) != 1:
            continue
        span = citations[0].start - hit.passage.start, citations[0].end - hit.passage.start
        low, high = sentence_around(hit.passage.text, *span)
        if word_overlap(question, f"{hit.title} {hit.passage.text[low:high]}") < SAME_THING:
            continue
        for place in _whole_list(question, hits, index, span):
            text = hit.passage.text[place.start : place.end]
            if not _is_alike(choice.text, text):
                continue
            part = next((n for n, other in enumerate(texts) if _holds(text, other)), None)
            if part is not None:
                places[part], texts[part] = place, text
            elif not any(_repeats(text, other) for other in texts):
                places.append(place)
                texts.append(text)
    own = HitSpan(at, *answer_span(choice, hits[at]))
    return choice if places == [own] else make_choice(hits, places, choice.confidence, choice)


def _whole_list(
    question: Question, hits: Sequence[Hit], index: int, span: tuple[int, int]
) -> list[HitSpan]:
    text = hits[index].passage.text
    found = find_lines(text, *span)
    if not found:
        low, high = sentence_around(text, *span)
        whole = find_enumeration(text, *span, low, high) or span
        own, more = text[slice(*span)], text[slice(*whole)]
        found = [whole if _is_alike(own, more) and _goes_on(question, own, more) else span]
    return [HitSpan(index, start, end) for start, end in found]


def _goes_on(question: Question, own: str, found: str) -> bool:
    """Say whether a longer list is likely more of the same, and no clause beside it.

    "Cats and dogs" is whole; "the barn, cats and dogs" begins with what the question names; in
    "cats and were bred here for a hundred years" no item follows.
    """
    own = own.strip(" ,;")
    if _JOINED.search(own) and (len(split_items(own)) or 2) >= question.count:
        return False
    longest = max(len(own.split()), ITEM_WORDS) + MORE_WORDS
    items = [item for item in _JOINED.split(found) if item not in own]
    said = [frozenset(content_stems(find_words(item))) for item in items]
    if any(keys and keys <= question.content for keys in said):
        return False
    return all(len(item.split()) <= longest for item in items)


def _counted_list(
    question: Question, hits: Sequence[Hit], at: int, span: tuple[int, int]
) -> list[HitSpan]:
    """Return the list around a span, or that of as many things as were asked for.

    To "Which five nations ...", where the answer has not as many, five of the sentence before or
    after it are, or of one about the same.
    """
    text = hits[at].passage.text
    places = _whole_list(question, hits, at, span)
    if not question.count or question.count == max(
        len(places),
        *(len(split_items(hits[p.index].passage.text[p.start : p.end])) for p in places),
    ):
        return places
    sentences = split_sentences(text)
    own = [n for n, (low, high) in enumerate(sentences) if low < span[1] and span[0] < high]
    for number, (low, high) in enumerate(sentences):
        beside = bool(own) and own[0] - 1 <= number <= own[-1] + 1
        if not beside and word_overlap(question, text[low:high]) < NEAR:
            continue
        found = find_counted_enumeration(text, low, high, question.count)
        if found and _is_alike(text[slice(*span)], text[slice(*found)]):
            return [HitSpan(at, *found)]
    return places


def _is_alike(own: str, found: str) -> bool:
    """Say whether a list has names in it, each without a clause, where an answer is a name."""
    if not any(name.sure or name.end - name.start == len(own) for name in find_names(own)):
        return True
    return all(
        any(word.capital for word in words)
        and sum(word.key not in STOPWORDS and not word.capital for word in words) <= LOWER_CASE
        for words in map(find_words, split_items(found) or (found,))
    )


def _holds(text: str, other: str) -> bool:
    """Say whether a list names all that another one names, and more."""
    a, b = set(content_stems(find_words(text))), set(content_stems(find_words(other)))
    return b < a and bool(split_items(text) or " and " in text)


def _repeats(text: str, other: str) -> bool:
    a, b = set(content_stems(find_words(text))), set(content_stems(find_words(other)))
    return a <= b or b <= a or same_answer(normalize_answer(text), normalize_answer(other))
