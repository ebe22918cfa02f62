"""Negation and opposites: what turns a sentence into its contrary while most words stay.

Only words that two texts share, or known opposites of them, are compared; a text that
says something else altogether contradicts nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.language import lexicon
from qa.text.words import STOPWORDS, Word, is_negator, split_list, stem

SCOPE = 4  # words after a negator that it can negate; clauses of news are short
_BREAKS = frozenset({"but", "although", "though", "because", "while", "and", "or"})
# Verbs that deny the verb after them: "failed to stop", "refused to sign".
_DENIALS = frozenset(map(stem, split_list("fail refuse decline unable deny avoid stop lack")))
_PAIRS = lexicon.ordered("opposites", "pairs")
OPPOSITES: dict[str, set[str]] = {}
for _pair in _PAIRS:
    _left, _right = (stem(w) for w in _pair.split("/"))
    OPPOSITES.setdefault(_left, set()).add(_right)
    OPPOSITES.setdefault(_right, set()).add(_left)
# What stands after these is not so, or not yet.
_DENYING = re.compile(
    r"\b(?:yet\s+to|anything\s+but|other\s+than|rather\s+than|instead\s+of|turned\s+down|ruled\s+out"
    r"|far\s+from)\b",
    re.IGNORECASE,
)
_PREFIXES = ("un", "in", "im", "dis", "non", "ir", "il")


def negated_stems(text: str, words: Sequence[Word]) -> dict[str, str]:
    """Return the stems that a negator of ``text`` governs, each with that negator."""
    scope: dict[str, str] = {}
    for place, word in enumerate(words):
        following = words[place + 1].key if place + 1 < len(words) else ""
        denies = stem(word.key) in _DENIALS and (following == "to" or following.endswith("ing"))
        if not (is_negator(word.key) or denies):
            continue
        if word.key == "no" and words[place + 1 : place + 2] and words[place + 1].text[0].isdigit():
            continue  # "No. 10"
        if word.key == "not" and words[place + 1 : place + 2] and words[place + 1].key == "only":
            continue
        left = SCOPE
        end = word.end
        for after in words[place + 1 :]:
            if any(c in ",;:.!?()" for c in text[end : after.start]) or after.key in _BREAKS:
                break
            end = after.end
            if after.key in STOPWORDS:
                continue
            scope.setdefault(stem(after.key), word.text)
            left -= 1
            if not left:
                break
    return scope


def is_negative(text: str, words: Sequence[Word]) -> bool:
    """Say whether an odd number of plain negators stands in ``text``."""
    count = sum(is_negator(w.key) for w in words)
    numbered = sum(w.key == "no" and after.text[0].isdigit() for w, after in pairwise(words))
    return (count - numbered) % 2 == 1


def denies(text: str) -> bool:
    """Say whether ``text`` has a phrase that denies what follows it: "yet to", "rather than"."""
    return _DENYING.search(text) is not None


def are_opposites(a: str, b: str) -> bool:
    """Say whether two stems are known opposites: "rise" and "fall", "legal" and "illegal"."""
    if b in OPPOSITES.get(a, ()):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) > 4 and any(long == prefix + short for prefix in _PREFIXES)
