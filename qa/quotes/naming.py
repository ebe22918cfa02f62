"""Whose quotes a name asks for: a full name, a part of one, or what an article calls somebody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.language.names import core_name, find_names, is_short_form, same_name
from qa.quotes.speakers import find_persons
from qa.records import Quote
from qa.text.composed import compose
from qa.text.quote_marks import find_quoted, mask_quoted
from qa.text.words import find_words

Keys = tuple[str, ...]

# "Rui “Tula” de Sao": of one name, whatever the marks.
_NICKNAME = re.compile(
    r"(?<=\w )[\"\u201c\u2018']([A-Z][\w-]+)[\"\u201d\u2019'](?= (?:[a-z]{2,3} )?[A-Z])"
)
_CLEAR = 2
"""So many times as often must the first of two namesakes be named in full as the other."""


@dataclass(frozen=True, slots=True)
class Named:
    """The full names that a text gives persons, as keys, each once, in order.

    ``bare`` says who of several with one last name is meant where it stands alone.
    """

    full: tuple[Keys, ...]
    bare: dict[str, Keys]


@lru_cache(maxsize=16)  # of the articles of one answer
def read_names(text: str) -> Named:
    """Return the names of more than one word that ``text`` gives persons."""
    shown = _NICKNAME.sub(r"\1", compose(text).text)
    hidden = mask_quoted(shown, find_quoted(shown))
    names = [person.keys for person in find_persons(hidden) if len(person.keys) > 1]
    full = tuple(
        name  # "De Sao" is nobody beside "Rui de Sao"
        for name in dict.fromkeys(names)
        if not any(is_short_form(name, other) for other in names if other != name)
    )
    counts = Counter(name[-2:] for name in names)
    pairs = {name.keys for name in find_names(hidden) if "-" in hidden[name.start : name.end]}
    bare: dict[str, Keys] = {}
    for name in full:
        bearers = [two for two in counts if two[-1] == name[-1] and two not in pairs]
        if name[-2:] == _owner(bearers, counts):
            bare[name[-1]] = name
    return Named(full, bare)


def _owner(bearers: Sequence[Keys], counts: Counter[Keys]) -> Keys:
    """Return who of several is meant by their last name alone: who is named first and most.

    () where that is not certain. ``bearers`` has nobody of "the Quay-Falks".
    """
    first, *others = bearers or [()]
    return first if all(counts[first] >= _CLEAR * counts[each] for each in others) else ()


def said_by(
    quote: Quote, speaker: str, named: Named | None = None, elsewhere: Sequence[Keys] = ()
) -> bool:
    """Say whether ``speaker`` names who said it: a part of the name is enough, "Odell".

    ``named`` are the names of the quote's article. With them a full name that is asked for is
    found by each of its words that no other person of that article has, and "Odell's lawyer" is
    not Odell. ``elsewhere`` are the full names of other articles, for a last name whose bearer
    this one does not name in full.
    """
    asked = tuple(word.key for word in find_words(speaker))
    if not asked:
        return False
    wanted = core_name(asked)
    full = named.full if named else ()
    meant = [name for name in full if set(wanted) <= set(name)]
    for shown in (quote.speaker, quote.mention):
        keys = tuple(word.key for word in find_words(shown))
        core = core_name(keys) if keys else ()
        if set(asked) <= set(keys):
            last = max(keys.index(word) for word in asked)
            if not meant or set(keys[last + 1 :]) <= {word for name in meant for word in name}:
                return True
            continue
        if not core:
            continue
        called = [name for name in full if set(core) <= set(name)]
        if named and len(core) == 1 and core[0] in named.bare:
            called = [named.bare[core[0]]]
        if len(core) == 1 and not called:
            called = [name for name in elsewhere if name[-1] == core[0]]
        if called and all(set(wanted) <= set(name) for name in called):
            return True
        if same_name(core, wanted) and (named is None or len(core) > 1 or len(wanted) == 1):
            return True
    return False
