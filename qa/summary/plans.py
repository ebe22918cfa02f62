"""Sentences that tell a plan, and no more."""

from __future__ import annotations

import re

from qa.language import lexicon

_PLANNED = re.compile(
    rf"(?<![\u2019']s )\b(?:{lexicon.either('sentences', 'planned')})\b(?! (?:not|have)\b)"
)
# "The ferry will wait, as its voyage was called off": what happened is told, too.
_PAST = re.compile(r"\b(?:was|were|had) \w+ed\b")
# A verb in front of the plan: who told of it, or what has happened.
_VERB = re.compile(
    rf"(?<![\u2019']s )\b(?:{lexicon.either('grammar', 'auxiliaries')}"
    rf"|{lexicon.either('saying', 'core', 'public')})\b"
    r"|(?<![-\w])[a-z]+ed (?:a|an|the|to|for|on|in|at|[A-Z]\w*)\b"
)


def is_plan(text: str) -> bool:
    """Say whether a sentence's first verb tells of what is to come, and no other of what was."""
    plan = _PLANNED.search(text)
    if plan is None or _VERB.search(text, 0, plan.start()):
        return False
    return _PAST.search(text, plan.end()) is None
