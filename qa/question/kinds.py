"""What kind of answer a question asks for: yes or no, a number, a list, a reason, a time.

Only the question's own words decide, by rules on its first words: "how many", "did the ...",
"which countries". A question that no rule knows is "other", and is answered as it always was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.language import lexicon
from qa.language.amount_nouns import AMOUNTS, MONEY_STEMS, OPEN_NOUNS, SUMS, Measure
from qa.text.words import STOPWORDS, Word, find_words, split_list, stem

Kind = Literal["yes-no", "quantity", "value", "list", "why", "how", "when", "where", "who", "other"]

AUXILIARIES = lexicon.words("grammar", "auxiliaries", "more_auxiliaries")
# "Isn't", "didn't": a question that expects yes asks the same as the plain one.
_NEGATED = re.compile(rf"^({'|'.join(sorted(AUXILIARIES))}|ca|wo)n['\u2019]t$", re.IGNORECASE)
# Words before the question proper: "So, how many ...", "According to the audit, did ...".
_LEAD = re.compile(
    rf"^(?:\W*(?:{lexicon.either('questions', 'leads', blank=' ')}"
    r"|(?:(?:can|could) you )?tell (?:me|us)"
    r"|according to [^,?]{1,80}(?=,))\b[\s,:]*)+",
    re.IGNORECASE,
)
_PREPOSITION = rf"(?:(?:{lexicon.either('grammar', 'prepositions')})\s+)?"
_QUANTITY = re.compile(
    rf"^{_PREPOSITION}(?:how\s+(?P<much>{lexicon.either('questions', 'how_much', 'how_long')})\b"
    r"|(?:what|which)\s+(?:is|was|are|were|will\s+be)?\s*(?:the\s+)?(?:\w+\s+)?"
    rf"(?P<noun>per\s?cent|{lexicon.either('questions', 'quantity_nouns')})\b(?!\s+holder)"
    r"|at\s+what\s+(?P<age>age)\b)",
    re.IGNORECASE,
)
_CHANGE_STEMS = frozenset(
    map(stem, {"change"} | lexicon.words("verbs", "ups_and_downs", "more_ups_and_downs"))
)
_SPENDING = frozenset(map(stem, split_list("cost pay spend")))
_SPEND = stem("spend")
_LENGTH = lexicon.words("questions", "how_long")
# "What target did", "what is the firm's new sales target for": the noun ends its phrase, for
# "what price war" and "what target audience" ask for no value.
_VALUE = re.compile(
    rf"^{_PREPOSITION}(?:what|which)\b"
    r"(?:(?:['\u2019]s|\s+(?:is|was|are|were|will\s+be|would\s+be))\b(?:\s+(?:the|an?)\b)?)?"
    rf"(?:\s+(?!(?:{lexicon.either('grammar', 'before_value_noun')})\b)"
    r"[\w'\u2019-]+){0,5}"
    rf"\s+(?P<noun>{'|'.join([*AMOUNTS, *sorted(OPEN_NOUNS)])})\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_OPENERS = re.compile(rf"^{_PREPOSITION}(?P<word>when|where|who|whom|whose|why|how)\b", re.I)
_TIMES = re.compile(
    rf"^{_PREPOSITION}(?:what|which)\s+(?:exact\s+)?"
    r"(?:year|month|day|date|week|decade|century|weekday|time)\b",
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
_WANTED = re.compile(
    r"^what\s+(?:do|does|did|will)\b.*"
    rf"\b(?:{lexicon.either('questions', 'wanted')})\W*$",
    re.IGNORECASE,
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
_GIVEN = frozenset(split_list("set paid given sought sold put built"))
_PLURAL_VERBS = frozenset({"are", "were", "have", "do"})
_CALLED = re.compile(r"\b(?:called|named|known|termed)\W*$", re.IGNORECASE)
_NOUN_WINDOW = 4  # words after "which" among which its plural noun stands


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's kind; of a quantity or value also what is measured, and its nouns' stems.

    ``measure`` is "" where any number will do. ``head`` are the stems of "how many ...":
    ("road", "accid") for "how many road accidents"; empty for the other kinds. A "value" may
    be a number, and ``open`` is set where it may as well be a thing: "what target".
    """

    kind: Kind
    measure: Measure = ""
    head: tuple[str, ...] = ()
    open: bool = False


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
        return _quantity(text, words, match)
    if _REASONS.match(text):
        return Asked("why")
    if _TIMES.match(text):
        return Asked("when")
    if (value := _VALUE.match(text)) is not None and _ends_phrase(value["rest"]):
        noun = value["noun"].lower()
        kind: Kind = "quantity" if noun in SUMS else "value"
        return Asked(kind, AMOUNTS.get(noun, ""), open=noun in OPEN_NOUNS)
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
    return Asked("how" if word == "how" and _is_manner(words) else "other")


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


