"""Statements made of nouns of deeds: "after the closure of the port", "calls for its closure".

What governs the noun says whether the deed was done (Nairn et al. 2006, on clauses).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.training.questions.factuality import Standing, pairs, standing, words
from models.training.questions.phrases import PLURALS, Unusable, noun_text

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

BEING = "was "


def nominals(sentence: Span, rng: random.Random) -> Iterator[tuple[Standing, str, str, int]]:
    """Yield the standing, the subject, what it did, and the noun's index."""
    for noun in sentence:
        did = pairs("deeds").get(noun.lemma_.lower()) if noun.pos_ == "NOUN" else None
        if did is None or noun.tag_ in PLURALS:
            continue
        thing = _thing(noun)
        kind = _governed(noun)
        if thing is None or kind is None:
            continue
        try:
            subject = noun_text(thing, rng, definite=True)
        except Unusable:
            continue
        subject = subject.removesuffix("'s").removesuffix("’s")
        if thing.tag_ in PLURALS and did.startswith(BEING):
            did = "were " + did.removeprefix(BEING)
        yield kind, subject, did, noun.i


def _thing(noun: Token) -> Token | None:
    """Return what the deed is of: behind "of", or else its owner."""
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == noun.i + 1:
            return next((each for each in child.rights if each.dep_ == "pobj"), None)
    return next((each for each in noun.children if each.dep_ == "poss"), None)


def _governed(noun: Token) -> Standing | None:
    """Return what governs a noun says of it; None where it says nothing."""
    head = noun.head
    if noun.dep_ == "pobj" and head.dep_ in ("prep", "mark"):
        above = head.head.lemma_.lower()
        keys = (head.lower_,) if head.lower_ != "for" else (above if head.head.i < noun.i else "",)
        if head.lower_ in ("to", "in", "of", "by", "with", "on", "about"):
            keys = (above,)
    elif noun.dep_ in ("dobj", "nsubjpass"):
        keys = (head.lemma_.lower(),)
    elif noun.dep_ == "nsubj" and head.pos_ == "VERB":
        fact = head.lemma_.lower() in words("governing", "done") and standing(head) == "fact"
        return "fact" if fact else None
    else:
        return None
    if any(child.dep_ == "neg" for child in head.children):
        return None
    if words("governing", "open") & set(keys):
        return "open"
    if words("governing", "not_done") & set(keys):
        return "not so"
    return "fact" if words("governing", "done") & set(keys) else None
