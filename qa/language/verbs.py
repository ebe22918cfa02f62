"""Which words of a sentence may be its verbs, told by their forms and by what stands before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from qa.language import lexicon
from qa.text.words import Word

_KINDS = ("verbs", "stem_verbs", "synonym_verbs", "synonym_only", "events")
_BASES = {base for kind in _KINDS for base in lexicon.table("irregular", kind)}
_FORMS = {form for kind in (*_KINDS, "rarer_verbs") for form in lexicon.forms("irregular", kind)}
_UNMARKED = lexicon.words("verbs", "unmarked_past") | {"beat"}
_AUXILIARIES = lexicon.words("grammar", "auxiliaries", "more_auxiliaries") | {"to", "be", "been"}
_PAST = frozenset({"was", "were", "has", "have", "had", "did"})
_PRESENT = frozenset({"do", "does", "is", "are", "am"})
_NO_PAST = ("ing", "s", "th")
_PAST_IN_EED = frozenset({"agreed", "disagreed", "freed", "guaranteed", "decreed", "refereed"})
_SHORTEST = 4  # letters of a past: "red" and "bed" are none


def may_be_verb(word: Word, words: Sequence[Word]) -> bool:
    """Say whether a word has the form of a verb, or stands after an auxiliary or "to"."""
    key = word.key
    if word.capital and word is not words[0]:
        return False
    if key in _BASES or key in _FORMS or key in _UNMARKED:
        return True
    if ends_in_ed(key):
        return True
    at = bisect_left(words, word.start, key=lambda w: w.start)
    return at > 0 and words[at - 1].key in _AUXILIARIES


def ends_in_ed(key: str) -> bool:
    """Say whether a word may be a past in -ed: "opened" and "agreed", but not "need"."""
    stem_in_eed = key.endswith("eed") and key not in _PAST_IN_EED
    return key.endswith("ed") and len(key) >= _SHORTEST and not stem_in_eed


def is_past(word: Word) -> bool:
    """Say whether a word is a past, or an auxiliary of one."""
    key = word.key
    if key in _PRESENT:
        return False
    if key in _PAST or ends_in_ed(key):
        return True
    return key in _UNMARKED or (key in _FORMS and not key.endswith(_NO_PAST))
