"""Words in quote marks, and the speaker that the words around them name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.quotes.speech import (
    ANY_VERB,
    FOLLOWING,
    FOLLOWING_ROLE,
    INTRODUCING,
    LEADING,
    VERB,
    Attribution,
    has_own_clause,
    read_attribution,
    search_sound,
)
from qa.text.quote_marks import MASK, Quoted
from qa.text.sentences import split_sentences

_GAP = re.compile(r"[^.!?\n]{0,60}[.,;:]?\s*(?:and\s+)?")
_CAPITAL_PRONOUN = re.compile(r"\s+(?=(?:He|She|They|It|We)\s)")
_CAPITAL_AFTER = re.compile(rf"([.!?][\"\u201d\u2019']){_CAPITAL_PRONOUN.pattern}")
_MASKED = re.compile(rf"{MASK}{MASK}+")
_CLAUSE = re.compile(rf"(?:(?!\n\n)[^.;!?{MASK}])*")
_GOES_ON = re.compile(rf"\s+(?:{VERB}\s|(?:he|she)\s)")  # a stop in place of the comma
LEAD = 400
"""Characters before a quote in which its speaker may stand."""


def attribute_quotes(
    text: str, hidden: str, quoted: Sequence[Quoted]
) -> list[tuple[Quoted, Attribution | None]]:
    """Return each quote with what says who speaks, None where nobody is named for it.

    ``hidden`` is ``text`` with its quotes masked. A quote without words of its own goes to the
    speaker before it in its paragraph, or of the paragraph that it goes on from; or to the
    speaker after it, if its paragraph leaves the mark open. Where a verb of saying stands
    beside it whose subject can't be read, it is nobody's.
    """
    found: list[Attribution | None] = []
    for place, quote in enumerate(quoted):
        last = quoted[place - 1] if place else None
        own = _following(text, hidden, quote) or _leading(hidden, quote, last)
        if own is None and last is not None and not is_spoken(hidden, quote):
            own = _carried(hidden, last, quote, found[-1])
        found.append(own)
    for place in range(len(quoted) - 2, -1, -1):
        if found[place] is None and runs_on(hidden, quoted[place], quoted[place + 1]):
            found[place] = found[place + 1]
    return list(zip(quoted, found, strict=True))


def split_hidden(hidden: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the sentences of a masked text; a full stop before or behind a quote ends one.

    So does a mark behind one where "He" follows; only "he" goes on with it.
    """
    part = hidden[start : len(hidden) if end is None else end]
    shown = _MASKED.sub(lambda run: '"X'.ljust(len(run[0]), "x"), part)
    sentences: list[tuple[int, int]] = []
    for low, high in split_sentences(shown):
        for match in _CAPITAL_AFTER.finditer(shown, low, high):
            sentences.append((start + low, start + match.end(1)))
            low = match.end()
        sentences.append((start + low, start + high))
    return sentences


def _carried(
    hidden: str, last: Quoted, quote: Quoted, before: Attribution | None
) -> Attribution | None:
    """Return the attribution of the quote before, where this one goes on with it."""
    if before is None:
        return None
    if runs_on(hidden, last, quote):
        return before
    if quote.paragraph != last.paragraph or is_addressee(hidden, before, quote):
        return None
    gap = hidden[max(last.outer_end, before.end) : quote.outer]
    if not _GAP.fullmatch(gap) or ANY_VERB.search(gap) or any(c.isupper() for c in gap):
        return None  # another verb or name: another subject
    return before


def runs_on(hidden: str, first: Quoted, second: Quoted) -> bool:
    """Say whether a quote left open goes on at the beginning of the next paragraph."""
    together = second.paragraph == first.paragraph + 1
    return first.open and together and not hidden[first.outer_end : second.outer].strip()


def is_spoken(hidden: str, quote: Quoted) -> bool:
    """Say whether a verb of saying follows in the same sentence, whoever its subject is."""
    if quote.open or hidden[quote.end - 1] == ".":
        return False
    return ANY_VERB.search(_CLAUSE.match(hidden, quote.outer_end)[0]) is not None  # type: ignore[index]


def _following(text: str, hidden: str, quote: Quoted) -> Attribution | None:
    ended = (text[quote.end - 1] == "." and not _GOES_ON.match(hidden, quote.outer_end)) or (
        text[quote.end - 1] in "!?" and _CAPITAL_PRONOUN.match(hidden, quote.outer_end)
    )
    if quote.open or ended:
        return None  # what comes after is another sentence
    stop = hidden.find("\n\n", quote.outer_end)
    ends = text[quote.end - 1] in ",!?" or text[quote.outer_end : quote.outer_end + 1] == ","
    for pattern in (*FOLLOWING, *(FOLLOWING_ROLE if ends else ())):
        match = pattern.match(hidden, quote.outer_end, len(hidden) if stop < 0 else stop)
        found = read_attribution(match, beside=True) if match else None
        if found is not None:
            return found
    return None


def _leading(hidden: str, quote: Quoted, last: Quoted | None) -> Attribution | None:
    low = max(hidden.rfind("\n\n", 0, quote.outer), 0)
    if not hidden[low : quote.outer].strip() and hidden[:low].rstrip().endswith(":"):
        # "She wrote:", and her words in a paragraph of their own.
        low = max(hidden.rfind("\n\n", 0, len(hidden[:low].rstrip())), 0)
    low = max(low, quote.outer - LEAD)
    if last is not None:
        low = max(low, last.outer_end)
    ends = [end for _, end in split_hidden(hidden, low, quote.outer)]
    low = ends[-2] if len(ends) > 1 else low
    for pattern in LEADING:
        found = search_sound(pattern, hidden, low, quote.outer)
        if found is not None and not _is_part(hidden, found, quote):
            return found
    for pattern in INTRODUCING:
        match = pattern.match(hidden, low, quote.outer)
        found = read_attribution(match) if match else None
        if found is not None:
            return found
    return None


def _is_part(hidden: str, found: Attribution, quote: Quoted) -> bool:
    """Say whether a quote is only a part of what is said, "he doubts that", or who is told."""
    between = hidden[found.verb[1] : quote.outer].rstrip()
    return is_addressee(hidden, found, quote) or (
        between.endswith("that") and has_own_clause(between)
    )


def is_addressee(hidden: str, found: Attribution, quote: Quoted) -> bool:
    """Say whether a quote is the name of who is told: 'told "The Hour" on Monday'."""
    told = hidden[slice(*found.verb)] in ("told", "tell", "tells")
    return told and not hidden[found.verb[1] : quote.outer].strip()
