"""Who "he" and "she" are, by what the text says of the persons in it; or nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.quotes.before import Pronoun, Spoken, fits, speaker_before
from qa.quotes.cast import Cast, Keys, is_subject
from qa.quotes.speakers import Person

_NEAR, _FAR = 3, 6
"""Paragraphs that are looked through, first and where nobody fits there."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A person that fits a pronoun, so many paragraphs before it, named or speaking there."""

    distance: int
    place: int
    person: Person
    who: Keys


def find_antecedent(pronoun: Pronoun, cast: Cast, spoken: Sequence[Spoken]) -> Person | None:
    """Return whom "he" or "she" stands for, None where that is not certain.

    Who speaks in the sentence before, or is its subject, goes first. Then whom the text calls by
    this pronoun goes before whom it calls by none; of several in the nearest paragraph, who
    spoke last there: news stays with its speaker.
    """
    decided, person = speaker_before(pronoun, cast, spoken)
    if decided:
        return person
    at = pronoun.at
    here = cast.paragraph(at)
    seen = [(p.start, p) for p in cast.persons if p.end <= at]
    seen += [(place, person) for place, person in spoken if person is not None and place < at]
    speaking = {place for place, _ in spoken}
    fitting = [
        _Candidate(here - cast.paragraph(place), place, person, cast.identity(person))
        for place, person in seen
        if fits(pronoun, cast, person, sure=place in speaking)
    ]
    for reach in (_NEAR, _FAR):
        near = [each for each in fitting if each.distance < reach]
        if near:
            return _choose(near, cast, speaking, at)
    return None


def _choose(near: Sequence[_Candidate], cast: Cast, speaking: set[int], at: int) -> Person | None:
    """Return the one of several that a pronoun surely stands for."""
    least = min(each.distance for each in near)
    close = sorted((e for e in near if e.distance == least), key=lambda each: each.place)
    spoke = [each for each in close if each.place in speaking]
    known = [each for each in close if each.who in cast.pronouns]
    if len({each.who for each in close}) == 1:
        elsewhere = [e for e in near if e.who != close[0].who]
        if known or spoke or not elsewhere:
            return close[-1].person
        if any(each.who in cast.pronouns for each in elsewhere):
            return None
        return next((each.person for each in close if is_subject(cast.text, each.person)), None)
    sure = [each for each in close if each.who in cast.sure]
    if len({each.who for each in sure}) == 1:
        return sure[-1].person
    if spoke:
        return spoke[-1].person
    sentence = next((a for a, b in cast.sentences if a <= at < b), at)
    subjects = [e for e in close if e.place >= sentence and is_subject(cast.text, e.person)]
    return subjects[0].person if len({each.who for each in subjects}) == 1 else None
