"""Who "he" and "she" are, by what the text says of the persons in it; or nobody."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language import lexicon
from qa.quotes.direct import split_hidden
from qa.quotes.speakers import Person
from qa.quotes.speech import ANY_VERB

_MEN = lexicon.words("people", "men")
_WOMEN = lexicon.words("people", "women")
_NOUN = lexicon.either("people", "men", "women")
_NOUN_BEFORE = re.compile(rf"\b({_NOUN}),?\s$", re.IGNORECASE)
# ", the actress", ", a mother of two": the head of what explains a name.
_NOUN_AFTER = re.compile(
    rf",\s(?:(?:the|an?|his|her|their|its)\s)?(?:(?!who\b|whose\b|of\b)[\w-]+\s){{0,3}}?({_NOUN})\b(?!['\u2019])",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:(he|him|his|himself)|(she|her|hers|herself))\b", re.IGNORECASE)
_SENTENCE_PRONOUN = re.compile(r"\W*(?:(He|His)|(She|Her))\b")
_ROLE_BEFORE = re.compile(
    r"\b((?:[Tt]he|[Hh]er|[Hh]is|[Tt]heir|[Ii]ts)\s(?:[a-z-]+\s){0,2}[a-z-]+),\s$"
)
_CLEAR = 3
"""So many times more often must one pronoun follow a name than the other."""
_SURE = 2
"""Sentences, at least, that call a person by one pronoun, where others could be meant."""
_NEAR, _FAR = 3, 6
"""Paragraphs that are looked through, first and where nobody fits there."""

Keys = tuple[str, ...]
_CLAUSE_BEFORE = re.compile(
    r"(?:^|[\n,;:.!?\u2014\u2013]\s*|\b(?:[Aa]nd|[Bb]ut|[Ww]hile|[Aa]s|[Ww]hen|[Bb]ecause|that)\s)$"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A person that fits a pronoun, so many paragraphs before it, named or speaking there."""

    distance: int
    place: int
    person: Person
    who: Keys


@dataclass(frozen=True, slots=True)
class Cast:
    """The persons of a text, who each is, and the pronoun that the text gives them.

    ``text`` is masked of its quotes. ``names`` has full names by their last word; ``sure`` has
    those whose pronoun a title, a noun or several sentences give.
    """

    text: str
    persons: tuple[Person, ...]
    names: dict[str, frozenset[Keys]]
    pronouns: dict[Keys, str]
    sure: set[Keys]
    sentences: tuple[tuple[int, int], ...]
    paragraphs: tuple[int, ...]

    def identity(self, person: Person) -> Keys:
        """Return the full name of a person that is named in short, if only one can be meant."""
        full = self.names.get(person.keys[-1], frozenset())
        return next(iter(full)) if len(person.keys) == 1 and len(full) == 1 else person.keys

    def paragraph(self, place: int) -> int:
        """Return the number of the paragraph that holds a place."""
        return bisect_right(self.paragraphs, place)


def read_cast(text: str, persons: Sequence[Person]) -> Cast:
    """Return the persons of a masked text with what it says of each."""
    names: dict[str, set[Keys]] = {}
    for person in persons:
        if len(person.keys) > 1:
            names.setdefault(person.keys[-1], set()).add(person.keys)
    gap = "\n\n" if "\n\n" in text else "\n"
    paragraphs = tuple(match.end() for match in re.finditer(gap, text))
    frozen = {last: frozenset(full) for last, full in names.items()}
    sentences = tuple(split_hidden(text))
    cast = Cast(text, tuple(persons), frozen, {}, set(), sentences, paragraphs)
    votes: dict[Keys, Counter[str]] = {}
    for person, pronoun, weight in _evidence(text, persons, sentences):
        votes.setdefault(cast.identity(person), Counter())[pronoun] += weight
    for who, count in votes.items():
        (first, most), *others = count.most_common()
        if not others or most >= _CLEAR * others[0][1]:
            cast.pronouns[who] = first
            if most >= _SURE:
                cast.sure.add(who)
    return cast


def named_roles(text: str, persons: Sequence[Person]) -> dict[str, Person]:
    """Return whom "her agent" or "the mayor" names, where the text says so: "her agent, Al Roe,".

    A role that the text gives two persons names nobody.
    """
    found: dict[str, list[Person]] = {}
    for person in persons:
        role = _ROLE_BEFORE.search(text, max(0, person.start - 60), person.start)
        if role and text[person.end : person.end + 1] in (",", "."):
            found.setdefault(role[1].lower(), []).append(person)
    return {r: who[-1] for r, who in found.items() if len({w.keys[-1] for w in who}) == 1}


def find_antecedent(
    pronoun: str, at: int, cast: Cast, spoken: Sequence[tuple[int, Person]]
) -> Person | None:
    """Return whom "he" or "she" at a place stands for, None where that is not certain.

    ``spoken`` has the places of earlier attributions and their speakers. Whom the text calls by
    this pronoun goes before whom it calls by none; of several in the nearest paragraph, who
    spoke last there: news stays with its speaker.
    """
    if pronoun not in ("he", "she"):
        return None
    here = cast.paragraph(at)
    seen = [(p.start, p) for p in cast.persons if p.end <= at] + [s for s in spoken if s[0] < at]
    fitting = [
        _Candidate(here - cast.paragraph(place), place, person, cast.identity(person))
        for place, person in seen
        if cast.pronouns.get(cast.identity(person), pronoun) == pronoun
    ]
    speaking = {place for place, _ in spoken}
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
        return next((each.person for each in close if _is_subject(cast.text, each.person)), None)
    sure = [each for each in close if each.who in cast.sure]
    if len({each.who for each in sure}) == 1:
        return sure[-1].person
    if spoke:
        return spoke[-1].person
    sentence = next((a for a, b in cast.sentences if a <= at < b), at)
    subjects = [e for e in close if e.place >= sentence and _is_subject(cast.text, e.person)]
    return subjects[0].person if len({each.who for each in subjects}) == 1 else None


def _is_subject(text: str, person: Person) -> bool:
    """Say whether a name begins a clause."""
    return _CLAUSE_BEFORE.search(text, max(0, person.start - 12), person.start) is not None


def _evidence(
    text: str, persons: Sequence[Person], sentences: Sequence[tuple[int, int]]
) -> list[tuple[Person, str, int]]:
    """Return what each title, noun and pronoun of the text says of a person, with its weight."""
    found = [(p, p.pronoun, _CLEAR * _CLEAR) for p in persons if p.pronoun]
    for person in persons:
        before = _NOUN_BEFORE.search(text[max(0, person.start - 20) : person.start])
        noun = before or _NOUN_AFTER.match(text, person.end)
        if noun:
            found.append((person, "he" if noun[1].lower() in _MEN else "she", _CLEAR))
    last: list[Person] = []
    place = 0
    for start, end in sentences:
        inside = []
        while place < len(persons) and persons[place].start < end:
            inside.append(persons[place])
            place += 1
        opening = _SENTENCE_PRONOUN.match(text, start, end)
        if opening and len({p.keys[-1] for p in last}) == 1:
            found.append((last[-1], "he" if opening[1] else "she", 1))
        if inside:
            first = inside[0]
            stop = inside[1].start if len(inside) > 1 else end
            own = _PRONOUN.search(text, first.end, stop)
            if own and not ANY_VERB.search(text, first.end, own.start()):
                found.append((first, "he" if own[1] else "she", 1))
        last = inside
    return found
