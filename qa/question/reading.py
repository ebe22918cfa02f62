"""A question read once, so that no later step has to read its text again."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace

from qa.language import lexicon
from qa.language.enumeration import small_count
from qa.language.mentions import Mentions, find_mentions
from qa.language.numbers import find_quantities
from qa.language.verbs import ends_in_ed
from qa.language.years import YEAR
from qa.question.claims import Claim, read_claim
from qa.question.counting import Counted, find_counted
from qa.question.kinds import Asked, classify, without_lead
from qa.question.offices import find_office
from qa.question.openings import Opening, find_opening
from qa.question.statements import Statement, find_statement
from qa.question.when import When, asked_period
from qa.text.words import Word, content_stems, find_words

LEAST_COUNTED = 3
"""Two things joined by "and" are in every paragraph; three in a row are a list."""
_HOW_MANY = re.compile(
    r"(?:in |to |for |from |of |with )?(?:which|what|who are|name|list)\s+(?:are\s+)?(?:the\s+)?"
    r"(?P<count>\w+)\s",
    re.IGNORECASE,
)
_LATEST = re.compile(rf"\b(?:{lexicon.either('questions', 'latest')})\b", re.IGNORECASE)
_EARLIEST = re.compile(rf"\b(?:{lexicon.either('questions', 'earliest')})\b", re.IGNORECASE)
_PRESENT = frozenset(lexicon.ordered("questions", "present"))
_PASTS = frozenset(lexicon.ordered("questions", "past")) | frozenset(
    lexicon.forms("irregular", "verbs", "stem_verbs")
)
MIN_PAST = 4
"""Letters; a shorter word in -ed is seldom a verb."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what its words say of the answer.

    ``text`` is the question as it is put to index and reader. ``asked`` is the kind of answer,
    ``when`` the time that it speaks of, None for none. ``mentions`` are the names, numbers and
    dates of the question proper, without "So," or "According to the audit," before it.
    ``content`` are the stems of the words that carry meaning. ``count`` is how many things
    "Which five nations" asks for, 0 where it names no number from three on. ``claim`` is what a
    yes/no question claims, None for the other kinds. ``latest`` says that it asks for how things
    stand now, ``earliest`` for how they stood at first, ``past`` for what happened.
    ``keys`` are its words in the form that compares, ``years`` those that it names. ``opening`` is
    how it opens, ``counted`` what it counts, ``office`` the office whose holder it asks for,
    ``statement`` whose words on what; each is None where there is none.
    """

    text: str
    asked: Asked
    when: When | None
    mentions: Mentions
    content: frozenset[str]
    count: int
    claim: Claim | None
    latest: bool = False
    earliest: bool = False
    past: bool = False
    keys: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    opening: Opening | None = None
    counted: Counted | None = None
    office: Word | None = None
    statement: Statement | None = None

    @property
    def offers_answers(self) -> bool:
        """Say whether it names what may be the answer: "Who won, Poe or Krug?"."""
        return any(word.key == "or" for word in self.mentions.words)


def read(text: str, today: str = "") -> Question:
    """Return what ``text`` asks; ``today`` is the ISO day from which "last week" is counted.

    Without a valid ``today`` no time is found. Any text is read; what asks nothing is of the
    kind "other".
    """
    proper, asked, words = without_lead(text), classify(text), find_words(text)
    keys = frozenset(word.key for word in words)
    return Question(
        text=text,
        asked=asked,
        when=asked_period(text, today),
        mentions=find_mentions(proper),
        content=frozenset(content_stems(words)),
        count=_count(proper),
        claim=read_claim(text) if asked.kind == "yes-no" else None,
        latest=_LATEST.search(text) is not None,
        earliest=_EARLIEST.search(text) is not None,
        past=_is_past(keys),
        keys=keys,
        years=frozenset(YEAR.findall(text)),
        opening=find_opening(text),
        counted=find_counted(text),
        office=find_office(proper),
        statement=find_statement(proper),
    )


def reworded(question: Question, text: str) -> Question:
    """Return the same question in other spelling; kind and time stay."""
    if text == question.text:
        return question
    mentions = find_mentions(without_lead(text))
    return replace(question, text=text, mentions=mentions, opening=find_opening(text))


def capital_stems(question: Question) -> frozenset[str]:
    """Return the stems of the question's words with a capital, the first one, too."""
    words = find_words(question.text)
    return frozenset(content_stems([word for word in words if word.capital]))


def word_overlap(question: Question, text: str) -> float:
    """Return the share in [0, 1] of the question's words of meaning that a text has."""
    if not question.content:
        return 0.0
    said = frozenset(content_stems(find_words(text)))
    return len(question.content & said) / len(question.content)


def _count(text: str) -> int:
    """Return how many things "Which five nations ..." asks for, three at least; else 0."""
    found = _HOW_MANY.match(text)
    numbers = find_quantities(found["count"]) if found else []
    count = small_count(numbers[0]) if len(numbers) == 1 else 0
    return count if count >= LEAST_COUNTED else 0


def _is_past(keys: Set[str]) -> bool:
    """Say whether a question's words ask for what happened: "did", "was", "died"."""
    if not _PRESENT.isdisjoint(keys):
        return False
    return any(key in _PASTS or (ends_in_ed(key) and len(key) > MIN_PAST) for key in keys)
