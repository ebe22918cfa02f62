"""Whether the words before a number say no more than how much there is.

"Allies spend", "a target of", "the river rose to" do; "the man who won", "a convoy of", "cut
exports by" do not: what is asked for may then be the man, the convoy, or the cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.language import lexicon
from qa.language.amount_nouns import AMOUNTS, OPEN_NOUNS
from qa.question import Question
from qa.question.kinds import AUXILIARIES
from qa.question.measures import VAGUE
from qa.text.words import Word, is_negator, split_list, stem


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


# These open a clause about something else, deny, join two things, or tell what was before.
_PARTING = lexicon.words("grammar", "parting")
# Right before a number these belong to it, or make it a part of a larger noun: "a few hundred",
# "the next three", "a $5 million house".
_HELD = VAGUE | lexicon.words("grammar", "determiners", "held_with_amount")
# One word alone before a number: "to 7.8%", "only 12". Another may be a part of it: "US $5".
_SMALL = frozenset(split_list("to at by for of in only just"))
# What has these as its object or complement has an amount of it: "spend 5%", "stood at 41".
_LEVELS = _stems(lexicon.words("verbs", "levels"))
_MOVES = _stems(lexicon.words("verbs", "ups_and_downs", "to_a_level", "moves"))
# A number after these, or after "by", is how much a thing has moved, not where it stands.
_CHANGES = _stems(
    {"soar", "plunge", "tumble", "gain"}
    | lexicon.words("verbs", "ups_and_downs", "more_ups_and_downs", "to_a_level")
)
# "A levy of 5%" is an amount; "a convoy of 30 trucks" is a convoy.
_NOUNS = _stems(lexicon.words("nouns", "of_amount")) | {
    stem(noun) for noun in (*AMOUNTS, *OPEN_NOUNS)
}
_COPULAS = frozenset(split_list("is are was were be been being has have had"))


def can_drop(question: Question, front: Sequence[Word], *, bare: bool) -> bool:
    """Say whether the words ``front`` before a number may go from an answer to ``question``.

    ``bare`` says that the number has no unit. Where a question can only ask for an amount, any
    plain clause may; where it may ask for a thing as well ("target"), only what is known to
    lead to an amount.
    """
    keys = [word.key for word in front]
    if not keys or any(is_negator(k) or k in _PARTING for k in keys) or "that" in keys[1:]:
        return False
    last = keys[-1]
    if (
        keys[-2:] == ["out", "of"]
        or last in _HELD
        or (bare and len(keys) > 1 and front[-1].text[:1].isupper())
    ):
        return False  # "Flight 370", "Boeing 747"
    led = last in _COPULAS | AUXILIARIES or stem(last) in _LEVELS
    if len(keys) == 1 and not led and last not in _SMALL:
        return False  # "size 11", "number 9", "US $5"
    verb = keys[-2:-1] if last == "by" else keys[-1:]
    if (last == "by" or stem(last) in _CHANGES) and not _is_change(question, verb):
        return False
    if not question.asked.open:
        return True
    if bare and keys[0] == "to":
        return False  # a goal "to win 3 medals" is the winning
    if last == "of":
        return len(keys) > 1 and stem(keys[-2]) in _NOUNS
    if last in ("to", "at"):
        return any(stem(k) in _MOVES | _NOUNS for k in keys[:-1])
    return led


def _is_change(question: Question, verb: Sequence[str]) -> bool:
    """Say whether "by how much" is asked for: "grow by 1.8%" is a growth rate, and no other."""
    return "by" in question.stems or any(stem(key) in question.stems for key in verb)
