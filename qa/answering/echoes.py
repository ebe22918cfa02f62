"""Answers that only say the question's words again: "Hondius" to "Who commands the Hondius?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.question import Question
from qa.records import Reading
from qa.text.words import content_stems, find_words

RIGHT = 0.36
"""Share of them that is right: 4 of 11 of the small reader's on 2,200 held-out training rows."""


def doubt_echoes(question: Question, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings; one without a word of its own is likely no answer.

    "Was it lead or tin?" is answered by a word of its own.
    """
    if question.offers_answers:
        return list(readings)
    return [
        replace(reading, no_answer=max(reading.no_answer, 1.0 - RIGHT))
        if _is_echo(reading.text, question)
        else reading
        for reading in readings
    ]


def _is_echo(answer: str, question: Question) -> bool:
    """Say whether a question has all words of an answer."""
    said = content_stems(find_words(answer))
    return bool(said) and question.content.issuperset(said)
