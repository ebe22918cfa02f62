"""What "he", "it", "they" or "there" may mean after a question and its answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.language import lexicon
from qa.language.numbers import find_quantities
from qa.question.pronouns import Sort, means_person
from qa.question.topics import (
    Exchange,
    ParsedQuestion,
    find_locations,
    find_noun_phrases,
    find_people,
    holds_number,
    is_person,
    is_plural,
    list_names,
    split_question,
)
from qa.text.words import STOPWORDS, find_words

_TIME_NOUNS = lexicon.words("time", "when_nouns") | {
    *("night", "hour", "end", "start", "beginning"),
}
_IRREGULAR = lexicon.words("irregular", "verbs", "synonym_verbs") | lexicon.words(
    "verbs", "unmarked_past"
)
# "When was it that Ann Lund signed the deal?": what a bare "When?" was rewritten as.
_CLEFT = re.compile(r"^(\w+)\s+(?:was|is)\s+it\s+that\s+", re.IGNORECASE)
_HE, _SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})
_FEMALE = re.compile(r"\b(?:Ms|Mrs|Miss|Lady|Dame|Queen|Princess|Countess)\.?\s+$")
_MALE = re.compile(r"\b(?:Mr|Sir|Lord|King|Prince|Count)\.?\s+$")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """What a pronoun means: "the 5% target", and what tells which, "that Trump demanded"."""

    head: str
    tail: str = ""

    @property
    def whole(self) -> str:
        """Head and tail together."""
        return f"{self.head} {self.tail}".strip()


def find_antecedent(sort: Sort, word: str, past: Sequence[Exchange]) -> Antecedent | None:
    """Return what the pronoun ``word`` means, going back from the last exchange; None if unknown.

    The question's own words come before its answer, and that before the sentence cited.
    """
    find = _FINDERS[sort]
    for told in reversed(past):
        exchange = replace(told, question=_CLEFT.sub(r"\1 did ", told.question))
        found = [
            each
            for each in find(exchange)
            if sort != "person"
            or (
                _gender_fits(each.head, word, exchange.sentence)
                and not _was_other(each, word, past)
            )
        ]
        if found:
            return found[0]
    return None


def find_topic(last: Exchange) -> str:
    """Return what an exchange was about, for a question whose pronoun nothing resolves."""
    found = [*_thing(last), *_many(last), *_person(last)]
    return found[0].whole if found else last.question.rstrip(" ?!.")


def uncapitalised(answer: str) -> str:
    """Return an answer as it stands within a sentence: "eleven" for "Eleven", names as they are."""
    words = find_words(answer)
    plain = words and words[0].capital and holds_number(words[0].text)
    return answer[:1].lower() + answer[1:] if plain else answer


def _person(last: Exchange) -> list[Antecedent]:
    """Return who "he" or "she" may be, likeliest first."""
    asked = split_question(last.question)
    found: list[str] = []
    if asked.phrase.lower().startswith(("who", "whom", "which")) and means_person(last.answer):
        found.append(last.answer)
    found += [p for p in find_noun_phrases(last.question) if means_person(p)]
    found += find_people(last.answer)
    # The last name alone, where the article gives the whole.
    return [Antecedent(name) for name in dict.fromkeys([*found, *find_people(last.sentence)])]


def _gender_fits(name: str, word: str, sentence: str) -> bool:
    at = sentence.find(name.split()[-1]) if name else -1
    wrong = _FEMALE if word in _HE else _MALE
    return at < 0 or not wrong.search(sentence[:at])


def _may_be(who: Antecedent, word: str, sentence: str, past: Sequence[Exchange]) -> bool:
    return _gender_fits(who.head, word, sentence) and not _was_other(who, word, past)


def _was_other(who: Antecedent, word: str, past: Sequence[Exchange]) -> bool:
    """Say whether an earlier question had "he" for somebody who is "she" now, or the reverse."""
    other = _SHE if word in _HE else _HE
    return any(
        who.head in exchange.question
        and who.head not in exchange.asked
        and any(w.key in other for w in find_words(exchange.asked))
        for exchange in past
    )


def _thing(last: Exchange) -> list[Antecedent]:
    """Return what "it" may be, likeliest first."""
    asked = split_question(last.question)
    own = [p for p in _joined(asked.rest, find_noun_phrases(asked.rest)) if _is_thing(p)]
    found = [Antecedent(phrase) for phrase in own[::-1]]
    what = asked.phrase.lower().startswith(("what", "which", "how much", "how many"))
    answer = last.answer.strip().rstrip(".")
    if what and answer and not own and not means_person(answer):
        found.append(_answered(asked, answer))
    return found + [Antecedent(n) for n in list_names(last.sentence) if not is_person(n)][:1]


def _joined(text: str, phrases: Sequence[str]) -> list[str]:
    """Return the phrases, things that "of" joins as one: "the plan of the port"."""
    made: list[str] = []
    for phrase in phrases:
        whole = f"{made[-1]} of {phrase}" if made else phrase
        if made and whole in text and _is_thing(made[-1]):
            made[-1] = whole
        else:
            made.append(phrase)
    return made


def _is_thing(phrase: str) -> bool:
    words = find_words(phrase)
    if not words or means_person(phrase) or words[-1].key in _TIME_NOUNS:
        return False
    return not is_plural(phrase) and bool([w for w in words if w.key not in STOPWORDS])


def _answered(asked: ParsedQuestion, answer: str) -> Antecedent:
    """Return the answer as a noun phrase: "the 5% target that Trump demanded"."""
    noun = re.sub(r"^(?:many|much|kind of|type of)\s+", "", asked.noun)
    if not noun:
        return Antecedent(answer)
    holds = {w.key for w in find_words(noun)} <= {w.key for w in find_words(answer)}
    figures = find_quantities(answer)
    if len(figures) == 1 and not holds:
        # "allies spend 5%" is the 5% target all the same.
        answer = answer[figures[0].start : figures[0].end]
    head = answer if holds else f"{answer} {noun}"
    if not re.match(r"(?:the|a|an|his|her|its|their)\b", head, re.IGNORECASE):
        head = f"the {head}"
    if not asked.rest or not has_subject(asked.rest):
        return Antecedent(head)
    return Antecedent(head, f"that {_stated(asked.auxiliary, asked.rest)}")


def _stated(auxiliary: str, rest: str) -> str:
    """Return "Trump demanded" of "did" and "Trump demand"."""
    words = find_words(rest)
    if auxiliary.lower() != "did" or len(words) < 2:
        return f"{rest} {auxiliary}" if len(words) < 2 else _inserted(auxiliary, rest)
    verb = words[-1]
    if len(words) > 4 or verb.key in _IRREGULAR or verb.capital or verb.key in STOPWORDS:
        return _inserted(auxiliary, rest)
    ended = verb.text + ("d" if verb.text.endswith("e") else "ed")
    if re.search(r"[^aeiou]y$", verb.text):
        ended = verb.text[:-1] + "ied"
    return rest[: verb.start] + ended


def _inserted(auxiliary: str, rest: str) -> str:
    """Put the auxiliary after the subject: "the council will ask for"."""
    words = find_words(rest)
    last = 0
    while last + 1 < len(words) and (
        words[last + 1].capital or (words[0].key == "the" and last < 1)
    ):
        last += 1
    return f"{rest[: words[last].end]} {auxiliary}{rest[words[last].end :]}"


def _many(last: Exchange) -> list[Antecedent]:
    """Return what "they" may be, likeliest first."""
    asked = split_question(last.question)
    found: list[Antecedent] = []
    noun = re.sub(r"^(?:many|much)\s+|^of\s+the\s+", "", asked.noun)
    answer = last.answer.strip().rstrip(".")
    if noun and is_plural(noun):
        found.append(Antecedent(f"the {noun}", asked.rest if _tells_which(asked) else ""))
    if asked.phrase.lower().startswith("who") and re.search(r"\band\b|, ", answer):
        found.append(Antecedent(answer))
    own = find_noun_phrases(asked.rest)
    found += [Antecedent(p) for p in own if is_plural(p)]
    found += [
        Antecedent(f"the {w.text}")
        for w in find_words(asked.rest)
        if is_plural(w.text)
        and not w.capital
        and w.key not in STOPWORDS
        and not any(w.text in p for p in own)
    ]
    found += [Antecedent(p) for p in own if list_names(f"x {p}") and not means_person(p)]
    if answer and not means_person(answer) and not holds_number(answer):
        found.append(Antecedent(answer))
    return found or [Antecedent(p) for p in own]


def _tells_which(asked: ParsedQuestion) -> bool:
    """Say whether "were injured by the kettles" may follow its noun, as "the people injured"."""
    return (
        asked.auxiliary.lower() in ("is", "are", "was", "were")
        and bool(asked.rest)
        and not has_subject(asked.rest)
    )


def _place(last: Exchange) -> list[Antecedent]:
    """Return where "there" may be, likeliest first."""
    asked = split_question(last.question)
    answer = re.sub(r"^(?:in|at|on|near|to|from|off)\s+", "", last.answer.strip().rstrip("."))
    found = [answer] if asked.phrase.lower().startswith("where") and answer else []
    found += find_locations(last.question)
    found += [n for n in list_names(last.question) if not is_person(n)][::-1]
    return [Antecedent(place) for place in [*found, *find_locations(last.sentence)]]


def has_subject(rest: str) -> bool:
    """Say whether what follows an auxiliary begins with a subject: "Trump demand"."""
    words = find_words(rest)
    return bool(words) and (
        words[0].capital
        or words[0].key in ("the", "a", "an", "its", "his", "her", "their", "they")
        or words[0].text[0].isdigit()
        or (len(words) > 1 and is_plural(words[0].text))
    )


_FINDERS: dict[Sort, Callable[[Exchange], list[Antecedent]]] = {
    "person": _person,
    "thing": _thing,
    "many": _many,
    "place": _place,
}
