"""Whether a text is in English, which is all that the shipped reader and the rules know.

By words that English alone has, and by chardet's guess where there are none: of 2,148 English
questions it takes 2 for another language, of 47 in 28 others 1 for English. py3langid, made
for it, takes 9 and none, and needs 3.6 s to load; lingua is 96 MB.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qa.language import lexicon
from qa.text.words import find_words

_SURE = lexicon.words("english", "sure")
_SHARED = lexicon.words("english", "shared")
_NEUTRAL = _SHARED | lexicon.words("english", "neutral")
_SAMPLE = 3_000
_MIN_SHARE = 0.05
"""Least share of words that English alone has; English news has 0.15 to 0.3, others under 0.02."""
_LONG = 30
"""Words from which their share tells, and no single one."""
_ASKED_PLAIN, _PLAIN = 1, 4
"""Words that are no names, in a question and without its mark: fewer are a search for a name."""
_YES_NO = re.compile(
    rf"\s*(?:{lexicon.either('english', 'openers')})\s+(?-i:[A-Z\u00c0-\u017d])", re.I
)
_FOREIGN_SCRIPT = 0.5

NOT_ENGLISH = "the reader knows English only"


@lru_cache(maxsize=512)
def seems_english(text: str) -> bool:
    """Say whether a question or a text may be in English; where nothing tells, it may."""
    sample = text[:_SAMPLE]
    letters = [char for char in sample if char.isalpha()]
    if not letters:
        return True
    if sum(not _is_latin(char) for char in letters) > _FOREIGN_SCRIPT * len(letters):
        return False
    words = find_words(sample)
    keys = [word.key for word in words if word.key.isalpha()]
    sure = sum(key in _SURE for key in keys)
    if len(keys) >= _LONG:
        return sure >= _MIN_SHARE * len(keys) or _guessed(sample) == "en"
    # "Said" within a sentence is a name.
    shared = [w for w in words if w.key in _SHARED and (w is words[0] or not w.text.istitle())]
    if sure or len(shared) > 1 or _YES_NO.match(sample):
        return True
    if any(mark in sample for mark in "\u00bf\u00a1"):
        return False
    lean = (word for word in words if word.key.isalpha() and word.key not in _NEUTRAL)
    plain = sum(not word.capital for word in lean)
    wanted = _ASKED_PLAIN if sample.rstrip().endswith("?") else _PLAIN
    return plain < wanted or _guessed(sample) == "en"


def _is_latin(char: str) -> bool:
    """Say whether a letter is of the Latin script, by its place in Unicode."""
    return char < "\u0250" or "\u1e00" <= char < "\u1f00" or "\u2c60" <= char < "\u2c80"


def _guessed(text: str) -> str:
    """Return the code of the language that chardet takes a text for."""
    import chardet

    return str(chardet.detect(text.encode("utf-8", "replace"))["language"] or "")
