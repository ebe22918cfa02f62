"""Where an item of a list begins and ends within the stretch of text that holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon

# With one of these an item is a clause, not a thing.
CLAUSE = lexicon.words("grammar", "auxiliaries", "clause_words")
# Before a lower-case first item: what goes before is the sentence, not the item.
_INTRODUCING = lexicon.words("grammar", "before_list")
_DETERMINERS = lexicon.words("grammar", "determiners", "item_determiners") | lexicon.words(
    "numbers", "two_to_ten"
)
_CONNECTORS = lexicon.words("names", "particles", "list_particles")
WORD = re.compile(r"[^\s,;:()\[\]\u2013\u2014\u201c\u201d\"]+")
_DETERMINER_REACH = 5  # words from a determiner to the end of its noun phrase


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch between two separators; ``link`` is the separator before it."""

    start: int
    end: int
    link: str


def are_names(text: str, parts: list[Part]) -> bool:
    """Say whether the items begin with capitals; the first of a sentence always does."""
    firsts = [WORD.findall(text[part.start : part.end]) for part in parts]
    named = [any(w[:1].isupper() for w in words[:3]) for words in firsts if words]
    return 2 * sum(named) > len(named)


def first_item_start(text: str, part: Part, names: bool) -> int:
    """Return where the first item begins within its part."""
    words = list(WORD.finditer(text, part.start, part.end))
    colon = max((text.rfind(mark, part.start, part.end) for mark in ":\u2013\u2014("), default=-1)
    words = [w for w in words if w.start() > colon]
    if not words:
        return part.start
    if names:
        return _name_start(words)
    for back in range(1, min(_DETERMINER_REACH, len(words)) + 1):
        key = words[-back].group().lower()
        if key in _INTRODUCING:
            return words[-back + 1].start() if back > 1 else words[-1].start()
        if key in _DETERMINERS or key[0].isdigit():
            return words[-back].start()
    return words[0].start() if len(words) <= _DETERMINER_REACH else words[-1].start()


def _name_start(words: list[re.Match[str]]) -> int:
    at = len(words) - 1
    while at > 0 and not _capital(words[at]):
        at -= 1
    first = at
    while at > 0:
        at -= 1
        word = words[at].group()
        if _capital(words[at]):
            first = at
        elif word.lower() not in _CONNECTORS or word.lower() in ("and", "for"):
            break
    if first > 0 and words[first - 1].group().lower() == "the":
        first -= 1
    # "Lines 1", "Which": the first word of a sentence has a capital whatever it is.
    return words[first].start()


def last_item_end(text: str, part: Part, names: bool) -> int:
    """Return where the last item ends within its part."""
    words = list(WORD.finditer(text, part.start, part.end))
    stop = part.end
    seen = False
    for place, match in enumerate(words):
        word = match.group()
        gap = text[words[place - 1].end() : match.start()] if place else ""
        # "Said" and "Will" are names, too.
        if place and (word in CLAUSE or re.search(r"[:()\u2013\u2014]|\s-\s", gap)):
            stop = words[place - 1].end()
            break
        if names and seen and not _capital(match) and word.lower() not in _CONNECTORS:
            stop = words[place - 1].end()
            break
        seen = seen or _capital(match)
    while stop > part.start and (text[stop - 1].isspace() or text[stop - 1] in '.!?;:,"\u201d'):
        if text[stop - 1] == "." and re.search(r"(?:\b[A-Za-z]|Inc|Co|Jr|m)\.$", text[:stop]):
            break
        stop -= 1
    return stop


def _capital(match: re.Match[str]) -> bool:
    return match.group()[:1].isupper() or match.group()[:1].isdigit()
