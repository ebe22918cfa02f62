"""Names and their short forms: "Rutte" for "NATO Secretary General Mark Rutte".

There is no model here: a name is a run of capitalised words, and what two spellings
share decides whether they may name one thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.language import lexicon
from qa.text.words import STOPWORDS, Word, find_words, stem, word_key

# Several words with one short form; keys as word_key gives them.
_PHRASES = {
    tuple(long.split()): short for long, short in lexicon.table("short_forms", "phrases").items()
}
_LONGEST_PHRASE = max(len(p) for p in _PHRASES)
_FIRST_KEYS = frozenset(p[0] for p in _PHRASES)
# Acronyms that are also small words, so they count only in capitals.
_CAPITAL_ALIASES = lexicon.table("short_forms", "capitals")
_CAPITAL_FORMS = {
    word + ending: short
    for word, short in _CAPITAL_ALIASES.items()
    for ending in ("", "'s", "\u2019s")
}
_PEOPLES = lexicon.forms("peoples", "peoples")
TITLES = lexicon.words("people", "titles", "shortened_titles")
# Titles after which a full stop ends no name: "Gov. Jane Roe".
_STOPPED = lexicon.words("abbreviations", "titles") | {"mrs", "messrs"}
_PARTIES = lexicon.words("names", "party_words", "camps")
# Titles only after another one: "Secretary General Rutte", but "General Motors".
_LATE_TITLES = frozenset({"general", "state", "defense", "defence", "treasury", "press"})
# A last word that names a kind of thing: "Energy Department" is not short for "Department".
KINDS = lexicon.words("names", "institutions", "kinds")
_CONNECTORS = lexicon.words("names", "particles") | {"del", "della", "der", "da", "dos"}
# Words that begin sentences with a capital and name nothing; function words are known already.
_OPENERS = lexicon.words("names", "no_openers")
_INITIALS = 2
"""Letters of a word after which a full stop ends no name: "J. Poe", "Jr. Poe"."""
_INITIAL = re.compile(
    r"(?:^|[.!?:\n]|[\"\u201c\u2018(\u2022\u25aa\u25cf\u25e6\u25fe])[\s\"'\u201c\u2018(]*$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words at ``text[start:end]``; ``keys`` are its words' keys.

    ``sure`` is false for a lone capitalised word that opens a sentence: it may be any word.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    sure: bool


def find_names(text: str) -> list[Name]:
    """Return the names of ``text`` in order; leading function words are left out."""
    return names_of(text, find_words(text))


def names_of(text: str, words: Sequence[Word]) -> list[Name]:
    """Return the names among ``words``, which are those of ``text``."""
    found: list[Name] = []
    run: list[Word] = []
    for word in [*words, None]:
        if word is not None and _continues(text, run, word):
            run.append(word)
            continue
        while run and not run[-1].capital:
            run.pop()
        if run:
            found.append(_name(text, run))
        run = []
        if word is not None and _begins(word):
            run = [word]
    return found


def canonical_keys(words: Sequence[Word]) -> list[str]:
    """Return the keys of ``words`` with known names in one spelling: "United States" is "us"."""
    keys: list[str] = []
    place = 0
    while place < len(words):
        # Few words begin a phrase, and all of an article's words come by.
        lengths = range(_LONGEST_PHRASE, 1, -1) if words[place].key in _FIRST_KEYS else ()
        for length in lengths:
            phrase = tuple(w.key for w in words[place : place + length])
            if phrase in _PHRASES:
                keys.append(_PHRASES[phrase])
                place += length
                break
        else:
            word = words[place]
            bare = word.text.removesuffix("'s").removesuffix("\u2019s")
            keys.append(_CAPITAL_ALIASES.get(bare, word.key))
            place += 1
    return keys


def key_set(words: Sequence[str]) -> frozenset[str]:
    """Return the keys of words that follow each other, and what they are in ``canonical_keys``."""
    keys = [word_key(word) for word in words]
    found = {*keys, *(_CAPITAL_FORMS[word] for word in _CAPITAL_FORMS.keys() & set(words))}
    if not _FIRST_KEYS.isdisjoint(found):
        for place, key in enumerate(keys):
            for length in range(_LONGEST_PHRASE, 1, -1) if key in _FIRST_KEYS else ():
                if short := _PHRASES.get(tuple(keys[place : place + length])):
                    found.add(short)
                    break
    return frozenset(found)


def country_of(key: str) -> str:
    """Return the country that an adjective or people belongs to: "dutch" is "netherlands"."""
    return _PEOPLES.get(key, key)


def same_keys(a: str, b: str) -> bool:
    """Say whether two name words are one, counting "French" as "France"."""
    return country_of(a) == country_of(b) or (stem(a) == stem(b) and len(a) > 3)


def core_name(keys: Sequence[str]) -> tuple[str, ...]:
    """Return a name without the titles before it, "mark rutte" of "secretary general mark rutte".

    A name that is nothing but titles, or whose rest is a kind of thing, is returned whole.
    """
    last = -1
    for place, key in enumerate(keys[:-1]):
        late = key in _LATE_TITLES and place > 0 and keys[place - 1] in TITLES | _LATE_TITLES
        if key in TITLES or late:
            last = place
    rest = tuple(keys[last + 1 :])
    return tuple(keys) if not rest or rest[0] in KINDS or rest[0] in STOPWORDS else rest


def is_title(keys: Sequence[str]) -> bool:
    """Say whether a name is nobody's: titles alone, with a party or without, "GOP Gov."."""
    return any(key in TITLES for key in keys) and all(key in TITLES | _PARTIES for key in keys)


