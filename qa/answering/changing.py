"""Questions on what changes from day to day."""

from __future__ import annotations

from qa.answering.persons import asked_office
from qa.language import lexicon
from qa.question import Question
from qa.text.words import find_words

_TO_COME = lexicon.words("questions", "to_come")
_PERFECT = frozenset({"has", "have"})


def asks_what_changes(question: Question) -> bool:
    """Say whether a question asks for what changes: a toll, an office, a day to come, a place."""
    if question.when is not None or question.earliest:
        return False
    kind = question.asked.kind
    keys = {word.key for word in find_words(question.text)}
    if kind == "quantity":
        return question.latest or not question.past or not keys.isdisjoint(_PERFECT)
    if kind == "when":
        return not question.past and not keys.isdisjoint(_TO_COME)
    if kind == "where":
        return not question.past
    return question.latest or asked_office(question) is not None
