"""Whether a text tells what a clause says as a fact, as open, or as not so.

The values are those of event factuality (Saurí and Pustejovsky 2009, FactBank), without degrees of
certainty: a fact, a fact that it was not so, and all that is neither: wanted, planned, feared,
asked for, alleged.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qa.language import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

Standing = Literal["fact", "open", "not so"]

DEEPEST = 6
"""Clauses within one another that are looked through."""
UNREAL = frozenset(("will", "would", "could", "may", "might", "should", "shall", "'ll", "’ll"))
"""Modal verbs that leave a deed open; "can" and "must" may tell a habit or a rule."""
PERFECT = frozenset(("have", "has", "had", "'ve", "’ve"))


@cache
def pairs(table: str) -> Mapping[str, str]:
    """Return a table of factuality.toml that has a word for each."""
    text = Path(__file__).with_name("factuality.toml").read_text(encoding="utf-8")
    lists: dict[str, dict[str, str]] = tomllib.loads(text)
    return lists[table]


@cache
def phrasal() -> Mapping[str, str]:
    """Return verbs with a particle, each with one that says the same: "turn down", "reject"."""
    return {**lexicon.table("opposites", "phrasal"), **pairs("same")}


@cache
def spoken() -> Mapping[str, tuple[str, ...]]:
    """Return the same the other way round: "turn down" and its like for "reject"."""
    found: dict[str, tuple[str, ...]] = {}
    for two, one in phrasal().items():
        found[one] = (*found.get(one, ()), two)
    return found


@cache
def words(table: str, kind: str) -> frozenset[str]:
    """Return lemmas of a table of factuality.toml."""
    return frozenset(pairs(table)[kind].split())


def standing(verb: Token, deep: int = 0) -> Standing | None:
    """Say how a text tells the clause of ``verb``; None where the parse does not say."""
    if deep > DEEPEST:
        return None
    found = _of_own(verb, deep)
    if not any(child.dep_ == "neg" for child in verb.children):
        return found
    return "not so" if found == "fact" else None


def _of_own(verb: Token, deep: int) -> Standing | None:
    """Return the standing without a "not" of the clause itself."""
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    modal = next((each for each in auxiliaries if each.tag_ == "MD"), None)
    if modal is not None:
        return "open" if modal.lower_ in UNREAL else None
    marks = {child.lower_ for child in verb.children if child.dep_ == "mark"}
    marks |= {child.lower_ for child in verb.children if child.tag_ == "WRB"}
    if marks & words("conjunctions", "open"):
        return "open"
    finite = verb.tag_ == "VBD" or any(
        each.tag_ == "VBD" or each.lower_ in PERFECT for each in auxiliaries
    )
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return standing(verb.head, deep + 1) if finite or verb.tag_ == verb.head.tag_ else None
    if verb.dep_ in ("xcomp", "ccomp", "acl", "pcomp"):
        return _inner(verb, verb.head, deep)
    told = verb.dep_ in ("ROOT", "relcl") or bool(marks & words("conjunctions", "done"))
    return "fact" if finite and told else None


def _inner(verb: Token, head: Token, deep: int) -> Standing | None:
    """Return the standing of a clause that depends on a verb, an adjective or a noun."""
    if verb.dep_ == "pcomp":
        return _after_preposition(head)
    if head.pos_ == "NOUN" or verb.dep_ == "acl":
        infinitive = any(child.lower_ == "to" for child in verb.lefts)
        return _listed(head, "nouns") if infinitive and head.pos_ == "NOUN" else None
    if head.pos_ == "ADJ":
        return _listed(head, "adjectives")
    if head.lemma_ in words("verbs", "done" if verb.dep_ == "xcomp" else "told"):
        outer = standing(head, deep + 1)
        return None if outer == "not so" and verb.dep_ == "ccomp" else outer
    return _listed(head, "verbs")


def _listed(head: Token, table: str) -> Standing | None:
    if any(child.dep_ == "neg" for child in head.children):
        return None
    if head.lemma_.lower() in words(table, "open"):
        return "open"
    return "not so" if head.lemma_.lower() in words(table, "not_done") else None


def _after_preposition(preposition: Token) -> Standing | None:
    if preposition.lower_ in words("prepositions", "not_done"):
        return "not so"
    if preposition.head.lemma_ in words("verbs", "thought"):
        return "open"
    return None
