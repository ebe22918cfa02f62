"""Questions on what changes from day to day."""

from __future__ import annotations

from qa.language import lexicon
from qa.question import Question

_TO_COME = lexicon.words("questions", "to_come")
_PERFECT = frozenset({"has", "have"})


def asks_what_changes(question: Question) -> bool:
    """Say whether a question asks for what changes: a toll, an office, a day to come, a place."""
    if question.when is not None or question.earliest:
        return False
    kind = question.asked.kind
    if kind == "quantity":
        return question.latest or not question.past or not question.keys.isdisjoint(_PERFECT)
    if kind == "when":
        return not question.past and not question.keys.isdisjoint(_TO_COME)
    if kind == "where":
        return not question.past
    return question.latest or question.office is not None
