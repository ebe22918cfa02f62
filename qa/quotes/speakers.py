"""The persons that a text names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qa.language import lexicon
from qa.language.names import KINDS, TITLES, Name, core_name, find_names, is_short_core
from qa.text.quote_marks import MASK
from qa.text.words import find_words, word_key

_HE = TITLES & lexicon.words("people", "men") | {"mr"}
_SHE = TITLES & lexicon.words("people", "women") | {"mrs", "ms", "miss"}
# "The rating agency Pell Harrow" is no person, whatever its name looks like.
_THING_BEFORE = re.compile(rf"\b(?:{lexicon.either('names', 'named_things')})\s$")
_TITLE_BEFORE = re.compile(rf"\b({lexicon.either('people', 'short_titles')})\.?\s$")
# "the Harbour Derby": an article stands before things and groups, not before somebody's name.
_THE_BEFORE = re.compile(r"\b[Tt]he\s$")
_PARTICLE_BEFORE = re.compile(rf"\b(?:{lexicon.either('names', 'leading_particles')})\s$")
_PLACE_BEFORE = re.compile(r"\b(?:in|at|from|near|of|(?<!ccording )to|on|off)\s(?:the\s)?$")


_AFTER_HEAD = re.compile(
    rf",|\s(?:{lexicon.either('grammar', 'subject_prepositions', 'not_between')}|\w+ed)\b"
)
_OWNER = ("'s", "\u2019s")
_OWNER_WITHIN = re.compile(r"(.+?['\u2019]s)\s")

_DAYS = lexicon.words("time", "weekdays")
_ORGANISATIONS = KINDS | lexicon.words("names", "organisations", "camps")
ROLES = TITLES | lexicon.words("people", "roles", "speaker_roles")


@dataclass(frozen=True, slots=True)
class Person:
    """A name of somebody at ``[start, end)``; ``pronoun`` is "he" or "she" where a title tells."""

    start: int
    end: int
    keys: tuple[str, ...]
    pronoun: str


def find_persons(text: str) -> list[Person]:
    """Return the names that are likely persons', in order; ``text`` is masked of its quotes.

    Two words or a title make one, unless a kind of thing ends it ("Harbour Trust Council")
    or it says where something is; a last name alone counts once its bearer was named.
    """
    known: set[tuple[str, ...]] = set()
    persons: list[Person] = []
    for name in _split_names(text):
        if MASK in text[name.start : name.end] or text[name.end : name.end + 1] == "/":
            continue  # "Ida Holm/Harbour Press" stands under a picture
        if set(name.keys) <= TITLES:
            continue  # "Mrs" of "Mrs. Odell": read with the name after it
        title = _TITLE_BEFORE.search(text[max(0, name.start - 8) : name.start])
        before = title or _PARTICLE_BEFORE.search(text[max(0, name.start - 8) : name.start])
        core = core_name(name.keys)
        titled = before is not None or (len(core) < len(name.keys) or name.keys[0] in TITLES)
        full = len(core) >= 2 or titled
        place = _PLACE_BEFORE.search(text[max(0, name.start - 16) : name.start])
        if _THING_BEFORE.search(text[max(0, name.start - 14) : name.start]):
            continue
        if not titled and _THE_BEFORE.search(text[max(0, name.start - 5) : name.start]):
            continue
        if core[-1] in _ORGANISATIONS or core[-1] in _DAYS:
            continue
        unsure = not full or (place and not titled)
        if unsure and not any(
            is_short_core(core, other) or (not place and len(core) == 1 and core[0] in other[1:])
            for other in known
        ):
            continue
        if full:
            known.add(core)
        start = name.start - len(before[0]) if before else name.start
        keys = (word_key(title[1]), *name.keys) if title else name.keys
        owner = text[start : name.end].endswith(_OWNER)
        persons.append(Person(start, name.end - 2 * owner, core, _pronoun(keys)))
    return persons


def _split_names(text: str) -> Iterator[Name]:
    """Yield the names of a text; "Elm's Mayor Ida Holm" is two, and "ABC's Ida Holm"."""
    for name in find_names(text):
        owner = _OWNER_WITHIN.match(text, name.start, name.end)
        words = len(find_words(owner[0])) if owner else 0
        titled = words < len(name.keys) and name.keys[words] in TITLES
        if owner and (titled or (owner[1][:-2].isupper() and words < len(name.keys) - 1)):
            yield replace(name, end=owner.end(1), keys=name.keys[:words])
            yield replace(name, start=owner.end(), keys=name.keys[words:])
        else:
            yield name


def find_role_holder(text: str, start: int, end: int) -> Person | None:
    """Return the person that a role names, "a guard who saw it"; None for "the city"."""
    head = _AFTER_HEAD.split(text[start:end], maxsplit=1)[0]
    keys = tuple(word.key for word in find_words(head))
    return Person(start, end, keys, "") if keys and keys[-1] in ROLES else None


def _pronoun(keys: Sequence[str]) -> str:
    if _HE & set(keys[:-1]):
        return "he"
    return "she" if _SHE & set(keys[:-1]) else ""
