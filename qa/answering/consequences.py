"""What came of a deed is no reason for it: "the mill shut, leaving 40 people without work"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from qa.answering.reading_context import ReadingContext, rule_out
from qa.language import lexicon
from qa.question import Question
from qa.records import Hit, Reading
from qa.text.words import content_stems, find_words

_CLAUSE = re.compile(r",\s+|\s*[\u2013\u2014]\s*|\s-+\s")
_PARTICIPLE = re.compile(r"(?:and\s+|thus\s+|thereby\s+)?(?P<word>[a-z]{2,}ing)\b")
_AND = re.compile(r"\band\s+\Z")
_GIVING_REASONS = lexicon.words("verbs", "giving_reasons")


def without_consequences(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading]
) -> list[Reading]:
    """Return the readings; to "why", what a deed led to counts as "no answer".

    That is a participle behind the deed's own clause, but for those that give reasons: "citing",
    "hoping". Of the 2,927 questions "why" of the training set 4 have such an answer: "hoping",
    "trying", "arguing" and "having".
    """
    if question.asked.kind != "why":
        return list(readings)
    return rule_out(hits, readings, partial(_is_consequence, question))


def _is_consequence(question: Question, place: ReadingContext) -> bool:
    said = _PARTICIPLE.match(place.text[place.start : place.end])
    before = place.text[place.low : place.start]
    commas = list(_CLAUSE.finditer(before))
    if said is None or not commas:
        return False
    deed, between = before[: commas[-1].start()], before[commas[-1].end() :]
    first = said
    if between:  # the second of two: ", stranding crews and canceling trips"
        led = _PARTICIPLE.match(between)
        if led is None or not _AND.search(between):
            return False
        first = led
    if {first["word"], said["word"]} & _GIVING_REASONS:
        return False
    names = [question.mentions.text[n.start : n.end] for n in question.mentions.names]
    named = {stem for name in names for stem in content_stems(find_words(name))}
    return not (question.content - named).isdisjoint(content_stems(find_words(deed)))
