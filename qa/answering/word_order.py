"""Who does what to whom: whether a sentence keeps the order of a question's words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from qa.language.synonyms import base_stem, find_synonym
from qa.question.claims import Claim
from qa.text.words import Word

_AGENT_REACH = 12  # words from "by" to the last of several doers


def keeps_roles_order(claim: Claim, places: dict[Word, int | None], words: Sequence[Word]) -> bool:
    """Say whether who does what to whom is the same, "by" in one of the two taken into account."""
    order = [(w.start, place) for w, place in places.items() if place is not None]
    for name, inside in zip(claim.names, claim.name_words, strict=True):
        at = find_synonym(inside[-1], words)
        if at is not None:
            order.append((name.start, at))
    order.sort()
    pairs = list(combinations([place for _, place in order], 2))
    turned = sum(a > b for a, b in pairs)
    agents = _by(claim.every, claim) + _by(words, claim)
    agents += _fronted(words, {place for _, place in order})
    if agents % 2:
        return not pairs or 2 * turned >= len(pairs)
    return 2 * turned <= len(pairs)


def _fronted(words: Sequence[Word], matched: set[int]) -> int:
    """Return 1 where the object comes first, "a bonus of $400, which the guild refused"."""
    return int(
        any(
            w.key in ("which", "that", "whom")
            and not matched.isdisjoint(range(i - 3, i))
            and not matched.isdisjoint(range(i + 1, i + 3))
            for i, w in enumerate(words)
        )
    )


def _by(words: Sequence[Word], claim: Claim) -> int:
    """Return 1 where "by" is followed by a word of the question, as a doer is."""
    keys = {base_stem(w) for w in claim.words}
    keys |= {base_stem(w) for inside in claim.name_words for w in inside}
    return int(
        any(
            w.key == "by" and any(base_stem(after) in keys for after in words[i + 1 : i + 3])
            for i, w in enumerate(words)
        )
    )


def same_agent(claim: Claim, words: Sequence[Word]) -> bool:
    """Say whether "by" somebody follows the same verb: "directed by", not "written by"."""
    asked = claim.every
    for at, word in enumerate(asked):
        if word.key != "by" or not at or at + 1 >= len(asked) or not asked[at + 1].capital:
            continue
        verb, doer = base_stem(asked[at - 1]), base_stem(asked[at + 1])
        for place, other in enumerate(words):
            if base_stem(other) != doer:
                continue
            near = range(max(0, place - _AGENT_REACH), place)
            by = max((i for i in near if words[i].key == "by"), default=0)
            if by and verb not in {base_stem(w) for w in words[max(0, by - 3) : by]}:
                return False
    return True
