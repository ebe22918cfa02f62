"""Whether a sentence has the deed of a yes/no question as one that was done, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from qa.language import lexicon
from qa.language.synonyms import find_synonym
from qa.language.verbs import ends_in_ed
from qa.question.claims import Claim
from qa.text.words import STOPWORDS, Word, find_words

_BEFORE_NOUNS = lexicon.words("grammar", "determiners") | {"of", "this", "that"}
_BEING = lexicon.words("grammar", "being")
_ARTICLES = frozenset({"a", "an"})
_DOING = frozenset({"did", "do", "does"})
_OWNING = ("'s", "\u2019s")
_SOLE = frozenset({"first", "last", "only"})  # "the only one to die" did
_SOLE_NEAR = 6
"""Words before a deed among which these make it one that was done."""


def is_noun(claim: Claim, places: Mapping[Word, int | None], words: Sequence[Word]) -> bool:
    """Say whether a deed of the question is a noun in a sentence.

    "Her release" for "released", and "called for the use of" for "did they use".
    """
    own = find_words(claim.mentions.text)
    nouns = {word.start for word, after in pairwise(own) if after.key == "of"}
    nouns |= {after.start for word, after in pairwise(own) if word.key in _BEFORE_NOUNS}
    for word, at in places.items():
        if not at or not _follows_determiner(words, at):
            continue
        if ends_in_ed(word.key) and not ends_in_ed(words[at].key):
            return True
        of = words[at + 1].key == "of" if at + 1 < len(words) else False
        if of and own[0].key in _DOING and word.start not in nouns:
            return True
    return False


def is_attributive(claim: Claim, places: Mapping[Word, int | None], words: Sequence[Word]) -> bool:
    """Say whether what the question asks to be so only tells of another thing in a sentence.

    "In an odd legal limbo" does not say that it is legal.
    """
    own = find_words(claim.mentions.text)
    last = max(claim.words, key=lambda word: word.start, default=None)
    at = None if last is None else places.get(last)
    if own[0].key not in _BEING or not at or at + 1 >= len(words) or last is None:
        return False
    asked = own.index(last)
    near = words[max(0, at - 2) : at]
    return (
        words[at].key == last.key
        and not ends_in_ed(last.key)
        and words[at + 1].key not in STOPWORDS | claim.keys
        and any(word.key in _ARTICLES for word in near)
        and all(word.key not in _ARTICLES for word in own[max(0, asked - 2) : asked])
    )


def is_intended(claim: Claim, places: Mapping[Word, int | None], words: Sequence[Word]) -> bool:
    """Say whether a sentence has a past of the question as none that was done.

    "Calls for Poe to resign", or "Then resign and rest", to "has Poe resigned"; "was to be closed"
    to "was it closed". "Has yet to resign" denies it, and "the only one to resign" did.
    """
    infinitives = _infinitives(claim)
    for word, at in places.items():
        if at is None or word.start in infinitives or not ends_in_ed(word.key):
            continue
        near = [each.key for each in words[max(0, at - _SOLE_NEAR) : at]]
        before = near[-2:]
        if before == ["yet", "to"] or ("to" in near and not _SOLE.isdisjoint(near)):
            continue
        if before[-1:] == ["to"] or before == ["to", "be"]:
            return True
        if words[at].key in (word.key[:-1], word.key[:-2]):
            return True
    return False


def is_wanted(claim: Claim, places: Mapping[Word, int | None], words: Sequence[Word]) -> bool:
    """Say whether a sentence only has "to resign" for a question such as "did Poe resign"."""
    if find_words(claim.mentions.text)[0].key not in _DOING:
        return False
    infinitives = _infinitives(claim)
    return any(
        bool(at) and words[at - 1].key == "to" and words[at].key == word.key
        for word, at in places.items()
        if at is not None and word.start not in infinitives
    )


def is_owner(claim: Claim, places: Mapping[Word, int | None], words: Sequence[Word]) -> bool:
    """Say whether somebody's something does what the question asks of himself: "Poe's aide"."""
    found = [(word.text, place) for word, place in places.items()]
    found += [
        (claim.mentions.text[name.start : name.end], find_synonym(claim.words_of(name)[-1], words))
        for name in claim.names
    ]
    return any(
        place is not None and words[place].text.endswith(_OWNING) and not text.endswith(_OWNING)
        for text, place in found
    )


def _infinitives(claim: Claim) -> frozenset[int]:
    """Return where words of a question begin that "to" or "be" stands before."""
    own = find_words(claim.mentions.text)
    return frozenset(after.start for word, after in pairwise(own) if word.key in ("to", "be"))


def _follows_determiner(words: Sequence[Word], at: int) -> bool:
    return words[at - 1].key in _BEFORE_NOUNS or words[at - 1].text.endswith(_OWNING)
