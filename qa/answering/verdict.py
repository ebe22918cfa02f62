"""Yes or no: the sentence of a passage that plainly says what a question asks, or denies it.

Precision goes first. A sentence decides only if it holds every word, name, number and date of the
question in the same order, or begins with "nobody" or "no" after sentences that hold the rest.
What may, might or would be so decides nothing, nor what is so of an "I". All else is left to the
reader, who is shown the nearest sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from qa.answering.deeds import is_attributive, is_intended, is_noun, is_owner, is_wanted
from qa.answering.denied import NOBODY, are_denied
from qa.answering.nobody import befell_nobody
from qa.answering.passives import is_by_somebody, is_own_deed, tells_what_befell
from qa.grounding.fact_checks import has_date, has_name, has_quantity
from qa.language import lexicon
from qa.language.mentions import Mentions, find_mentions
from qa.language.names import Name, same_name
from qa.language.polarity import denies, find_exclusive, turned_preposition
from qa.language.synonyms import base_stem, find_synonym
from qa.language.verbs import ends_in_ed, is_past
from qa.question.claims import Claim
from qa.text.parts import line_kind
from qa.text.quote_marks import Quoted, find_quoted
from qa.text.sentences import is_question, split_sentences
from qa.text.struck import blank_struck
from qa.text.words import STOPWORDS, Word, find_words, stem

# Around a word, these leave open whether it is so.
_OPEN = lexicon.words("verdicts", "leaving_open")
# Before what is asked about, these do.
_GOVERNING = lexicon.words("verdicts", "governing")
_FIRST_PERSON = lexicon.words("verdicts", "first_person")
_SAYING = lexicon.words("saying", "core", "public", "lively")
_PERSONS = frozenset({"he", "she", "him", "her"})
_SIDES = frozenset({"for", "against"})
_ONCE = re.compile(r"\bonce\b[^.;]*\b(?:has|have|had|is|are)\b", re.IGNORECASE)
_YET = re.compile(r"\byet\s+to\b", re.IGNORECASE)  # which negates what follows, as "not" does
_CUT = ("...", "\u2026")  # ends of a headline that was cut off

Said = Literal["yes", "no", "open", "other"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a passage says to a yes/no question, and characters ``[start, end)`` that say it.

    Where it does not decide, they are the sentence nearest to it: "open" where that lacks words or
    has a doubt behind them, "other" where it tells of something else, or what may be. ``coverage``
    in [0, 1] is the share of the question's words, names, numbers and dates that stand in them.
    ``quoted`` says that they are somebody's words, and not the article's own.
    """

    said: Said
    coverage: float
    start: int
    end: int
    quoted: bool = False


def find_verdict(claim: Claim, passage: str, date: str = "", title: str = "") -> Verdict | None:
    """Return what ``passage``, written on ``date``, says to ``claim``; None where it says nothing.

    A passage that has a sentence for yes and one for no leaves it open, and its own words go before
    those that it quotes. ``title`` is its article's headline, whose names are not said again in
    each sentence.
    """
    found: list[Verdict] = []
    before: list[Word] = []
    previous: Mentions | None = None
    headline = find_mentions(title)
    passage = blank_struck(passage)
    quotes = find_quoted(passage)
    for start, end in split_sentences(passage):
        sentence = find_mentions(passage[start:end], date)
        words = [word for part in sentence.sentences for word in part.words]
        if says_something(sentence.text):
            said, coverage = _compare(claim, sentence, words, before, headline, previous)
            found.append(Verdict(said, coverage, start, end, _is_quoted(quotes, start, end)))
        before += words
        previous = sentence
    nearest = max(found, key=lambda each: each.coverage, default=None)
    decided = [each for each in found if each.said in ("yes", "no")]
    decided = [each for each in decided if not each.quoted] or decided
    if len({each.said for each in decided}) > 1:
        return replace(decided[0], said="other")
    return decided[0] if decided else nearest


def says_something(sentence: str) -> bool:
    """Say whether a sentence is neither a link nor a heading that asks or is cut off."""
    text = sentence.strip()
    return not is_question(text) and not text.endswith(_CUT) and line_kind(text) != "link"


def _is_quoted(quotes: Sequence[Quoted], start: int, end: int) -> bool:
    """Say whether more than half of the characters ``[start, end)`` stand in quote marks."""
    inside = sum(max(0, min(q.end, end) - max(q.start, start)) for q in quotes)
    return 2 * inside > end - start


