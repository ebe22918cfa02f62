"""Lines that say when an article was put out, or who wrote it, and nothing else."""

from __future__ import annotations

import re

from qa.language import lexicon

_LONGEST = 80
"""Characters of such a line, at most."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTHS = rf"(?:{lexicon.either('time', 'months')}|[A-Z][a-z]{{2,3}}\.?)"
# Words are stamps ("Updated"), weekdays, zones and names. Nothing is tried twice: a sentence that
# ends with a year took up to a second.
_DATES_ALONE = re.compile(
    rf"(?>(?:{_MONTHS} {_DAY},? \d{{4}}|{_DAY} {_MONTHS},? \d{{4}}"
    r"|\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?|[A-Z]{2,})[\s,|:•·–—-]*)++\Z",
    re.IGNORECASE,
)
_WORD = r"[A-Z][\w.\u2019'-]*"
_SIGNATURE = re.compile(
    rf"(?:--?|[\u2013\u2014])\s?{_WORD}(?:(?:,? and|,| &)? {_WORD}){{1,7}}[*_]*\Z"
)
_QUOTE_ENDS = re.compile(r"[\"\u201d\u2019'][*_]*\Z")


def is_signature(text: str, before: str) -> bool:
    """Say whether a line signs an entry, "- Ida Holm, Elm Post", and no quote of ``before``."""
    return _SIGNATURE.match(text) is not None and not _QUOTE_ENDS.search(before)


def is_publication_line(text: str) -> bool:
    """Say whether a line has dates and times alone: "May 6, 2026 Updated May 7, 2026"."""
    return len(text) < _LONGEST and bool(_YEAR.search(text) and _DATES_ALONE.match(text))
