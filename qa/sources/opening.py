"""Who wrote an article and when, from the lines between its headline and its first sentence.

"By Ines Calloway", "3 April 2025", "By Ines Calloway | Published 3 April 2025, 09:15". Only lines
that say nothing else count: a guess at a date would be worse than none.
"""

from __future__ import annotations

import re

from qa.errors import ArticleError
from qa.language import lexicon
from qa.sources.metadata import normalise_date, one_line

MOST_LINES = 5
"""Lines with words that are looked at, the headline among them."""
_LONGEST = 160
_PARTICLES = lexicon.either("names", "leading_particles", "byline_particles")
_NAME = (
    r"[A-ZÀ-ÖØ-Þ][\w.'’-]*"
    rf"(?: (?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|{_PARTICLES})){{1,4}}"
)
_BYLINE = re.compile(
    rf"(?i:{lexicon.either('parts', 'bylines')}):? "
    rf"(?P<who>{_NAME}(?:(?:, {_NAME}){{0,3}},? (?:and|&) {_NAME})?)"
    r"(?P<rest>(?:\s*[|,;·•–—-]\s*.*)?)"
)
_STAMP = re.compile(rf"(?i:(?:{lexicon.either('parts', 'stamps')}):?\s+(?:on\s+)?)?(?P<day>.+)")
_TIME = re.compile(
    r"(?i:,?\s*(?:at\s+)?\d{1,2}[:.]\d{2}(?::\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:[a-z]{2,4})?)\Z"
)
_MARKS = re.compile(r"\A[\s#>*_]+|[\s*_]+\Z")


def read_opening(text: str) -> tuple[str, str]:
    """Return the author and the day (ISO 8601) that an article's first lines name, "" for none."""
    lines = (_MARKS.sub("", one_line(line[:400])) for line in text[:4_000].splitlines())
    author = date = ""
    for line in [each for each in lines if each][1:MOST_LINES]:
        said = _read_line(line) if len(line) <= _LONGEST else None
        if said is None:
            break
        author, date = author or said[0], date or said[1]
    return author, date


def _read_line(line: str) -> tuple[str, str] | None:
    """Return the author and day of a line that says nothing else; None for any other line."""
    byline = _BYLINE.fullmatch(line)
    if byline is None:
        day = _day(line)
        return ("", day) if day else None
    rest = re.sub(r"\A[\s|,;·•–—-]+", "", byline["rest"])
    # "By Ines Calloway, Political Editor" names nothing but her; a sentence would have a full stop.
    if len(rest) > 80 or rest.endswith((".", "?", "!")):
        return None
    return byline["who"], next(filter(None, map(_day, [rest, *re.split(r"\s*[|·•]\s*", rest)])), "")


def _day(said: str) -> str:
    stamp = _STAMP.fullmatch(said)
    try:
        return normalise_date(_TIME.sub("", stamp["day"])) if stamp is not None else ""
    except ArticleError:
        return ""
