"""The persons of a text, and what it says of each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language import lexicon
from qa.language.verbs import is_past, may_be_verb
from qa.quotes.direct import split_hidden
from qa.quotes.speakers import ROLES, Person
from qa.quotes.speech import ANY_VERB
from qa.text.words import STOPWORDS, Word, find_words

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
# "Ida Holm freed him": whoever he is, it is not Holm. Behind a comma or "that" it may be.
_OBJECT = re.compile(
    rf"(?!.*(?:[,;:\u2014].|\b(?:{lexicon.either('grammar', 'clause_markers')}|to)\b)).*"
    r"\b(?:him|her(?=[.,;:!?]))[.,;:!?\s]?\Z",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_PRONOUN = re.compile(r"\W*(?:(He|His)|(She|Her))\b")
_ROLE_BEFORE = re.compile(
    r"\b((?:[Tt]he|[Hh]er|[Hh]is|[Tt]heir|[Ii]ts)\s(?:[a-z-]+\s){0,2}[a-z-]+),\s$"
)
_CLEAR = 3
"""So many times more often must one pronoun follow a name than the other."""
_SURE = 2
"""Sentences, at least, that call a person by one pronoun, where others could be meant."""

_OPENER = re.compile(r"^(?:But|And|So|Yet|Still|Then),?\s+")
_ADVERBIAL = re.compile(
    rf"^(?:{lexicon.either('grammar', 'subject_prepositions', 'clause_markers')}|\w+ing|\w+ly)\b"
    r"[^,]*(?:,[^,]{1,20})?,\s",
    re.IGNORECASE,
)
_ROLE = re.compile(r"(?:[\w'\u2019.-]+\s){0,6}[\w'\u2019.-]+,?\s(?:\w+\.\s)?")
_VERBAL = re.compile(rf"\b(?:{lexicon.either('grammar', 'auxiliaries', 'subject_prepositions')})\b")

_EXPLAINED = re.compile(
    r",\s(?:an?|the|who|\d\d|h(?:is|er)|[a-z-]+(?:\s[a-z-]+){0,2}\s(?:of|at|for))\b"
)

_OWNER = ("'s", "\u2019s")
_PAST = {"former", "ex", "late"}

Keys = tuple[str, ...]
_WHERE_BEFORE = re.compile(r"\b(?:[Tt]he|[Ii]n|[Aa]t|[Nn]ear|[Aa]cross)\s\Z")
_WHERE_REACH = 8  # characters of the longest
_NAME_ENDS = re.compile(r"\b(?!['\u2019])")
_CLAUSE_BEFORE = re.compile(
    r"(?:^|[\n,;:.!?\u2014\u2013]\s*|\b(?:[Aa]nd|[Bb]ut|[Ww]hile|[Aa]s|[Ww]hen|[Bb]ecause|that)\s)$"
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The persons of a text, who each is, and the pronoun that the text gives them.

    ``text`` is masked of its quotes. ``names`` has full names by each word but the first;
    ``sure`` has those whose pronoun a title, a noun or several sentences give; ``human`` those
    whom a role, a pronoun or a last name alone shows to be somebody; ``places`` what is
    somewhere, "in Low Quay".
    """

    text: str
    persons: tuple[Person, ...]
    names: dict[str, frozenset[Keys]]
    pronouns: dict[Keys, str]
    sure: set[Keys]
    human: set[Keys]
    places: frozenset[Keys]
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
            for key in person.keys[1:]:
                names.setdefault(key, set()).add(person.keys)
    gap = "\n\n" if "\n\n" in text else "\n"
    paragraphs = tuple(match.end() for match in re.finditer(gap, text))
    frozen = {last: frozenset(full) for last, full in names.items()}
    sentences = tuple(split_hidden(text))
    places = _places(text, persons)
    cast = Cast(text, tuple(persons), frozen, {}, set(), set(), places, sentences, paragraphs)
    votes: dict[Keys, Counter[str]] = {}
    for person, pronoun, weight in _evidence(text, persons, sentences):
        votes.setdefault(cast.identity(person), Counter())[pronoun] += weight
    for who, count in votes.items():
        (first, most), *others = count.most_common()
        if not others or most >= _CLEAR * others[0][1]:
            cast.pronouns[who] = first
            if most >= _SURE:
                cast.sure.add(who)
    cast.human.update(cast.pronouns)
    cast.human.update(cast.identity(p) for p in persons if len(p.keys) == 1 or _has_role(text, p))
    return cast


