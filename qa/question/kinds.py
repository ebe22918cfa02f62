"""What kind of answer a question asks for: yes or no, a number, a list, a reason, a time.

Only the question's own words decide, by rules on its first words: "how many", "did the ...",
"which countries". A question that no rule knows is "other", and is answered as it always was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.language import lexicon
from qa.text.words import ARTICLES, STOPWORDS, Word, find_words, stem

Measure = Literal["", "number", "count", "money", "percent"]
"""What a quantity is measured in; "" where it may be told in words, "number" for any number."""
Kind = Literal["yes-no", "quantity", "value", "list", "why", "when", "where", "who", "other"]

AUXILIARIES = lexicon.words("grammar", "auxiliaries", "more_auxiliaries")
# "Isn't", "didn't": a question that expects yes asks the same as the plain one.
_NEGATED = re.compile(rf"^({'|'.join(sorted(AUXILIARIES))}|ca|wo)n['\u2019]t$", re.IGNORECASE)
_PREPOSITION = rf"(?:(?:{lexicon.either('grammar', 'prepositions')})\s+)?"
# Words before the question proper: "So, how many ...", "According to the audit, did ...".
_LEAD = re.compile(
    rf"^(?:\W*(?:{lexicon.either('questions', 'leads', blank=' ')}"
    r"|(?:(?:can|could) you )?tell (?:me|us)"
    r"|according to [^,?]{1,80}(?=,)"
    rf"|(?:{lexicon.either('questions', 'lead_prepositions')}) [^,?]{{1,80}}"
    rf"(?=,\s+{_PREPOSITION}(?:"
    rf"{lexicon.either('grammar', 'question_words', 'auxiliaries', 'more_auxiliaries')})\b)"
    # "As of May 3, who ...": the time is read by itself.
    rf"|(?:as of|{lexicon.either('grammar', 'prepositions')}) [^,?]{{1,40}}(?=,\s+(?:"
    rf"{lexicon.either('grammar', 'question_words', 'auxiliaries', 'more_auxiliaries')})\b))"
    r"\b[\s,:]*)+",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    rf"^{_PREPOSITION}(?:how\s+(?P<much>{lexicon.either('questions', 'how_much', 'how_long')})\b"
    r"|(?:what|which)\s+(?:is|was|are|were|will\s+be)?\s*(?:the\s+)?(?:\w+\s+)?"
    rf"(?P<noun>per\s?cent|{lexicon.either('questions', 'quantity_nouns')})\b(?!\s+holder)"
    r"|at\s+what\s+(?P<age>age)\b)",
    re.IGNORECASE,
)
# Beside "how much", one of these shows that money is meant.
_MONEY = frozenset(map(stem, lexicon.ordered("amounts", "money_words")))
_OPENERS = re.compile(rf"^{_PREPOSITION}(?P<word>when|where|who|whom|why)\b", re.I)
_TIMES = re.compile(
    rf"^{_PREPOSITION}(?:what|which)\s+(?:exact\s+)?"
    r"(?P<unit>year|month|day|date|week|decade|century|weekday|time)\b",
    re.IGNORECASE,
)
# "What target did", "what is the sales target for": the noun ends its phrase.
_VALUE = re.compile(
    rf"^{_PREPOSITION}(?:what|which)\s+(?:(?:is|was|are|were|will\s+be)\s+)?(?:(?:the|an?)\s+)?"
    rf"(?:[\w'\u2019-]+\s+){{0,3}}?(?:{lexicon.either('amounts', 'value_nouns')})"
    rf"(?:\W*$|\s+(?:{'|'.join(sorted(AUXILIARIES))}|{lexicon.either('grammar', 'prepositions')}"
    r"|of)\b)",
    re.IGNORECASE,
)
_REASONS = re.compile(
    rf"^{_PREPOSITION}(?:what|which)\s+(?:(?:is|was|were|are|'s)\s+(?:the\s+)?(?:\w+\s+)?)?"
    r"(?:reasons?|purpose)\b|^how\s+come\b",
    re.IGNORECASE,
)
_LIST_VERB = re.compile(
    r"^(?:please\s+)?(?:name|list|enumerate|give)\s+(?:all|the\s+(?P<noun>.+)|(?:two|three|four|five|some)\b)",
    re.IGNORECASE,
)
_LIST_NOUN = re.compile(
    rf"^{_PREPOSITION}(?:which|what)\s+"
    r"(?:of\s+the\s+|(?:are|were)\s+(?:all\s+)?(?:of\s+)?(?:the|its|their|his|her|some)\s+)?"
    r"(?P<rest>.+)$",
    re.IGNORECASE,
)
_WHO_ARE = re.compile(
    r"^who\s+(?:all\s+)?(?:are|were)\s+(?:all\s+)?(?:of\s+)?the\s+(?P<rest>.+)$", re.I
)
_COUNTED = (
    {"several", "other", "all"}
    | lexicon.words("numbers", "two_to_ten")
    | {str(number) for number in range(2, 11)}
)
# Plural in form, one answer in meaning; or no noun at all.
_NOT_PLURAL = lexicon.words("nouns", "not_plural")
_PLURALS = lexicon.words("nouns", "plurals", "thing_plurals")
# Verbs that look like plurals after a singular noun: "which nation contains".
_VERBS = lexicon.words("verbs", "third_person")
_OPENS_OBJECT = ARTICLES | {"more", "most", "less", "least", "fewer", "fewest"}
_NOUN_WINDOW = 4  # words after "which" among which its plural noun stands


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's kind, and what a quantity is measured in; a "value" may be a thing as well.

    ``unit`` is what "In which year" asks for of a date, "" where all of it is asked for.
    """

    kind: Kind
    measure: Measure = ""
    unit: str = ""


