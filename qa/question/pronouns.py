"""Which pronouns of a question point out of it: "it" in "who opposed it", not in "how long is it".

A pronoun whose antecedent stands in the same question is left alone. The rules are those of
binding in one clause: "What did Trump say about him" is about another, "about his wall" is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.language import lexicon
from qa.language.names import TITLES
from qa.question.kinds import AUXILIARIES
from qa.question.topics import find_noun_phrases, is_person, is_plural, list_names
from qa.text.words import STOPWORDS, Word, find_words, split_list

Sort = Literal["person", "thing", "many", "place"]

_SORTS: dict[str, Sort] = {
    **dict.fromkeys(split_list("he him his she her hers himself herself"), "person"),
    **dict.fromkeys(split_list("it its this that"), "thing"),
    **dict.fromkeys(split_list("they them their theirs these those"), "many"),
    "there": "place",
}
_POSSESSIVE = frozenset(split_list("his hers its their theirs"))
_OBJECTS = frozenset(split_list("him them it her this that those these"))
# "It" that means nothing: "how long does it take to", "is it true that", "was it raining".
_EXPLETIVE = re.compile(
    r"\bit\s+(?:(?:is|was|be|been|will|would|still|really|actually|not)\s+)*"
    rf"(?:{lexicon.either('questions', 'empty_it')})\b"
    r"|\b(?:does|did|will|would|has|can|could|should)\s+it\s+(?:take|taken|mean|matter)\b"
    r"|\b(?:is|was|isn't|wasn't)\s+it\s+(?:\w+\s+){1,3}(?:that|who|to)\b|\bmake[s]?\s+it\s+\w+\s+to\b",
    re.IGNORECASE,
)
# After these, "this" and "that" are no pronouns; nor are "those" before them.
_TIMES = lexicon.words("time", "when_nouns") | {
    *("afternoon", "evening", "weekend", "spring", "summer", "season"),
}
_OF_THOSE = lexicon.words("grammar", "after_those")
_MARKERS = lexicon.words("grammar", "clause_markers")
_ROLES = TITLES | lexicon.words("people", "roles", "asked_roles")
# "The violinist" may be she; at worst, a question is left as it is.
_DOER = re.compile(r"[a-z]{3,}(?:ist|er|or|man|woman|ian|ant|ent)$")
# A noun after a preposition is no subject: "the union of the captain".
_INNER = re.compile(r"\b(?:of|by|for|with|from|to|in|on)\s+$", re.IGNORECASE)
_OPENING = 3  # words before a pronoun whose name may come later
_FOLLOWS_OBJECT = lexicon.words("grammar", "prepositions", "parting_prepositions", "after_object")


@dataclass(frozen=True, slots=True)
class Pronoun:
    """A pronoun at ``text[start:end]`` that means something outside its question."""

    start: int
    end: int
    sort: Sort
    possessive: bool


def free_pronouns(text: str) -> list[Pronoun]:
    """Return the pronouns of a question that have no antecedent in it, in order."""
    words = find_words(text)
    empty = [match.span() for match in _EXPLETIVE.finditer(text)]
    found: list[Pronoun] = []
    for place, word in enumerate(words):
        sort = _SORTS.get(word.text.lower())
        if sort is None or not _is_pronoun(text, words, place):
            continue
        if word.text.lower() == "it" and any(a <= word.start < b for a, b in empty):
            continue
        possessive = _is_possessive(words, place)
        if not _is_bound(text, words, place, sort, possessive=possessive):
            found.append(Pronoun(word.start, word.end, sort, possessive))
    return found


def _is_pronoun(text: str, words: list[Word], place: int) -> bool:
    """Say whether "this", "that", "those", "there" stand for something here."""
    key = words[place].key
    after = words[place + 1] if place + 1 < len(words) else None
    ends = after is None or after.key in _FOLLOWS_OBJECT - {"when", "while", "if", "because"}
    if key == "there":
        return after is None and place > 0 and words[place - 1].key not in AUXILIARIES
    if key == "that":
        return (
            (ends and not (after and after.key in ("of", "in")))
            or (place > 0 and words[place - 1].key in AUXILIARIES and place <= 2 and ends)
            or (place == 2 and words[place - 1].key in ("does", "did", "will", "is", "was"))
        )
    if key == "this":
        return ends or (
            place > 0
            and words[place - 1].key in AUXILIARIES
            and after is not None
            and after.key not in _TIMES
            and after.key in STOPWORDS
        )
    if key in ("these", "those"):
        return (
            after is None
            or (after.key not in _OF_THOSE and after.key in AUXILIARIES)
            or (place > 0 and words[place - 1].key == "of" and after.key in AUXILIARIES | {"have"})
        )
    return True


def _is_possessive(words: list[Word], place: int) -> bool:
    key = words[place].text.lower()
    if key != "her":
        return key in _POSSESSIVE
    after = words[place + 1] if place + 1 < len(words) else None
    return after is not None and after.key not in _FOLLOWS_OBJECT and after.key not in STOPWORDS


def _is_bound(text: str, words: list[Word], place: int, sort: Sort, *, possessive: bool) -> bool:
    """Say whether the question itself has what the pronoun means."""
    word = words[place]
    comma = text.find(",", word.end)
    # "When he took office, what did Rutte ..."
    if comma > 0 and place <= _OPENING and _candidates(text[comma:], sort):
        return True
    before = text[: word.start]
    marked = [w for w in words[1:place] if w.key in _MARKERS]
    candidates = _candidates(before, sort)
    if marked and sort in ("thing", "many"):
        clause = find_words(text[: marked[-1].start])[1:]
        candidates += [
            w.text
            for w in clause
            if w.key not in STOPWORDS
            and (sort == "thing" or is_plural(w.text))
            and w.start > 0
            and not w.capital
        ]
    if not candidates:
        return False
    is_object = not possessive and word.key in _OBJECTS and _is_object(words, place)
    if is_object and not marked and len(candidates) == 1:
        # In one clause an object is never its own subject, but may be the subject's owner.
        at = before.rfind(candidates[0]) + len(candidates[0])
        owner = re.match(r"['\u2019]", before[at : at + 1])
        return bool(owner) or bool(_INNER.search(before[: at - len(candidates[0])]))
    return True


def _is_object(words: list[Word], place: int) -> bool:
    after = words[place + 1] if place + 1 < len(words) else None
    if place and words[place - 1].key in AUXILIARIES:
        return False
    return after is None or after.key in _FOLLOWS_OBJECT or after.key.endswith("ly")


def _candidates(text: str, sort: Sort) -> list[str]:
    if sort == "place":
        return [name for name in list_names(text) if not is_person(name)]
    own = find_noun_phrases(text)
    if sort == "person":
        return [p for p in own if means_person(p) or any(map(_DOER.search, p.split()))]
    if sort == "thing":
        return [p for p in own if not means_person(p) and not is_plural(p)]
    many = [p for p in own if is_plural(p) or (p[:1].isupper() and not is_person(p))]
    if " and " in text and len(own) > 1:
        many += own[:1]
    words = find_words(text)
    opening = words[2:] if len(words) > 2 and words[0].key in ("how", "which", "what") else words
    many += [
        w.text for w in [*words[1:2], *opening] if is_plural(w.text) and w.key not in STOPWORDS
    ]
    return list(dict.fromkeys(many))


def means_person(phrase: str) -> bool:
    """Say whether a name or noun phrase means a person: "the mayor", "Mark Rutte"."""
    words = find_words(phrase)
    if not words:
        return False
    if any(w.key in _ROLES for w in words[1:]) or (words[0].key in TITLES and len(words) > 1):
        return True
    return words[0].capital and is_person(phrase)
