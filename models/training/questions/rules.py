"""All rules, put to one sentence."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from models.training.questions.clauses import Candidate, Clause, clauses
from models.training.questions.deeds import (
    ask_happened,
    ask_object,
    ask_preposition,
    ask_subject,
    ask_when,
    ask_where,
)
from models.training.questions.facts import (
    ask_age,
    ask_amount,
    ask_event,
    ask_length,
    ask_number,
    ask_worth,
)
from models.training.questions.names import (
    ask_apposition,
    ask_belonging,
    ask_called,
    ask_identity,
    ask_title,
)
from models.training.questions.phrases import Unusable
from models.training.questions.speech import ask_said, ask_wants, ask_why

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

CLAUSE_RULES: tuple[Callable[[Clause, random.Random], Iterator[Candidate]], ...] = (
    ask_subject,
    ask_object,
    ask_preposition,
    ask_where,
    ask_when,
    ask_happened,
    ask_said,
    ask_wants,
    ask_why,
    ask_number,
    ask_amount,
    ask_identity,
)
TOKEN_RULES: tuple[Callable[[Token, random.Random], Iterator[Candidate]], ...] = (
    ask_apposition,
    ask_title,
    ask_belonging,
    ask_called,
    ask_age,
    ask_worth,
    ask_length,
    ask_event,
)


def ask(sentence: Span, rng: random.Random) -> Iterator[Candidate]:
    """Yield what the rules can ask about a sentence, the poor questions too."""
    for clause in clauses(sentence):
        if clause.negated or any(t.lower_ in ("would", "if", "ca") for t in clause.aux):
            continue
        for rule in CLAUSE_RULES:
            with suppress(Unusable):
                yield from rule(clause, rng)
    for token in sentence:
        for make in TOKEN_RULES:
            with suppress(Unusable):
                yield from make(token, rng)
