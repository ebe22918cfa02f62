"""A claim with its figures as the sources write them, for what knows words and no arithmetic.

Whether "ten kilometres" is "6.2 miles" the exact checks know. How near the wording is, and what a
judge makes of it, should depend on the other words alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.grounding.figures import Place, bears_out, find_ends, find_places, fit
from qa.language import lexicon
from qa.language.dates import Date
from qa.language.mentions import Mentions
from qa.language.quantities import Quantity

_REACH = 40  # characters before a figure in which its hedge or preposition stands
_HEDGE = re.compile(
    rf"\b(?:(?:just|only|{lexicon.either('amounts', 'hedges', 'bounds')})\s+)+$", re.IGNORECASE
)
_BY = re.compile(rf"\bby\s+(?:(?:{lexicon.either('amounts', 'hedges', 'bounds')})\s+)*$", re.I)
_PREPOSITION = re.compile(r"\b(?:(?:on|in)\s+)?(?:the\s+)?$", re.IGNORECASE)


def restate_figures(claim: Mentions, sources: Sequence[Mentions]) -> str:
    """Return the text of ``claim`` with each figure that the sources spell otherwise as they do.

    A figure that they have to the letter, or not at all, stays. Hedges before it go: the
    figure of the source needs none.
    """
    known = [(place, source) for source in sources for place in find_places(source)]
    literal = {place.literal.lower() for place, _ in known}
    text = claim.text
    for asked in reversed(find_places(claim)):
        if asked.literal.lower() in literal:
            continue
        same = [pair for pair in known if bears_out(asked, pair[0])]
        if not same:
            if asked.role == "by" and (ends := _ends(asked, sources)):
                text = text[: _before(text, asked, _BY)] + ends + text[asked.figure.end :]
            continue
        place, source = max(same, key=lambda pair: fit(asked, pair[0]))
        start, written = asked.figure.start, place.literal
        if isinstance(place.figure, Date):
            start, written = _before(text, asked, _PREPOSITION), _led(source.text, place)
        else:
            start = _before(text, asked, _HEDGE)
        text = text[:start] + written + text[asked.figure.end :]
    return text


def _ends(asked: Place, sources: Sequence[Mentions]) -> str:
    """Return "from 6 to 9" of a source for "by 3"; "" for nothing."""
    if not isinstance(asked.figure, Quantity):
        return ""
    for source in sources:
        if ends := find_ends(asked.figure, source):
            low, high = ends
            return f"from {source.text[low.figure.start : high.figure.end]}"
    return ""


def _before(text: str, place: Place, pattern: re.Pattern[str]) -> int:
    """Return where the words of ``pattern`` right before a figure begin, else the figure."""
    at = place.figure.start
    match = pattern.search(text, max(0, at - _REACH), at)
    return match.start() if match else at


def _led(text: str, place: Place) -> str:
    """Return the words of a date with the preposition before it."""
    return text[_before(text, place, _PREPOSITION) : place.figure.end]
