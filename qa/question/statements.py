"""What somebody said, where a question asks for it: "What did Ida Holm say about the ferry?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon
from qa.text.words import content_stems, find_words

_AUXILIARY = lexicon.either("grammar", "auxiliaries", "more_auxiliaries")
_PREPOSITION = lexicon.either("grammar", "prepositions")
_ABOUT = rf"{_PREPOSITION}|{lexicon.either('questions', 'topic_openers')}"
_TOPIC = rf"(?:\s+(?P<topic>(?:{_ABOUT})\s(?!do\b|be\b).+?))?\W*$"
_DETERMINER = r"(?:(?:the|a|an|some|many|other)\s+)?"
_SAID = re.compile(
    rf"(?:what|how)\s+(?P<did>{_AUXILIARY})\s+{_DETERMINER}(?P<speaker>[^?]{{2,60}}?)\s+"
    rf"(?P<verb>{lexicon.either('questions', 'statement_verbs')}){_TOPIC}",
    re.IGNORECASE,
)
_REACTION = re.compile(
    rf"what\s+(?:is|was|were|are)\s+{_DETERMINER}(?P<speaker>[^?]{{2,60}}?)(?:['\u2019]s?)\s+"
    rf"(?:\w+\s+)?(?:{lexicon.either('questions', 'statement_nouns')}){_TOPIC}",
    re.IGNORECASE,
)
_NOBODY = lexicon.words("grammar", "question_words", "personal")
_BEING = lexicon.words("grammar", "being")


@dataclass(frozen=True, slots=True)
class Statement:
    """What is asked for of somebody's words.

    ``speaker`` is who said it, as the question has it. ``topic`` are the stems of what it is
    about, empty where the question leaves that open.
    """

    speaker: str
    topic: frozenset[str]


def find_statement(text: str) -> Statement | None:
    """Return whose words on what ``text`` asks for, None where it asks for something else.

    ``text`` is the question proper, without words before it. "What did she say the ferry costs?"
    asks for a part of what was said, and is none.
    """
    found = _SAID.match(text)
    if found is not None and found["did"].lower() in _BEING and not found["verb"].endswith("ing"):
        return None  # "What was she told about the ferry?"
    found = found or _REACTION.match(text)
    if found is None:
        return None
    speaker = found["speaker"].strip(" ,")
    if not speaker or not _NOBODY.isdisjoint(word.key for word in find_words(speaker)):
        return None
    return Statement(speaker, frozenset(content_stems(find_words(found["topic"] or ""))))
