"""Who speaks in the sentences right before a pronoun: the first whom it may stand for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language.names import core_name, find_names, same_name
from qa.quotes.cast import Cast, Keys, is_head
from qa.quotes.speakers import Person

Spoken = tuple[int, Person | None]
"""Where an attribution stands, and its speaker; None for a pronoun that stays one."""

_REACH = 3
"""Paragraphs that are looked through for a sentence that names somebody."""


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun at ``at`` that speaks the words from ``start`` on.

    Where it stands ``within`` them, "If it rains, he said, “we stay”", the sentence is said.
    ``barred`` are the names in these words: the speaker speaks of them as of others.
    """

    word: str
    at: int
    start: int
    within: bool
    barred: frozenset[Keys]


def speaker_before(
    pronoun: Pronoun, cast: Cast, spoken: Sequence[Spoken]
) -> tuple[bool, Person | None]:
    """Return whether the sentences before decide, and for whom; None is nobody.

    The nearest sentence that names somebody who fits decides: by who speaks in it, else by its
    subject. A subject is nobody where somebody else spoke last and as much may go on.
    """
    here = cast.paragraph(pronoun.at)
    opening = min(pronoun.at, pronoun.start)
    place = bisect_right([start for start, _ in cast.sentences], opening) - 1
    own = cast.sentences[place] if place >= 0 else (opening, opening)
    last = _last_speaker(pronoun, cast, spoken, opening)
    if pronoun.within:
        opening = min(own[0], opening)
    sentences = [(own[0], opening), *reversed(cast.sentences[: max(place, 0)])]
    for step, (low, high) in enumerate(sentences):
        if here - cast.paragraph(low) >= _REACH:
            break
        speaking = [who for at, who in spoken if low <= at < high]
        fitting = {cast.identity(w): w for w in speaking if w and fits(pronoun, cast, w, sure=True)}
        if fitting:
            known = [who for who in fitting if who in cast.pronouns]
            sole = list(fitting) if len(fitting) == 1 else known
            return True, fitting[sole[0]] if len(sole) == 1 else None
        if None in speaking:
            return True, None
        named = [p for p in cast.persons if low <= p.start and p.end <= high]
        # "Ida Holm won. “I am glad,” she said": no more is needed.
        beside = step <= 1 and cast.paragraph(low) == here
        named = [p for p in named if fits(pronoun, cast, p, sure=beside)]
        subject = next((p for p in named if is_head(cast.text, low, p)), None)
        if subject is not None:
            who = cast.identity(subject)
            others = {cast.identity(p) for p in named} | ({last} if last else set())
            if who in cast.pronouns:
                others &= cast.pronouns.keys()
            nearest = step <= 1 and who in cast.human
            return True, subject if nearest or others <= {who} else None
        if named:
            break
    # "Ida Holm was glad, she said": the subject of what is reported.
    reported = [p for p in cast.persons if pronoun.start <= p.start < pronoun.at]
    reported = [p for p in reported if fits(pronoun, cast, p, sure=True)]
    subject = next((p for p in reported if is_head(cast.text, pronoun.start, p)), None)
    return subject is not None, subject


def _last_speaker(pronoun: Pronoun, cast: Cast, spoken: Sequence[Spoken], end: int) -> Keys | None:
    """Return who spoke last before ``end``, of those who fit and are not far."""
    here = cast.paragraph(pronoun.at)
    for place, who in reversed(spoken):
        if place < end and who is not None and fits(pronoun, cast, who, sure=True):
            return cast.identity(who) if here - cast.paragraph(place) < _REACH else None
    return None


def fits(pronoun: Pronoun, cast: Cast, person: Person, *, sure: bool = False) -> bool:
    """Say whether a person may be meant: by the pronoun, and not who is spoken of.

    Some names are places' and things'. ``sure`` says that this one is a person's.
    """
    who = cast.identity(person)
    return (
        cast.pronouns.get(who, pronoun.word) == pronoun.word
        and who not in cast.places
        and (sure or who in cast.human)
        and not any(_names(cast, other, who) for other in pronoun.barred)
    )


def _names(cast: Cast, short: Keys, who: Keys) -> bool:
    """Say whether a name that is spoken of is a person's; one of two Holms is nobody's."""
    shared = len(short) == 1 and len(cast.names.get(short[0], ())) > 1
    return not shared and same_name(short, who)


def names_in(words: str) -> frozenset[Keys]:
    """Return the names within what is said, as keys without titles."""
    return frozenset(core_name(name.keys) for name in find_names(words))
