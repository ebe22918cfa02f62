"""Lines that say when an article was put out, and nothing else."""

from __future__ import annotations

import re

from qa.language import lexicon

_LONGEST = 80
"""Characters of such a line, at most."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTHS = rf"(?:{lexicon.either('time', 'months')}|[A-Z][a-z]{{2,3}}\.?)"
_DATES_ALONE = re.compile(
    rf"(?:(?:{lexicon.either('parts', 'stamps')}|{lexicon.either('time', 'weekdays')}"
    rf"|{_MONTHS} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTHS},? \d{{4}}"
    r"|\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?|[A-Z]{2,4}|at)[\s,|:•·–—-]*)+\Z",
    re.IGNORECASE,
)


def is_publication_line(text: str) -> bool:
    """Say whether a line has dates and times alone: "May 6, 2026 Updated May 7, 2026"."""
    return len(text) < _LONGEST and bool(_YEAR.search(text) and _DATES_ALONE.match(text))
