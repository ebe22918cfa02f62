"""The head of a live blog's entry that a page ran into its first sentence.

"February 3, 2026 Share this update Ferry towed Ann Poe The ferry was towed": the day, a button, a
headline without a stop, and the name of who wrote it, none of them parted by a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from qa.language import lexicon
from qa.records.parts import Part, PartKind
from qa.text.abbreviations import STARTERS

# "18:40 Two people ...", "6.05pm", "16:10 GMT".
CLOCK = re.compile(
    r"[\s*_#\[(]*(?P<clock>\d{1,2}[:.]\d{2}(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:[A-Z]{2,4}\b(?! [A-Z]{2})))?)[\s*_\])]*(?:[-–—:|]\s)?(?=\s|\Z|[A-Z\"“])"
)
HEAD_CHARS = 240
"""Characters behind the button in which headline and names stand."""

_BUTTON = re.compile(
    rf"(?:(?:{lexicon.either('time', 'months')})\.?\s+\d{{1,2}}(?:,\s+\d{{4}})?\s+)?"
    rf"(?:{lexicon.either('parts', 'entry_buttons')})(?!\w)[\s:|]*",
    re.IGNORECASE,
)
_WORD = r"[A-Z](?:[\w’'-]*[a-z]|\.)"
_PERSON = rf"{_WORD}(?:\s+[A-Z]\.)?\s+{_WORD}"
# Looked at from every place on: names overlap.
_NAMES = re.compile(
    rf"(?<![\w’'-])(?=(?P<names>{_PERSON}(?:\s+and\s+{_PERSON})?)"
    r"\s+(?P<next>[\"“‘']?[A-Z\d][\w’'-]*))"
)
_LINKED = re.compile(r"\b[A-Z][\w’'-]*\s+\Z")
_AND = re.compile(r"\s+and\s+")
_FIRST_SENTENCE = re.compile(r"[^.!?]{3,}?[.!?][\"”’)]*(?=\s|\Z)")


def entry_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Return what stands behind the time and the button of an entry, (0, 0) where it lacks one."""
    clock = CLOCK.match(text[start:end])
    button = _BUTTON.match(text, start + clock.end(), end) if clock is not None else None
    return (button.end(), end) if button is not None else (0, 0)


def find_writers(heads: Iterable[str]) -> frozenset[str]:
    """Return the names that stand before a capital in two entries at least."""
    counts = Counter(
        name for head in heads for name in {m["names"] for m in _NAMES.finditer(head[:HEAD_CHARS])}
    )
    return frozenset(name for name, count in counts.items() if count > 1)


def head_parts(text: str, start: int, end: int, writers: frozenset[str]) -> list[Part]:
    """Return the headline, the byline and the prose of an entry that begins at ``start``.

    Where no name can be told, all of its first sentence counts as the headline.
    """
    found = _byline(text, start, min(end, start + HEAD_CHARS), writers)
    if found is None:
        first = _FIRST_SENTENCE.match(text, start, end)
        low = high = first.end() if first is not None else end
    else:
        low, high = found
    spans: tuple[tuple[PartKind, int, int], ...] = (
        ("subheading", start, low),
        ("byline", low, high),
        ("prose", high, end),
    )
    return [Part(kind, *_lean(text, a, b)) for kind, a, b in spans if text[a:b].strip()]


def _byline(text: str, start: int, end: int, writers: frozenset[str]) -> tuple[int, int] | None:
    """Return the first names before a word that opens a sentence, else names known as writers."""
    known = None
    for match in _NAMES.finditer(text, start, end):
        low, high = match.span("names")
        if low == start or match["names"].split()[0] in STARTERS:
            continue
        if match["next"].strip("\"“‘'") in STARTERS:
            return low, high
        linked = _LINKED.search(text, start, low)  # the last part of a longer name
        if known is None and not linked and writers.intersection(_AND.split(match["names"])):
            known = low, high
    return known


def _lean(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the blanks at its ends."""
    said = text[start:end]
    return start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
