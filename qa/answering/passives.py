"""What befell whom, told by who did it: "Has Holm been sued" and "Parents sued Holm"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from qa.language import lexicon
from qa.language.synonyms import find_synonym
from qa.language.verbs import ends_in_ed, is_past
from qa.question.claims import Claim
from qa.text.words import STOPWORDS, Word, find_words

_BEING = lexicon.words("grammar", "being")
_NEAR = 4
"""Words before a deed among which "was" or "been" makes it a passive."""
_AMOUNTS = frozenset({"a", "an", "one", "half", *lexicon.words("amounts", "hedges", "bounds")})
_OBJECTS = frozenset({"her", "him", "them", "it", "us", "me", "himself", "herself", "themselves"})
_OPENS_OBJECT = lexicon.words("grammar", "determiners") | _OBJECTS | {"itself"}
_PREPOSITIONS = lexicon.words("grammar", "prepositions", "parting_prepositions")
_BETWEEN = 2
"""Words with meaning that may stand between a deed and whom it befell: "sued the small town"."""


def is_by_somebody(words: Sequence[Word], at: int) -> bool:
    """Say whether "by" follows a word with who did it: "fell by a third" tells how much."""
    after = words[at + 1 : at + 3]
    if not after or after[0].key != "by":
        return False
    amount = len(after) > 1 and (after[1].text[0].isdigit() or after[1].key in _AMOUNTS)
    being = _BEING.isdisjoint(word.key for word in words[max(0, at - _NEAR) : at])
    return not (amount and being and not ends_in_ed(words[at].key))


def find_deed(claim: Claim, *, irregular: bool = False) -> Word | None:
    """Return the deed that a question in the passive asks about: "sued" of "Was Holm sued".

    With ``irregular`` that of "Was Holm beaten", too.
    """
    own = find_words(claim.mentions.text)

    def may_be(word: Word) -> bool:
        return is_past(word) if irregular else ends_in_ed(word.key)

    deeds = [b for a, b in pairwise(own) if a.key in _BEING and may_be(b) and b.key not in _BEING]
    if not deeds and own[0].key in _BEING:
        deeds = [word for word in claim.words if may_be(word)]
    return deeds[0] if len(deeds) == 1 else None


def is_own_deed(claim: Claim, places: Mapping[Word, int | None], words: Sequence[Word]) -> bool:
    """Say whether a sentence has the deed of a question in the passive in the active: "sued him".

    It is in the passive after a form of "be", and may be so at the end or before a preposition.
    """
    deed = find_deed(claim, irregular=True)
    at = next((place for word, place in places.items() if deed and word.start == deed.start), None)
    if at is None or not is_past(words[at]):
        return False
    before = {word.key for word in words[max(0, at - _NEAR) : at]}
    after = words[at + 1 : at + 2]
    return before.isdisjoint(_BEING) and bool(after) and after[0].key in _OPENS_OBJECT


def tells_what_befell(
    claim: Claim, places: Mapping[Word, int | None], words: Sequence[Word], sentence: str
) -> bool:
    """Say whether a sentence has the deed of a question in the passive, and then whom it befell.

    ``places`` are those of the claim's words among ``words``, the sentence's. Whom it befell has to
    end its phrase: "Parents sued the town clerk" does not say that the town was sued.
    """
    deed = find_deed(claim)
    if deed is None or "by" in claim.keys:
        return False
    found = {word.start: place for word, place in places.items()}
    found |= {n.start: find_synonym(claim.words_of(n)[-1], words) for n in claim.names}
    at = found.get(deed.start)
    befell = [place for start, place in found.items() if start < deed.start]
    after = [found[start] for start in sorted(found) if start > deed.start]
    if at is None or not befell or None in befell or not ends_in_ed(words[at].key):
        return False
    last = max(place for place in befell if place is not None)
    told = [place for place in after if place is not None]
    if min(place for place in befell if place is not None) < at or told != sorted(told):
        return False
    if not _BEING.isdisjoint(word.key for word in words[max(0, at - 2) : at]):
        return False
    within = words[at + 1 : last]
    if within and within[0].key in _PREPOSITIONS:  # "Krug charged at Holm"
        return False
    if sum(word.key not in STOPWORDS for word in within) > _BETWEEN + len(befell) - 1:
        return False
    if any(mark in sentence[words[at].end : words[last].start] for mark in ",;:.()"):
        return False
    rest = words[last + 1 : last + 2]
    return not rest or rest[0].key in STOPWORDS or sentence[words[last].end] in ",;:."
