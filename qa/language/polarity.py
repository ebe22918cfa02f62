"""Negation and opposites: what turns a sentence into its contrary while most words stay.

Only words that two texts share, or known opposites of them, are compared; a text that
says something else altogether contradicts nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.language import lexicon
from qa.language.synonyms import base_stem
from qa.text.words import STOPWORDS, Word, is_negator, split_list, stem

SCOPE = 4  # words after a negator that it can negate; clauses of news are short
_BREAKS = frozenset({"but", "although", "though", "because", "while", "and"})
_EITHER = frozenset({"or", "nor"})  # "did not ask for or receive it": neither
# Verbs that deny the verb after them: "failed to stop", "refused to sign".
_DENIALS = frozenset(map(stem, split_list("fail refuse decline unable deny avoid stop lack")))
_PAIRS = lexicon.ordered("opposites", "pairs")
OPPOSITES: dict[str, set[str]] = {}
for _pair in _PAIRS:
    _left, _right = (stem(w) for w in _pair.split("/"))
    OPPOSITES.setdefault(_left, set()).add(_right)
    OPPOSITES.setdefault(_right, set()).add(_left)
_EXCLUSIVE = frozenset(
    frozenset(map(stem, pair.split("/"))) for pair in lexicon.ordered("opposites", "exclusive")
)
CONVERSES: dict[str, set[str]] = {}
for _pair in lexicon.ordered("opposites", "converse"):
    _left, _right = (stem(w) for w in _pair.split("/"))
    CONVERSES.setdefault(_left, set()).add(_right)
    CONVERSES.setdefault(_right, set()).add(_left)
_PHRASAL = {
    (stem(said.split()[0]), said.split()[1]): base
    for said, base in lexicon.table("opposites", "phrasal").items()
}
_TURNING: dict[str, str] = {}
for _pair in lexicon.ordered("opposites", "prepositions"):
    _left, _right = _pair.split("/")
    _TURNING |= {_left: _right, _right: _left}
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
    for negator, governed in find_negated(text, words):
        for word in governed:
            scope.setdefault(stem(word.key), negator.text)
    return scope


def find_negated(text: str, words: Sequence[Word]) -> Iterator[tuple[Word, list[Word]]]:
    """Yield each negator of ``text`` with the words of meaning that it governs, in order."""
    for place, word in enumerate(words):
        following = words[place + 1].key if place + 1 < len(words) else ""
        denies = stem(word.key) in _DENIALS and (
            following in ("to", "that") or following.endswith("ing")
        )
        denies = denies or (word.key == "yet" and following == "to")
        if not (is_negator(word.key) or denies) or _denies_nothing(words[place : place + 3]):
            continue
        governed: list[Word] = []
        end, room = word.end, SCOPE
        for after in words[place + 1 :]:
            if any(c in ",;:.!?()" for c in text[end : after.start]) or after.key in _BREAKS:
                break
            end = after.end
            if after.key in _EITHER and governed:
                room = len(governed) + SCOPE
            elif after.key not in STOPWORDS:
                governed.append(after)
            if len(governed) == room:
                break
        yield word, governed


def _denies_nothing(words: Sequence[Word]) -> bool:
    """Say whether the first word is the "no" of "No. 10", "not only", or "no more than six"."""
    first, *after = words
    if not after or first.key not in ("no", "not"):
        return False
    following = after[0]
    compares = len(after) > 1 and after[1].key == "than"
    if first.key == "no":
        return compares or following.text[0].isdigit()
    return following.key == "only" or (compares and following.key in ("more", "less", "fewer"))


def is_negative(text: str, words: Sequence[Word]) -> bool:
    """Say whether an odd number of plain negators stands in ``text``."""
    count = sum(is_negator(w.key) for w in words)
    numbered = sum(w.key == "no" and after.text[0].isdigit() for w, after in pairwise(words))
    return (count - numbered) % 2 == 1


def denies(text: str) -> bool:
    """Say whether ``text`` has a phrase that denies what follows it: "yet to", "rather than"."""
    return _DENYING.search(text) is not None


def turned_preposition(claim: Sequence[Word], source: Sequence[Word]) -> tuple[str, str] | None:
    """Return a phrase of a claim and the contrary one of a source: "after the fire", "before"."""
    ours, theirs = _phrases(claim), _phrases(source)
    for preposition, noun in ours:
        other = _TURNING[preposition]
        if (other, noun) in theirs and (preposition, noun) not in theirs:
            return f"{preposition} {ours[preposition, noun]}", other
    return None


def _phrases(words: Sequence[Word]) -> dict[tuple[str, str], str]:
    """Return the prepositions that have a contrary, each with the stem of what follows."""
    found: dict[tuple[str, str], str] = {}
    for place, word in enumerate(words):
        favours = word.key in ("favour", "favor") and place and words[place - 1].key == "in"
        if word.key in _TURNING or favours:
            key = "for" if favours else word.key
            after = (w for w in words[place + 1 : place + 4] if w.key not in STOPWORDS)
            if noun := next(after, None):
                found[key, stem(noun.key)] = noun.text
    return found


def phrasal_verbs(words: Sequence[Word]) -> dict[str, str]:
    """Return the stems of verbs that say what verbs of two words do, each with its words.

    "Laid off" is given as "dismiss".
    """
    found: dict[str, str] = {}
    for word, after in pairwise(words):
        if base := _PHRASAL.get((base_stem(word), after.key)):
            found[stem(base)] = f"{word.text} {after.text}"
    return found


def find_exclusive(word: Word, words: Sequence[Word]) -> int | None:
    """Return which of ``words`` says what nobody does who does what ``word`` says."""
    mine = base_stem(word)
    return next(
        (i for i, each in enumerate(words) if frozenset((mine, base_stem(each))) in _EXCLUSIVE),
        None,
    )


def are_opposites(a: str, b: str) -> bool:
    """Say whether two stems are known opposites: "rise" and "fall", "legal" and "illegal"."""
    if b in OPPOSITES.get(a, ()):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) > 4 and any(long == prefix + short for prefix in _PREFIXES)
