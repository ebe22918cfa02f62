"""What is to be done with the words of a conversation: answer, compare, summarise and so on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon
from qa.records import EntryMode

_MODES: tuple[EntryMode, ...] = ("compare", "summarize", "quotes", "verify")
_BEGINNINGS = {
    mode: re.compile(rf"\s*(?:please\s+)?(?:{lexicon.either('requests', mode)})\b[\s:,]*", re.I)
    for mode in _MODES
}
_AGAIN = re.compile(rf"\s*(?:{lexicon.either('requests', 'compare_again')})\b", re.I)
_LINKS = re.compile(rf"(?:{lexicon.either('requests', 'links')})\b[\s:,]*", re.I)
_EVERYTHING = lexicon.words("requests", "everything")
# After these a clause follows that is itself what is asked, "what" and all.
_CLAUSES: frozenset[EntryMode] = frozenset({"compare"})


@dataclass(frozen=True, slots=True)
class Request:
    """What to do, and with which words; ``text`` "" means the articles, or the last question."""

    mode: EntryMode
    text: str


def read_request(text: str, mode: EntryMode = "ask") -> Request:
    """Return what ``text`` asks for; a ``mode`` other than "ask" was chosen, and stays.

    "Compare when the bridge opens" is to compare; a word that only looks like it, as in
    "Comparisons were made by whom?", is not: a beginning ends at the end of a word.
    """
    found: EntryMode | None = None
    for each in _MODES:
        begun = _BEGINNINGS[each].match(text)
        if begun and (mode in ("ask", each)):
            found, rest = each, text[begun.end() :]
            break
    if found is None:
        if mode == "ask" and _AGAIN.match(text):
            return Request("compare", "")
        return Request(mode, _named(text) if mode in ("summarize", "quotes") else text.strip())
    if found not in _CLAUSES:
        rest = _LINKS.sub("", rest, count=1) if _LINKS.match(rest) else rest
    if found == "quotes":  # whose they are is looked up as a part of a name
        rest = re.sub(r"^(?:the|an?)\s+", "", rest, flags=re.I)
    return Request(found, _named(rest))


def _named(text: str) -> str:
    """Return the words of a topic without blanks, "" where they name all there is."""
    bare = text.strip().rstrip("?.! ")
    return "" if bare.casefold() in _EVERYTHING else text.strip()