def _ends_phrase(rest: str) -> bool:
    """Say whether what follows a noun is no second noun: an auxiliary, a name, "for", "agreed"."""
    words = find_words(rest)
    if not words or not rest[:1].isspace():
        return not words
    first = words[0]
    small = first.key in STOPWORDS or first.key in AUXILIARIES
    return small or first.text[0].isupper() or first.key.endswith("ed") or first.key in _GIVEN


def _quantity(text: str, words: list[Word], match: re.Match[str]) -> Asked:
    rest = [w for w in words if w.start >= match.end()]
    how, noun = (match["much"] or "").lower(), (match["noun"] or "").lower()
    if how == "often":
        return Asked("other")
    if how == "old" or noun == "age" or match["age"]:
        return Asked("quantity", "age")
    if noun.startswith("per") or noun in ("proportion", "share"):
        return Asked("quantity", "percent")
    if noun in ("price", "cost", "fee"):
        return Asked("quantity", "money")
    if how in _LENGTH or noun in ("length", "height", "width", "depth", "distance", "weight"):
        # "How long has he been mayor", "how high did it rise": an answer may have no number.
        return Asked("quantity", "length") if how != "long" else Asked("other")
    if how == "many" or noun == "number":
        return Asked("quantity", "count", _head(rest))
    stems = {stem(w.key) for w in rest}
    if stems & _CHANGE_STEMS and not stems & _SPENDING:
        return Asked("quantity")  # sales may fall by 12% or by $3 million
    if _SPEND in stems:
        return Asked("quantity", "spending")
    return Asked("quantity", "money" if stems & MONEY_STEMS else "")


def _head(rest: list[Word]) -> tuple[str, ...]:
    """Return the stems of the noun phrase that "how many" counts, up to its verb."""
    head: list[str] = []
    for word in rest:
        if word.key == "of" and not head:
            continue
        if word.key in STOPWORDS or word.key in AUXILIARIES:
            if head or word.key not in ("the", "other", "more", "of", "these", "those"):
                break
            continue
        head.append(stem(word.key))
        if _is_plural(word.key):
            break
    return tuple(head)


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
    if _CALLED.search(text):
        return False
    if _WANTED.match(text):
        return True
    match = _WHO_ARE.match(text) or _LIST_NOUN.match(text)
    if match is None:
        return False
    rest = find_words(match["rest"])[:_NOUN_WINDOW]
    if rest and rest[0].key in _COUNTED:
        return True
    for place, word in enumerate(rest):
        if place and word.key in _PLURAL_VERBS:
            return True
        if (
            word.key in _VERBS
            or word.key in STOPWORDS
            or word.key in AUXILIARIES
            or word.text.endswith(("'s", "\u2019s"))
        ):
            return False
        if _is_plural(word.key):
            return True
    return False


def _is_manner(words: list[Word]) -> bool:
    """Say whether "how" asks for a way of doing: "how did they reach the ship"."""
    return len(words) > 2 and words[0].key == "how" and words[1].key in AUXILIARIES