def classify(question: str) -> Asked:
    """Return what kind of answer ``question`` asks for."""
    text = without_lead(question)
    words = find_words(text)
    if not words:
        return Asked("other")
    if is_yes_no(text):
        return Asked("yes-no")
    match = _QUANTITY.match(text)
    if match is not None:
        return _quantity(words, match)
    if _VALUE.match(text):
        return Asked("value")
    if _REASONS.match(text):
        return Asked("why")
    if (times := _TIMES.match(text)) is not None:
        after = find_words(text[times.end() :])[:1]
        loose = times["unit"].lower() == "time" and not (after and after[0].key in AUXILIARIES)
        return Asked("when", unit="" if loose else times["unit"].lower())  # "what time of year"
    if _is_list(text):
        return Asked("list")
    opener = _OPENERS.match(text)
    if opener is None:
        return Asked("other")
    word = opener["word"].lower()
    if word in ("who", "whom"):
        return Asked("who")
    if word == "when":
        return Asked("when")
    if word == "where":
        return Asked("where")
    if word == "why":
        return Asked("why")
    return Asked("other")


def asks_how_long(question: str) -> bool:
    """Say whether it is asked how long something lasts, or is."""
    return [word.key for word in find_words(without_lead(question))[:2]] == ["how", "long"]


def without_lead(question: str) -> str:
    """Return ``question`` without blanks around it and the words before the question proper."""
    text = " ".join(question.split())
    return text[match.end() :] if (match := _LEAD.match(text)) else text


def is_yes_no(text: str) -> bool:
    """Say whether a question begins with an auxiliary, and is not one of two to choose from."""
    words = find_words(text)
    if len(words) < 3 or re.search(r"\bor\b(?!\s+(?:more|less|fewer|so|not)\b)", text, re.I):
        return False
    first = words[0]
    if first.key == "may" and words[1].text[0].isdigit():
        return False  # "May 4 was the day of what?"
    opens = first.key in AUXILIARIES or _NEGATED.match(first.text) is not None
    # "Did what?", "Is which of them": the question word comes late.
    late = {w.key for w in words[1:4]} & {"what", "which", "whom", "whose"}
    return opens and not late


def is_negated_auxiliary(word: str) -> bool:
    """Say whether ``word`` is "isn't", "didn't" or the like."""
    return _NEGATED.match(word) is not None


def _quantity(words: list[Word], match: re.Match[str]) -> Asked:
    how, noun = (match["much"] or "").lower(), (match["noun"] or "").lower()
    if noun.startswith("per") or noun in ("proportion", "share"):
        return Asked("quantity", "percent")
    if noun in ("price", "cost", "fee"):
        return Asked("quantity", "money")
    if how == "many" or noun == "number":
        return Asked("quantity", "count")
    if how == "much" or noun in ("amount", "sum"):
        told = {stem(word.key) for word in words if word.start >= match.end()}
        return Asked("quantity", "money" if told & _MONEY else "")
    return Asked("quantity", "number")


def _is_plural(key: str) -> bool:
    if key in _PLURALS:
        return True
    return (
        len(key) > 3
        and key.endswith("s")
        and not key.endswith(("ss", "us", "is"))
        and (key not in _NOT_PLURAL and key.isalpha())
    )


def _is_list(text: str) -> bool:
    """Say whether several things are asked for: "which countries", "name the", "who are the"."""
    verb = _LIST_VERB.match(text)
    if verb is not None:
        return not verb["noun"] or any(_is_plural(w.key) for w in find_words(verb["noun"])[:4])
    match = _WHO_ARE.match(text) or _LIST_NOUN.match(text)
    if match is None:
        return False
    rest = find_words(match["rest"])[:_NOUN_WINDOW]
    if rest and rest[0].key in _COUNTED:
        return True
    for number, word in enumerate(rest):
        if (
            word.key in _VERBS
            or word.key in STOPWORDS
            or word.key in AUXILIARIES
            or word.text.endswith(("'s", "\u2019s"))
        ):
            return False
        if _is_plural(word.key):
            after = rest[number + 1].key if number + 1 < len(rest) else ""
            return not number or after not in _OPENS_OBJECT  # "which harbour loses the most"
    return False
