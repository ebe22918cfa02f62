"""Understand a question in the light of those before it: "and who opposed it?".

Only a question that cannot stand alone is rewritten: one with a pronoun that points out of it,
with most of it left out ("why?", "what about 2024?"), or about "the captain" of nothing in
particular. Every other question comes back as it was given, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.language import lexicon
from qa.language.dates import find_dates
from qa.language.numbers import find_quantities
from qa.question.antecedents import (
    Antecedent,
    find_antecedent,
    find_topic,
    has_subject,
    uncapitalised,
)
from qa.question.kinds import AUXILIARIES
from qa.question.pronouns import Pronoun, Sort, free_pronouns, means_person
from qa.question.topics import (
    Exchange,
    ParsedQuestion,
    find_noun_phrases,
    holds_number,
    list_names,
    split_question,
)
from qa.text.words import STOPWORDS, content_stems, find_words

REMEMBERED = 4
"""Exchanges looked back at; what was asked earlier is seldom what "it" means."""

LONGEST_ANSWER = 12
"""Words; a whole sentence that was the answer is no part of the next question."""

_LEAD = re.compile(r"^\W*(?:(?:and|but|so|or|then|also|ok|okay|well)\b[\s,:]*)+", re.IGNORECASE)
_BARE = re.compile(
    r"^(?P<ask>(?:(?:by|for|since|from|until|at|in|to|with)\s+)?"
    r"(?:why(?:\s+not)?|when|where|who|whom|how(?:\s+(?:many|much|long|old|far|often|come|so))?"
    r"|what\s+for|which(?:\s+(?:one|ones|year|day|month))?|what\s+(?:year|day|month|time)))\W*$",
    re.IGNORECASE,
)
_ELSE = re.compile(r"^(?P<ask>who|what|where|when|why|which)\s+else\W*$", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:what|how)\s+about\s+(?P<topic>\S.*?)\W*$|^(?:same\s+for|now)\s+(?P<same>\S.*?)\W*$", re.I
)
_QUESTION_WORDS = lexicon.words("grammar", "question_words")
# A noun that is always somebody's or something's; "the captain" of which ship?
_RELATIONAL = lexicon.words("questions", "relational_nouns")
_MAX_OTHER = 1  # words of meaning beside such a noun, "what did the captain say"
_FRAGMENT = 6  # words of "and the captain?", "and in 2024?"


@dataclass(frozen=True, slots=True)
class Followup:
    """A question as understood; ``depends`` says whether it needed those before it.

    ``topic`` is the thing that "what about the barn" puts in the place of another, "" for none.
    """

    question: str
    depends: bool
    topic: str = ""


def resolve_followup(question: str, history: Sequence[Exchange]) -> Followup:
    """Return ``question`` so that it can stand alone; ``history`` is oldest first."""
    past = [_brief(exchange) for exchange in list(history)[-REMEMBERED:]]
    text = " ".join(question.split())
    led = _LEAD.match(text)
    body = text[led.end() :] if led else text
    if not past or not find_words(body):
        return Followup(question, False)
    last = past[-1]
    if (match := _ELSE.match(body)) is not None:
        return Followup(_else(match["ask"], last), True)
    if (match := _BARE.match(body)) is not None:
        return Followup(_bare(match["ask"], last), True)
    if (match := _ABOUT.match(body)) is not None:
        return _put(match["topic"] or match["same"], last)
    if led is not None and _is_fragment(body):
        return _put(body.rstrip(" ?!."), last)
    pronouns = free_pronouns(body)
    if pronouns:
        return Followup(_finished(_resolved(body, pronouns, past)), True)
    related = _related(body, past)
    if related is not None:
        return Followup(_finished(related), True)
    return Followup(_finished(body) if led is not None else question, False)


def _brief(exchange: Exchange) -> Exchange:
    """Return an exchange without an answer that is too long to be said again, or a verdict."""
    words = find_words(exchange.answer)
    said = len(words) > LONGEST_ANSWER or (len(words) == 1 and words[0].key in ("yes", "no"))
    return replace(exchange, answer="") if said else exchange


def _finished(text: str) -> str:
    """Return a question with a capital and a question mark."""
    text = text.rstrip(" ?!.")
    return text[:1].upper() + text[1:] + "?"


def _is_fragment(body: str) -> bool:
    words = find_words(body)
    keys = {w.key for w in words}
    return len(words) <= _FRAGMENT and not keys & (_QUESTION_WORDS | AUXILIARIES)


def _else(ask: str, last: Exchange) -> str:
    """Return "who else opposed the bridge" for "who else?"."""
    parsed = split_question(last.question)
    if parsed.phrase.lower().split()[:1] == [ask.lower()]:
        text = last.question.rstrip(" ?!.")
        first = find_words(parsed.phrase)[0]
        at = text.lower().find(first.text.lower()) + len(first.text)
        return _finished(f"{text[:at]} else{text[at:]}")
    return _finished(f"{ask} else, {_lower(last.question)}")


def _bare(ask: str, last: Exchange) -> str:
    """Return the last question asked anew with another question word, its answer filled in."""
    parsed = split_question(last.question)
    ask = re.sub(r"\s+(?:so|come)$", "", ask.strip(), flags=re.IGNORECASE)
    answer = uncapitalised(last.answer.strip().rstrip("."))
    if not parsed.auxiliary:
        if not parsed.phrase or not answer:
            return _finished(f"{ask}, {_lower(last.question)}")
        verb = "is" if _present(parsed.rest) else "was"
        return _finished(f"{ask} {verb} it that {_named(parsed, answer)} {parsed.rest}")
    if not parsed.phrase:
        return _finished(f"{ask} {parsed.auxiliary.lower()} {parsed.rest}")
    start = parsed.phrase.lower().split()[0]
    if start in ("when", "where", "why") or (start == "how" and not parsed.noun):
        return _finished(f"{ask} {parsed.auxiliary} {parsed.rest}")
    if not answer:
        return _finished(f"{ask} {parsed.auxiliary} {parsed.rest}")
    thing = _named(parsed, answer)
    if has_subject(parsed.rest):
        if parsed.auxiliary.lower() in ("is", "are", "was", "were") and start in ("who", "what"):
            return _finished(f"{ask} {parsed.auxiliary} {thing} {parsed.rest}")
        return _finished(f"{ask} {parsed.auxiliary} {parsed.rest} {thing}")
    return _finished(f"{ask} {parsed.auxiliary} {thing} {parsed.rest}")


def _named(parsed: ParsedQuestion, answer: str) -> str:
    """Return an answer with the noun it counts: "seven people" for "seven"."""
    noun = re.sub(r"^(?:many|much)\s+", "", parsed.noun)
    if (
        noun
        and holds_number(answer)
        and len(find_words(answer)) <= 2
        and (parsed.phrase.lower().startswith("how many"))
    ):
        return f"{answer} {noun}"
    return answer


def _present(rest: str) -> bool:
    words = find_words(rest)
    return bool(words) and words[0].key.endswith("s") and not words[0].key.endswith("ss")


def _lower(question: str) -> str:
    words = find_words(question)
    if words and words[0].key in _QUESTION_WORDS | AUXILIARIES:
        return question[:1].lower() + question[1:].rstrip(" ?!.")
    return question.rstrip(" ?!.")


def _put(topic: str, last: Exchange) -> Followup:
    """Return the last question about ``topic``, which is noted where it is no time or figure."""
    figure = bool(find_quantities(topic) or find_dates(topic) or find_dates(f"in {topic}"))
    return Followup(_about(topic, last), True, "" if figure else topic)


def _about(topic: str, last: Exchange) -> str:
    """Return the last question about ``topic`` in the place of what it was about."""
    text = last.question.rstrip(" ?!.")
    bare = re.sub(r"^(?:in|on|at|by|for|of|to|from|since|until)\s+", "", topic, flags=re.I)
    dates, own = find_dates(text), find_dates(topic) or find_dates(f"in {topic}")
    if own:
        if not dates:
            return _finished(f"{text} {topic if bare != topic else 'in ' + topic}")
        old = dates[-1]
        literal = text[old.start : old.end]
        kept = re.match(r"(?:in|on|since|by|until|from|during)\s+", literal, re.IGNORECASE)
        return _finished(
            f"{text[: old.start]}{kept.group() if kept else ''}{bare}{text[old.end :]}"
        )
    numbers = find_quantities(text)
    if find_quantities(topic) and numbers and not list_names(topic):
        return _finished(f"{text[: numbers[-1].start]}{bare}{text[numbers[-1].end :]}")
    old_phrase = _counterpart(bare, text)
    if old_phrase is None:
        if bare != topic:
            return _finished(f"{text}, {topic}")
        return _finished(f"{topic}: {_lower(last.question)}")
    at = text.rfind(old_phrase)
    return _finished(f"{text[:at]}{bare}{text[at + len(old_phrase) :]}")


def _counterpart(topic: str, question: str) -> str | None:
    """Return what of ``question`` stands where ``topic`` is to stand: a person for a person."""
    found = find_noun_phrases(question)
    if not found:
        return None
    if means_person(topic):
        persons = [p for p in found if means_person(p)]
        return persons[0] if persons else None
    named = bool(list_names(topic)) and topic[:1].isupper()
    things = [p for p in found if not means_person(p)] or found
    same = [
        p for p in things if bool(list_names(p)) == named or bool(list_names(f"x {p}")) == named
    ]
    return (same or things)[-1]


def _resolved(text: str, pronouns: Sequence[Pronoun], past: Sequence[Exchange]) -> str:
    """Return ``text`` with what each pronoun means in its place, where that is known."""
    meant: dict[Sort, Antecedent | None] = {}
    for pronoun in pronouns:
        if pronoun.sort not in meant:
            word = text[pronoun.start : pronoun.end].lower()
            meant[pronoun.sort] = find_antecedent(pronoun.sort, word, past)
    if not any(meant.values()):
        return f"{text.rstrip(' ?!.')}: {find_topic(past[-1])}"
    out, at = [], 0
    used: set[Antecedent] = set()
    for pronoun in pronouns:
        what = meant[pronoun.sort]
        if what is None:
            continue
        # What tells which is said once: "that Trump demanded".
        short = what in used or pronoun.possessive or _repeats(what.tail, text)
        thing = what.head if short else what.whole
        used.add(what)
        if pronoun.possessive:
            thing += "'" if thing.endswith("s") else "'s"
        if pronoun.sort == "place":
            thing = f"in {thing}"
        out += [text[at : pronoun.start], thing]
        at = pronoun.end
    return "".join(out) + text[at:]


def _repeats(tail: str, text: str) -> bool:
    """Say whether ``text`` has a word of meaning of ``tail`` already."""
    return bool(set(content_stems(find_words(tail))) & set(content_stems(find_words(text))))


def _related(text: str, past: Sequence[Exchange]) -> str | None:
    """Return "the captain of the Grey Petrel" for "the captain", where nothing else is named."""
    match = re.search(
        r"\bthe\s+(?P<noun>[a-z]+)\b(?!['\u2019]s\b|\s+(?:of|in|at|on|who|that|for)\b)", text
    )
    if match is None or match["noun"] not in _RELATIONAL or list_names(text) or find_dates(text):
        return None
    words = [w for w in find_words(text) if w.key not in STOPWORDS]
    if len(words) - 1 > _MAX_OTHER or find_quantities(text):
        return None
    for exchange in reversed(past):
        topics = [p for p in find_noun_phrases(exchange.question) if not means_person(p)]
        topics = [p for p in topics if match["noun"] not in p.lower()]
        if topics and match["noun"] not in exchange.question.lower():
            return f"{text[: match.end()]} of {topics[-1]}{text[match.end() :]}"
    return None