def is_short_form(short: Sequence[str], long: Sequence[str]) -> bool:
    """Say whether ``short`` names what ``long`` does: its last words, or its initials."""
    return is_short_core(core_name(short), core_name(long))


def is_short_core(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Say the same of names without their titles, as ``core_name`` returns them."""
    if a == b:
        return True
    if len(a) < len(b):
        if a == b[-len(a) :]:
            return not (len(a) == 1 and a[0] in KINDS) and b[-len(a) - 1] not in STOPWORDS
        initials = "".join(k[0] for k in b if k not in STOPWORDS)
        return len(a) == 1 and len(a[0]) >= 3 and a[0] == initials
    # "John F. Kennedy" and "John Kennedy": a middle initial may be left out.
    drop = tuple(k for k in a if len(k) > 1)
    return len(drop) >= 2 and drop == b


def same_name(a: Sequence[str], b: Sequence[str]) -> bool:
    """Say whether two names, as keys, may name the same; "john smith" is not "jane smith"."""
    return is_short_form(a, b) or is_short_form(b, a)


def _begins(word: Word) -> bool:
    return word.text in _CAPITAL_ALIASES or (word.capital and word.key not in STOPWORDS)


def _continues(text: str, run: list[Word], word: Word) -> bool:
    if not run:
        return False
    last = run[-1]
    gap = text[last.end : word.start]
    short = last.end - last.start <= _INITIALS or last.key in _STOPPED
    if gap not in (" ", "-", "\u00a0") and not (gap in (". ", ".\u00a0") and short):
        return False
    if word.capital:
        return word.key not in STOPWORDS or word.text in _CAPITAL_ALIASES
    return word.key in _CONNECTORS and run[-1].capital


def _name(text: str, run: Sequence[Word]) -> Name:
    first = run[0]
    opens = bool(_INITIAL.search(text[max(0, first.start - 6) : first.start]))
    if first.start == 0:
        opens = True
    odd = any(c.isupper() or c.isdigit() for c in first.text[1:])
    if opens and not odd and len(run) > 1 and first.key in _OPENERS:
        run, first, opens = run[1:], run[1], False
    sure = not opens or odd or len(run) > 1
    keys = tuple(canonical_keys(run))
    return Name(first.start, run[-1].end, keys, sure)
