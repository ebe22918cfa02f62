"""Sentences by which something befell nobody: "No injuries were reported", "No one was hurt"."""

from __future__ import annotations

from collections.abc import Sequence

from qa.language import lexicon
from qa.language.synonyms import base_stem, find_synonym
from qa.question.claims import Claim
from qa.text.words import Word, split_list

_ANYBODY = frozenset(split_list("anyone anybody someone somebody people"))
_PEOPLE = lexicon.words("people", "counted") | {"one"}
_FATES = {
    name: lexicon.words("fates", name)
    for name in ("dead", "hurt", "missing", "ill", "held", "away", "wrecked", "damaged")
}
_TELLS = lexicon.words("grammar", "auxiliaries", "more_auxiliaries")
# "No other deaths", "no longer", "no immediate reports": these say less than that there are none.
_LESS = lexicon.words("verdicts", "less_than_none")
_LONGEST = 10
"""Words of such a subject, "no injuries or loss of life"."""
_COMPOUND = 3
"""Least letters of a stem with which a longer one may end: "fires" and "wildfires"."""


def befell_nobody(claim: Claim, words: Sequence[Word], before: Sequence[Word]) -> bool:
    """Say whether a sentence says that what ``claim`` asks of anybody befell nobody.

    ``before`` are the words of the headline and the sentences before it, which may tell of what.
    Whose names the sentence has, and what leaves it open, is for the caller to see.
    """
    if _ANYBODY.isdisjoint(claim.keys) or claim.negative or not claim.words:
        return False
    keys = [word.key for word in words]
    at = _opening(keys)
    if at is None:
        return False
    ends = next((n for n in range(at, len(keys)) if keys[n] in _TELLS), len(keys))
    subject = frozenset(keys[at:ends])
    if len(subject) > _LONGEST or not _LESS.isdisjoint(keys):
        return False
    verb = next((w for w in claim.words if w.key not in _PEOPLE), claim.words[0])
    fates = {name for name, told in _FATES.items() if verb.key in told}
    people = keys[at] == "nobody" or not subject.isdisjoint(_PEOPLE)
    befallen = people and (
        find_synonym(verb, words[ends:]) is not None or _tells(fates, frozenset(keys[ends:]))
    )
    if not befallen and not _tells(fates, subject):
        return False
    known = {base_stem(word) for word in [*words, *before]}
    rest = [w for w in claim.words if w is not verb and w.key not in _PEOPLE]
    return 2 * sum(_is_known(base_stem(w), known) for w in rest) >= len(rest)


def _opening(keys: Sequence[str]) -> int | None:
    """Return where the "no" of a sentence's beginning stands, also after "there were"."""
    if keys[:1] == ["there"]:
        keys = [*keys[:1], *keys[1:4]]
        at = next((n for n, key in enumerate(keys) if key in ("no", "nobody")), None)
        return at if at is not None and all(key in _TELLS for key in keys[1:at]) else None
    return 0 if keys[:1] in (["no"], ["nobody"]) else None


def _tells(fates: set[str], said: frozenset[str]) -> bool:
    """Say whether words tell of one of ``fates``; a loss of life is a death."""
    if "dead" in fates and {"loss", "life"} <= said:
        return True
    return any(not _FATES[name].isdisjoint(said) for name in fates)


def _is_known(key: str, known: set[str]) -> bool:
    return key in known or (len(key) >= _COMPOUND and any(each.endswith(key) for each in known))
