"""Figures that count something else than the question does."""

from __future__ import annotations

from collections.abc import Sequence

from qa.language.numbers import find_quantities
from qa.language.synonyms import find_synonym
from qa.question import Question
from qa.records import Hit, Reading
from qa.records.readings import less_likely
from qa.text.sentences import split_sentences
from qa.text.words import STOPWORDS, Word, find_words, overlaps, stem

OTHER_THING = 1.0
"""By how much the log-odds fall of a figure that counts something else.

1,034 questions "how many" of the training sets, 755 with an answer, small reader: F1 with
abstention .651 where such figures were no answers at all, .676 with 1, .669 with 2, .675 without
the rule; answers lost .122, .078, .093, .065, false ones .530, .534, .530, .556. By `copydesk eval
qa`; the script that picked the questions is not kept.
"""


def without_other_counts(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; a figure of things that are not asked for is less likely an answer.

    To "how many sailors" that is the 36 of "36 boats", where neither its sentence nor the one
    before it speaks of sailors. The boats may be another word for what is asked, so it is no more
    than less likely. Of people of any kind nothing is known.
    """
    noun = question.counted.noun if question.counted is not None else None
    if question.asked.kind != "quantity" or noun is None:
        return list(readings)
    return [
        less_likely(reading, OTHER_THING)
        if _counts_other(hit.passage.text, reading, noun, question.content)
        else reading
        for hit, reading in zip(hits, readings, strict=True)
    ]


def _counts_other(text: str, reading: Reading, noun: Word, asked: frozenset[str]) -> bool:
    if not reading.spans or len(reading.spans) != 1:
        return False
    span = reading.spans[0]
    figures = [(q.start, q.end) for q in find_quantities(reading.text)]
    if any(
        word.key.isalpha()
        and word.key not in STOPWORDS
        and not overlaps(word.start, word.end, figures)
        for word in find_words(reading.text)
    ):
        return False  # what it counts is told: the reader has chosen it
    sentences = split_sentences(text)
    own = next((n for n, (low, high) in enumerate(sentences) if low <= span.start < high), None)
    if own is None:
        return False
    words = find_words(text[sentences[max(0, own - 1)][0] : sentences[own][1]])
    if find_synonym(noun, words) is not None:
        return False
    figure = find_quantities(text[span.start : sentences[own][1]])[:1]
    if figure and figure[0].unit:  # kilometers may be told in miles
        return False
    after = text[span.end : sentences[own][1]]
    follows = find_words(after)[:2]
    if len(follows) > 1 and follows[1].key not in STOPWORDS and stem(follows[0].key) in asked:
        return False  # "herring crates" for "herring boxes"
    return (
        bool(follows)
        and not after[: follows[0].start].strip(" -")
        and (follows[0].key not in STOPWORDS)
    )
