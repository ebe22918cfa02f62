"""What an exchange was about: the things that "he", "it", "they" or "there" may mean next.

A question is parted into its question phrase ("what target"), its auxiliary ("did") and the
rest ("Trump demand"); names and noun phrases of it, and its answer, are what can be meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon
from qa.language.names import TITLES, Name, names_of
from qa.language.numbers import find_quantities
from qa.question.kinds import AUXILIARIES, is_yes_no, without_lead
from qa.text.words import STOPWORDS, Word, find_words

_QUESTION = lexicon.words("grammar", "question_words")
_PREPOSITIONS = lexicon.words("grammar", "prepositions", "parting_prepositions")
_DETERMINERS = lexicon.words("grammar", "determiners") | {"this", "that", "these", "those"}
# Where a noun phrase ends.
_ENDING = _PREPOSITIONS | AUXILIARIES | _QUESTION | lexicon.words("grammar", "phrase_enders")
_PLURAL_EXTRA = lexicon.words("nouns", "plurals") | {"residents"}
# Verbs that follow a noun phrase in a question; without them "the bridge cost" is one phrase.
_VERBS = lexicon.words("verbs", "after_subject")
# A name with one of these is no person.
_THINGS = lexicon.words("names", "institutions", "things")
_PLACES = re.compile(
    r"\b(?:in|at|on|near|to|from|off)\s+(?P<place>(?:the\s+)?[A-Z]\S*(?:\s[A-Z]\S*)*)"
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question as it was understood, its answer ("" for none), and the sentence cited.

    ``asked`` is the question as it was put, "" where that is the same.
    """

    question: str
    answer: str = ""
    sentence: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question in parts: ``phrase`` "what target", ``auxiliary`` "did", ``rest`` "Trump demand".

    ``phrase`` is "" for a yes/no question, ``auxiliary`` "" where the phrase is the subject:
    "who", "", "opposed it". ``noun`` is the phrase without its question word: "target".
    """

    phrase: str
    auxiliary: str
    rest: str
    noun: str


def split_question(question: str) -> ParsedQuestion:
    """Part a question as ``ParsedQuestion`` says; text that asks nothing is all ``rest``."""
    text = without_lead(question).rstrip(" ?!.")
    words = find_words(text)
    if is_yes_no(text):
        return ParsedQuestion("", words[0].text, text[words[1].start :], "")
    at = 0
    while at < len(words) and words[at].key in _PREPOSITIONS and at < 2:
        at += 1
    if at >= len(words) or words[at].key not in _QUESTION:
        return ParsedQuestion("", "", text, "")
    for place in range(at + 1, len(words)):
        if words[place].key in AUXILIARIES:
            rest = text[words[place].end :].strip()
            phrase = text[: words[place].start].strip()
            noun = text[words[at].end : words[place].start].strip()
            return ParsedQuestion(phrase, words[place].text, rest, noun)
        if words[place].key in _VERBS and place > at:
            noun = text[words[at].end : words[place].start].strip()
            return ParsedQuestion(
                text[: words[place].start].strip(), "", text[words[place].start :], noun
            )
    return ParsedQuestion(text[: words[at].end], "", text[words[at].end :].strip(), "")


def is_person(name: str) -> bool:
    """Say whether a name may be a person's: two or three capitalised words, or one alone."""
    words = find_words(name)
    keys = [w.key for w in words]
    if not words or set(keys) & _THINGS or any(w.text.isupper() and len(w.text) > 1 for w in words):
        return False
    return len([k for k in keys if k not in TITLES]) <= 3 and all(w.capital for w in words)


def find_people(text: str) -> list[str]:
    """Return the names in ``text`` that may be people's, in order."""
    return [name for name in list_names(text) if is_person(name)]


def list_names(text: str) -> list[str]:
    """Return the names in ``text`` in order, as it spells them."""
    found: list[str] = []
    for name in names_of(text, find_words(text)):
        literal = text[name.start : name.end]
        literal = re.sub(r"['\u2019]s?$", "", literal)
        if literal.lower() not in _QUESTION and _is_name(text, name):
            found.append(literal)
    return found


def _is_name(text: str, name: Name) -> bool:
    return name.sure or name.start > 0 or len(name.keys) > 1 or len(find_words(text)) <= 3


def find_noun_phrases(text: str) -> list[str]:
    """Return the noun phrases of a question that begin with a determiner, and its names."""
    words = find_words(text)
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word.key in _DETERMINERS:
            end = _phrase_end(text, words, place + 1)
            if end > place:
                found.append((word.start, words[end].end))
                place = end + 1
                continue
        place += 1
    for name in names_of(text, words):
        if (
            not any(a <= name.start < b for a, b in found)
            and text[name.start : name.end].lower() not in _QUESTION | AUXILIARIES
        ):
            found.append((name.start, name.end))
    return [re.sub(r"['\u2019]s?$", "", text[a:b]) for a, b in sorted(found)]


def _phrase_end(text: str, words: list[Word], first: int) -> int:
    """Return the place of the last word of the noun phrase that begins before ``first``."""
    last = first - 1
    for place in range(first, min(first + 4, len(words))):
        word = words[place]
        gap = text[words[place - 1].end : word.start]
        if word.key in _ENDING or gap.strip(" -") or (place > first and word.key in _VERBS):
            break
        if place > first and word.key in STOPWORDS:
            break
        # "the kettles break": after a plural comes a verb.
        if place > first and is_plural(words[place - 1].text) and not word.capital:
            break
        last = place
        if word.text.endswith(("'s", "\u2019s", "s'", "s\u2019")):
            continue
    return last if last >= first else first - 2


def is_plural(phrase: str) -> bool:
    """Say whether the last word of a phrase is a plural."""
    words = find_words(phrase)
    if not words:
        return False
    key = words[-1].key
    if key in _PLURAL_EXTRA:
        return True
    return key.endswith("s") and not key.endswith(("ss", "us", "is")) and not words[-1].capital


def find_locations(text: str) -> list[str]:
    """Return names that a preposition makes places: "in Port Callisa"."""
    return [match["place"].rstrip("?.,") for match in _PLACES.finditer(text)]


def holds_number(text: str) -> bool:
    """Say whether a short answer is a number with or without its unit."""
    return bool(find_quantities(text))