def _compare(
    claim: Claim,
    sentence: Mentions,
    words: Sequence[Word],
    before: Sequence[Word],
    headline: Mentions,
    previous: Mentions | None = None,
) -> tuple[Said, float]:
    """Return what one sentence says to ``claim``, and its coverage.

    ``before`` are the words of the passage before it, ``previous`` is the sentence before it.
    """
    places = {word: find_synonym(word, words) for word in claim.words}
    missing = [word for word, place in places.items() if place is None]
    opposite = find_exclusive(missing[0], words) if len(missing) == 1 else None
    if opposite is not None:
        places[missing.pop()] = opposite
    absent = [name for name in claim.names if not has_name(name, sentence)]
    last = max((words[at].start for at in places.values() if at is not None), default=0)
    others = any(name.start < last for name in _sure(sentence))
    # The headline may say who, where the sentence does not.
    lent = bool(absent) and not others and all(has_name(name, headline) for name in absent)
    if lent:
        absent = []
    if not others and previous is not None:
        meant = _meant(words, previous)
        absent = [n for n in absent if not any(same_name(n.keys, each.keys) for each in meant)]
    text = claim.mentions.text
    facts = [has_quantity(q, text[q.start : q.end], sentence) for q in claim.numbers]
    facts += [has_date(date, sentence) for date in claim.mentions.dates]
    units = len(places) + len(claim.names) + len(facts)
    coverage = 1 - (len(missing) + len(absent) + facts.count(False)) / units if units else 0.0
    matched = [place for place in places.values() if place is not None]
    decisive = frozenset() if opposite is None else frozenset({words[opposite].key})
    if not all(facts) or _leaves_open(claim, sentence, words, matched, decisive):
        return "other", coverage
    known = [*find_words(headline.text), *before]
    own = all(has_name(n, claim.mentions) or has_name(n, headline) for n in _sure(sentence))
    if not absent and own and befell_nobody(claim, words, known):
        return "no", 1.0
    if absent or not matched or not _is_of_same(claim, places, words, sentence.text):
        return "other", coverage
    if lent and _has_own_subject(matched, words):
        return "other", coverage
    denied = are_denied(sentence, words, matched)
    if not denied and is_wanted(claim, places, words):
        return "other", coverage
    if missing and not (denied and _is_told_before(words, before, missing)):
        return "open", coverage
    turned = turned_preposition(find_words(claim.mentions.text), words)
    contrary = opposite is not None or turned is not None
    if denied is None or (denied and (claim.negative or contrary)):
        return "other", coverage
    if turned and turned[1] not in _SIDES:
        return "other", coverage
    if denied or claim.negative or contrary:
        return "no", coverage
    if "will" in claim.keys and any(is_past(words[at]) for at in matched):
        return "other", coverage
    doubtful = any(word.key in _GOVERNING - claim.keys and word.text != "May" for word in words)
    return ("open" if doubtful else "yes"), coverage


def _is_of_same(
    claim: Claim, places: dict[Word, int | None], words: Sequence[Word], sentence: str
) -> bool:
    """Say whether a sentence has what is asked about as the same deed, done by the same."""
    in_order = _keeps_order(claim, places, words) and not is_own_deed(claim, places, words)
    return (in_order or tells_what_befell(claim, places, words, sentence)) and not (
        is_noun(claim, places, words)
        or is_attributive(claim, places, words)
        or is_owner(claim, places, words)
        or is_intended(claim, places, words)
    )


def _leaves_open(
    claim: Claim,
    sentence: Mentions,
    words: Sequence[Word],
    matched: Sequence[int],
    decisive: frozenset[str],
) -> bool:
    """Say whether a sentence tells what may or will be, or what "I" say, or lacks small words.

    What may be behind all that is asked about leaves nothing open, nor do ``decisive`` words.
    """
    keys = {word.key for word in words if word.text != "May"}
    asked = {stem(key) for key in claim.keys | decisive}  # "did it fail" asks for "failed"
    last = max(matched, default=len(words))
    governing = {
        word.key
        for word, after in zip(words[:last], [*words[1:], None], strict=False)
        if word.text != "May"
        and not (after is not None and after.key == "not")  # "could not be confirmed": it was not
    }
    # "My" within a sentence begins a title.
    own = {w.key for n, w in enumerate(words) if not (n and w.capital and w.text[0] != "I")}
    return (
        any(stem(key) not in asked for key in keys & _OPEN | governing & _GOVERNING)
        or not own.isdisjoint(_FIRST_PERSON - claim.keys)
        or not claim.telling <= keys
        or claim.denying
        or denies(_YET.sub("", sentence.text))
        or _ONCE.search(sentence.text) is not None
    )


def _sure(sentence: Mentions) -> list[Name]:
    return [name for name in sentence.names if name.sure]


def _meant(words: Sequence[Word], previous: Mentions) -> list[Name]:
    """Return who "he" or "she" of a sentence is: whom the sentence before it names alone.

    "The judge of Poe's killing named Jo Krug. He has not been charged." Whose something is does
    not count. "He" that begins a sentence after "Krug said" is Krug, whoever else is named.
    """
    if _PERSONS.isdisjoint(word.key for word in words):
        return []
    named = [
        name
        for name in previous.names
        if not previous.text[name.start : name.end].endswith(("'s", "\u2019s"))
    ]
    if len({name.keys for name in named}) == 1:
        return named
    if words[0].key not in _PERSONS or not named or named[0].start > previous.words[0].start:
        return []
    verb = next((word for word in previous.words if word.start >= named[0].end), None)
    return named[:1] if verb is not None and verb.key in _SAYING else []


def _is_told_before(words: Sequence[Word], before: Sequence[Word], missing: Sequence[Word]) -> bool:
    """Say whether a sentence on "nobody" or "no patients" has what it lacks from those before."""
    known = {base_stem(word) for word in before}
    return words[0].key in NOBODY and 2 * sum(base_stem(w) in known for w in missing) >= len(
        missing
    )


def _keeps_order(claim: Claim, places: dict[Word, int | None], words: Sequence[Word]) -> bool:
    """Say whether a sentence has the words and names of ``claim`` in order, "by" in both or not."""
    found = [(word.start, place) for word, place in places.items()]
    found += [(n.start, find_synonym(claim.words_of(n)[-1], words)) for n in claim.names]
    order = [place for _, place in sorted(found) if place is not None]
    passive = any(is_by_somebody(words, at) for at in order)
    return passive == ("by" in claim.keys) and all(a <= b for a, b in pairwise(order))


def _has_own_subject(matched: Sequence[int], words: Sequence[Word]) -> bool:
    """Say whether a noun of its own opens a sentence: "The boots, found ..." is of no person."""
    first = words[: min(matched)]
    return any(word.key not in STOPWORDS and not ends_in_ed(word.key) for word in first[:3])
