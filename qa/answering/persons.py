"""Who is no answer to "who": the person asked about, a former or future holder."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.reading_context import ReadingContext, rule_out
from qa.language import lexicon
from qa.language.names import TITLES, core_name, country_of, find_names, names_of, same_name
from qa.language.synonyms import find_synonym
from qa.question import Question
from qa.records import Hit, Reading
from qa.text.words import Word, find_words

_ONCE = rf"\b(?:{lexicon.either('people', 'once')})\b"
_LEAVING = re.compile(rf"\b(?:{lexicon.either('people', 'leaving_office')})\b", re.IGNORECASE)
_WANTING = lexicon.words("people", "wanting")
_IDENTITY = frozenset({"is", "was", "are", "were", "s"})
NEAR = 6
"""Words beside a name among which its office stands."""


def without_wrong_persons(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
) -> list[Reading]:
    """Return the readings; one that cannot be who is asked for counts as "no answer".

    To "who shot Poe" that is Ann Poe; to "who is the mayor" one who was it, or would be, and
    anybody of whom no office is told.
    """
    if question.asked.kind != "who":
        return list(readings)
    office = question.office
    about = _about_deeds(question)
    return rule_out(
        hits,
        readings,
        lambda place: (
            (about and _is_asked_about(question, place))
            or (office is not None and not holds_office(office, place))
        ),
    )


def holds_office(office: Word, place: ReadingContext) -> bool:
    """Say whether the text has somebody as the holder of an office, at the time of the text."""
    words = find_words(place.window)
    if find_synonym(office, words) is None or _LEAVING.search(place.sentence):
        return False
    start = place.start - place.before
    near = [w for w in words if w.end <= start][-NEAR:]
    inside = [w for w in words if start <= w.start < start + place.end - place.start]
    after = [w for w in words if w.start >= start + place.end - place.start][:NEAR]
    low = near[0].start if near else start
    high = after[-1].end if after else start + place.end - place.start
    around = place.window[low:high]
    head = re.escape(office.text)
    if re.search(rf"{_ONCE}(?:[\s-]+[\w.'\u2019-]+){{0,3}}?[\s-]+{head}\b", around, re.IGNORECASE):
        return False
    told = _until_office(office, after)
    titled = bool(_until_office(office, near[-3:]) or _until_office(office, inside) or told)
    keys = {word.key for word in (told[:-1] if told else find_words(place.sentence))}
    return not ((told or not titled) and not keys.isdisjoint(_WANTING))


def _until_office(office: Word, words: Sequence[Word]) -> Sequence[Word]:
    """Return ``words`` up to the office, () where they lack it."""
    at = find_synonym(office, words)
    return words[: at + 1] if at is not None else ()


def _about_deeds(question: Question) -> bool:
    """Say whether it is asked who did something, and not who somebody is."""
    words = question.mentions.words
    return len(words) > 1 and words[1].key not in _IDENTITY and not words[0].key.endswith("'s")


def _is_asked_about(question: Question, place: ReadingContext) -> bool:
    """Say whether an answer names nobody but whom the question names: Ann Poe to "who shot Poe".

    "Who won, Poe or Krug" offers its answers.
    """
    if question.offers_answers:
        return False
    asked = [core_name(name.keys) for name in question.mentions.names if name.sure]
    said = find_names(place.text[place.start : place.end])
    keys = [core_name(name.keys) for name in said]
    return bool(keys) and all(any(same_name(key, name) for name in asked) for key in keys)


def tells_name(text: str) -> bool:
    """Say whether an answer has a name: "Ann Poe", but not "the French Prime Minister"."""
    words = find_words(text)
    named = {word.start for word in words[1:] if word.capital}
    for name in names_of(text, words):
        if name.sure or len(words) == 1:
            named.add(name.start)
    return any(
        word.start in named and word.key not in TITLES and country_of(word.key) == word.key
        for word in words
    )