def named_roles(text: str, persons: Sequence[Person]) -> dict[str, list[Person]]:
    """Return whom "her agent" or "the mayor" may name, by the role: "her agent, Al Roe,".

    A role that the text gives one without a name, "a mayor", names nobody.
    """
    found: dict[str, list[Person]] = {}
    for person in persons:
        role = _ROLE_BEFORE.search(text, max(0, person.start - 60), person.start)
        if role and text[person.end : person.end + 1] in (",", "."):
            found.setdefault(role[1].lower(), []).append(person)
        for word in _roles_beside(text, person):
            if not re.search(rf"\b(?i:an?|another|one)\s(?:[a-z-]+\s)?{word}\b(?! [A-Z])", text):
                found.setdefault(f"the {word}", []).append(person)
    return found


def role_bearer(bearers: Sequence[Person], place: int) -> Person | None:
    """Return who alone bears a role in the text before a place, or in all of it; None of two."""
    before = [person for person in bearers if person.end <= place] or bearers
    return before[-1] if len({person.keys[-1] for person in before}) == 1 else None


def _roles_beside(text: str, person: Person) -> set[str]:
    """Return the roles right before a name, and of its title: "head coach Ida Holm".

    None of "former mayor Ida Holm": the mayor is another.
    """
    before = find_words(text[max(0, person.start - 30) : person.start])
    title = find_words(text[person.start : person.end])[: -len(person.keys)]
    past = any(word.key in _PAST for word in (*before[-2:], *title))
    return set() if past else {word.key for word in (*before[-1:], *title)} & ROLES


def is_head(text: str, start: int, person: Person) -> bool:
    """Say whether a name is the subject of its sentence, which begins at ``start``.

    Before it may stand a time or a place, a role, and "Her brother,".
    """
    if text[person.end : person.end + 2] in _OWNER:
        return False
    before = _OPENER.sub("", text[start : person.start].lstrip(" \t\n\"'\u201c\u2018"))
    before = _ADVERBIAL.sub("", before)
    words = find_words(before)
    return not before or (
        _ROLE.fullmatch(before) is not None
        and not _VERBAL.search(before)
        and not any(is_past(word) or may_be_verb(word, words) for word in words)
    )


def is_subject(text: str, person: Person) -> bool:
    """Say whether a name begins a clause."""
    return _CLAUSE_BEFORE.search(text, max(0, person.start - 12), person.start) is not None


def _has_role(text: str, person: Person) -> bool:
    """Say whether a title or role stands beside a name, or a verb of saying."""
    before = text[max(0, person.start - 30) : person.start]
    return (
        len(find_words(text[person.start : person.end])) > len(person.keys)
        or (before[-2:-1].isalpha() and _may_be_role(find_words(before)[-1]))
        or _EXPLAINED.match(text, person.end) is not None
        or ANY_VERB.match(text, person.end + 1) is not None
    )


def _may_be_role(word: Word) -> bool:
    """Say whether a word may be somebody's trade: a plain one that is no past and no participle."""
    plain = not word.capital and word.key.isalpha() and word.key not in STOPWORDS
    return plain and not is_past(word) and not word.key.endswith("ing")


def _places(text: str, persons: Sequence[Person]) -> frozenset[Keys]:
    """Return the full names that stand somewhere as only places and things do."""
    full = {p.keys: text[p.start : p.end] for p in persons if len(p.keys) > 1}
    return frozenset(keys for keys, name in full.items() if _is_where(text, name))


def _is_where(text: str, name: str) -> bool:
    """Say whether a name stands somewhere behind "in" and its like."""
    at = text.find(name)
    while at >= 0:
        if _WHERE_BEFORE.search(text, max(0, at - _WHERE_REACH), at) and _NAME_ENDS.match(
            text, at + len(name)
        ):
            return True
        at = text.find(name, at + 1)
    return False


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
    place = begins = 0
    for start, end in sentences:
        inside = []
        while place < len(persons) and persons[place].start < end:
            inside.append(persons[place])
            place += 1
        opening = _SENTENCE_PRONOUN.match(text, start, end)
        told = opening and ANY_VERB.match(text, opening.end() + 1, end)
        subject = next((p for p in last if told and is_head(text, begins, p)), None)
        if subject is None and len({p.keys[-1] for p in last}) == 1:
            subject = last[-1]
        if opening and subject is not None:
            found.append((subject, "he" if opening[1] else "she", 1))
        if inside:
            first = inside[0]
            stop = inside[1].start if len(inside) > 1 else end
            own = _PRONOUN.search(text, first.end, stop)
            if text[first.end : first.end + 2] in _OWNER and first.start > start:
                own = None  # "They played Ida Holm's song, which he liked"
            if own and _OBJECT.match(text[first.end : own.end()] + text[own.end() : own.end() + 1]):
                own = None
            if own and not ANY_VERB.search(text, first.end, own.start()):
                found.append((first, "he" if own[1] else "she", 1))
        last, begins = inside, start
    return found
