"""Whether a sentence denies the words of it that a question asks about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.language import lexicon
from qa.language.mentions import Mentions
from qa.language.polarity import find_negated
from qa.text.words import Word, find_words, stem

NOBODY = ("no", "nobody", "none", "nothing")
_NEW_CLAUSE = re.compile(r"[,;:.]|\b(?:but|and|while|although)\b")
# These stand between a negator and what it denies: "never able to take part", "no longer valid".
_PASSING = lexicon.words("questions", "light_words") | {"able", "allowed", "longer"}
_EITHER = frozenset({"or", "nor"})
_ENDING = frozenset(map(stem, ("stop", "deny", "avoid", "lack")))
_LESS_SURE = frozenset({"no", "without"})  # of a noun: "the last one with no roof"


def are_denied(sentence: Mentions, words: Sequence[Word], matched: Sequence[int]) -> bool | None:
    """Say whether the matched words are denied; None in doubt.

    A negator of a clause behind all of them takes nothing from a denial.
    """
    keys = {stem(words[place].key) for place in matched}
    ends = words[max(matched)].end
    # "Has it stopped" asks for "stopped", which then denies nothing.
    every = [pair for pair in find_negated(sentence.text, words) if stem(pair[0].key) not in keys]
    found = [
        (negator, governed)
        for negator, governed in every
        if negator.start < ends or not _NEW_CLAUSE.search(sentence.text, ends, negator.start)
    ]
    if not every or (not found and len(every) == 1 and every[0][0].key in _LESS_SURE):
        return False
    if len(found) != 1:
        return None
    ((negator, governed),) = found
    governed = [w for w in governed if w.key not in _PASSING or stem(w.key) in keys]
    scope = [stem(word.key) for word in governed]
    if stem(negator.key) in _ENDING:  # "stopped paying": so it paid
        return None if keys.intersection(scope) else False
    if negator.key == "without":  # "left without resigning": so it was
        return None if len(every) > 1 or keys.intersection(scope) else False
    # Only the word right after "not" is surely denied by it, or of two the one with "or".
    first = 1 + any(
        word.key in _EITHER for word in find_words(sentence.text[negator.end : ends])[:2]
    )
    if keys.intersection(scope[:first]):
        return True
    before = [place for place in matched if words[place].end < negator.start]
    if negator.key in NOBODY[1:] and before and words[max(before) + 1] is negator:
        return True
    return False if negator.key == "no" and len(every) == 1 and keys.isdisjoint(scope) else None
