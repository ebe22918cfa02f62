"""Noun phrases of a dependency parse, cut as answers and written into questions.

Dependency labels are spaCy's English ones (ClearNLP style: nsubj, dobj, pobj, ...).
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import TYPE_CHECKING

from models.training.questions.forms import NOUNS
from models.training.questions.words import COUNTRIES, PEOPLE, POINTING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

KINDS = {
    "PERSON": "who", "ORG": "group", "NORP": "group", "GPE": "place", "LOC": "place",
    "FAC": "place", "DATE": "measure", "TIME": "measure", "MONEY": "measure",
    "PERCENT": "measure", "CARDINAL": "measure", "QUANTITY": "measure", "ORDINAL": "measure",
}  # fmt: skip
"""What the labels of entities are asked about as."""
PLURALS = ("NNS", "NNPS")
LEFT = ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "case", "predet")
ROUNDING = ("about", "almost", "around", "nearly", "over", "roughly")
EMPTY_DETERMINERS = ("no", "few", "either", "both", "all", "any", "every", "each")
LONGEST_ANSWER = 16
LONGEST_PHRASE = 9
"""Tokens of one phrase inside a question; a longer one is dropped or fails its question."""


class Unusable(Exception):
    """A phrase that cannot stand in a question; the rule that asked for it makes none."""


def text_of(tokens: Iterable[Token]) -> str:
    """Join tokens with the spaces of the document, white space made single."""
    return " ".join("".join(t.text_with_ws for t in tokens).split())


def strip(span: Span) -> Span:
    """Drop quotation marks, commas and white space at the ends of a span."""
    low, high = span.start, span.end
    doc: Doc = span.doc
    while low < high and (doc[low].is_punct or doc[low].is_space or doc[low].is_quote):
        low += 1
    while high > low and (doc[high - 1].is_punct or doc[high - 1].is_space):
        if doc[high - 1].text == "%":
            break
        high -= 1
    if low >= high:
        raise Unusable("nothing left")
    return doc[low:high]


def sentence_start(token: Token) -> int:
    """Find where a token's sentence starts; `Token.sent` walks through the whole document."""
    at = token.i
    while at and not token.doc[at].is_sent_start:
        at -= 1
    return at


def entity_of(token: Token) -> Span | None:
    """Return the named entity that a token is part of, with its currency or percent sign."""
    doc = token.doc
    found: dict[int, Span] | None = doc.user_data.get("entities")
    if found is None:  # `doc.ents` makes its spans anew at every call
        found = {}
        for entity in doc.ents:
            if "\n" not in entity.text:
                whole = _mended(entity)
                found.update(dict.fromkeys(range(whole.start, whole.end), whole))
        doc.user_data["entities"] = found
    return found.get(token.i)


def _mended(entity: Span) -> Span:
    """Give an entity its currency, unit or percent sign; take "Nevertheless" and "'s" off it."""
    doc, low, high = entity.doc, entity.start, entity.end
    if high - low > 1 and (
        doc[low].pos_ in ("ADV", "SCONJ") or doc[low].lower_ in ("either", "both")
    ):
        low += 1
    if high - low > 1 and doc[high - 1].tag_ == "POS":
        high -= 1
    if entity.label_ == "MONEY":
        low -= 1 if low and doc[low - 1].is_currency else 0
        while high < len(doc) and doc[high].lower_ in ("m", "bn", "tn", "million", "billion"):
            high += 1
    if entity.label_ == "PERCENT" and high < len(doc) and doc[high].text == "%":
        high += 1
    whole = doc.char_span(doc[low].idx, doc[high - 1].idx + len(doc[high - 1]), label=entity.label_)
    return whole if whole is not None else entity


def noun_span(head: Token, *, prepositions: bool = True, longest: int = 10) -> Span:
    """Cut the phrase of a noun: modifiers before it, short prepositions and a conjunct after it.

    Relative clauses, appositions and what follows a comma are left out.
    """
    doc = head.doc
    low, high = _left(head), head.i + 1
    entity = entity_of(head)
    if entity is not None:
        low, high = min(low, entity.start), max(high, entity.end)
    if (name := name_after(head)) is not None:
        high = name.end
    for child in head.rights:
        if child.i < high:
            continue
        if child.i > high or child.dep_ not in ("prep", "cc", "case", "poss"):
            break
        if child.dep_ == "cc":
            conjunct = next((c for c in head.rights if c.dep_ == "conj"), None)
            if conjunct is None or conjunct.pos_ not in ("NOUN", "PROPN"):
                break
            part = noun_span(conjunct, prepositions=False, longest=4)
            if part.start != child.i + 1 or part.end - low > longest:
                break
            high = part.end
            continue
        if not prepositions:
            break
        objects = [c for c in child.children if c.dep_ == "pobj"]
        if len(objects) != 1 or objects[0].i < child.i:
            break
        part = noun_span(objects[0], prepositions=True, longest=longest - (child.i + 1 - low))
        if part.start != child.i + 1 or part.end - low > longest:
            if child.lower_ == "of":  # "a number of ..." says nothing without it
                raise Unusable("of-phrase")
            break
        high = part.end
    if high < len(doc) and doc[high].text == "-" and not doc[high - 1].whitespace_:
        raise Unusable("part of a word")
    onward = doc[high] if high < len(doc) else head
    if doc[high - 1].dep_ == "compound" and doc[high - 1].head == onward:
        raise Unusable("part of a name")
    if low and doc[low].pos_ == doc[low - 1].pos_ == "PROPN" and doc[low - 1].text[:1].isupper():
        raise Unusable("part of a name")
    if high - low > longest + 4 or any(t.is_sent_start for t in doc[low + 1 : high]):
        raise Unusable("phrase too long")
    return doc[low:high]


def answer_span(head: Token) -> Span:
    """Cut a noun phrase as an answer: it names everything, and all members of a list."""
    span = noun_span(head)
    member = next((c for c in head.rights if c.dep_ == "conj"), None)
    while member is not None:
        if member.i >= span.end and member.pos_ in ("NOUN", "PROPN"):
            span = head.doc[span.start : noun_span(member).end]
        member = next((c for c in member.rights if c.dep_ == "conj"), None)
    if len(span) > LONGEST_ANSWER or any(t.lower_ in POINTING or t.is_sent_start for t in span[1:]):
        raise Unusable("answer too long, or pointing elsewhere")
    if span[0].lower_ in POINTING:
        raise Unusable("answer points elsewhere")
    return span


def name_after(head: Token) -> Span | None:
    """Return the person named right after a noun, as in "the engineer Jaan Tamm"."""
    beside = next((c for c in head.rights if c.dep_ == "appos"), None)
    name = entity_of(beside) if beside is not None else None
    return name if name and name.label_ == "PERSON" and name.start == head.i + 1 else None


def _left(head: Token) -> int:
    """Find the first token of what stands before a noun, without a gap."""
    low = head.i
    for child in sorted(head.lefts, key=lambda c: -c.i):
        if child.right_edge.i + 1 != low:
            break
        rounding = child.dep_ == "advmod" and child.lower_ in ROUNDING
        if not rounding and child.dep_ not in (*LEFT, "appos", "punct"):
            break
        if child.dep_ == "punct" and child.text not in "-'":
            break
        low = child.left_edge.i
    return low


def category(head: Token) -> str:
    """Say who, group, country, place, measure or what a noun is; unusable for a pronoun."""
    if head.pos_ == "PRON" or head.lower_ in POINTING:
        raise Unusable("pronoun")
    entity = name_after(head) or entity_of(head)
    label = entity.label_ if entity is not None else ""
    if head.text in COUNTRIES and label != "PERSON":
        return "country"
    if label in KINDS:
        return KINDS[label]
    if head.pos_ == "PROPN" and not label:
        raise Unusable("name of an unknown kind")
    lemma = head.lemma_.lower()
    return "who" if lemma in PEOPLE or lemma.endswith("ist") else "what"


def noun_text(head: Token, rng: random.Random, *, definite: bool = False) -> str:
    """Write a noun phrase for a question, at random shortened or with another word for its head."""
    if head.lower_ in POINTING or head.pos_ in ("PRON", "ADJ", "DET"):
        raise Unusable("pronoun")
    entity = name_after(head) or entity_of(head)
    if entity is not None and entity.label_ == "PERSON" and entity.end > head.i:
        text = name_text(entity, rng)
        return text + ("'s" if head.nbor(0).tag_ == "POS" else "")
    span = noun_span(head, longest=LONGEST_PHRASE)
    if (head.lower_ == "number" and span[-1] == head) or span[0].lower_ in EMPTY_DETERMINERS:
        raise Unusable("a number of nothing")
    if len(span) > 5 and rng.random() < 0.5:
        brief = noun_span(head, prepositions=False, longest=LONGEST_PHRASE)
        after = span[len(brief) : len(brief) + 1]
        if not after or after[0].lower_ != "of":
            span = brief
    words = list(span)
    if any(t.lower_ in POINTING for t in words):
        raise Unusable("points at something")
    if rng.random() < 0.4:  # drop adjectives and titles
        dropped = [t for t in words if t.dep_ == "amod" and t.head == head and not t.ent_type_
                   and t.tag_ == "JJ" and not any(True for _ in t.children)]  # fmt: skip
        words = [t for t in words if t not in dropped]
    pieces = [t.text_with_ws for t in words]
    at = words.index(head)
    other = NOUNS.get(head.lower_)
    if other and head.text.islower() and rng.random() < 0.4:
        pieces[at] = other + head.whitespace_
    if words[0].lower_ == "the":
        pieces[0] = "the "
    if words[0].lower_ in ("a", "an"):
        following = pieces[1][:1].lower() if len(pieces) > 1 else ""
        article = "an" if following in "aeiou" else "a"
        kept = definite and head.lemma_ not in ("lot", "number", "couple", "series", "handful")
        pieces[0] = ("the" if kept else article) + " "
    elif (
        words[0].is_title
        and words[0].pos_ != "PROPN"
        and (not words[0].ent_type_ or KINDS.get(words[0].ent_type_) == "measure")
    ):
        pieces[0] = pieces[0][:1].lower() + pieces[0][1:]
    determined = any(t.dep_ in ("det", "poss", "nummod") for t in words)
    if definite and head.tag_ == "NN" and not head.ent_type_ and not determined:
        pieces.insert(0, "the ")
    return " ".join("".join(pieces).split())


def name_text(entity: Span, rng: random.Random) -> str:
    """Write a person's name, one time in three the surname alone."""
    words = entity.text.removesuffix("'s").removesuffix("’s").split()
    if len(words) > 1 and rng.random() < 0.35:
        words = words[-1:]
    before = entity.start - 1
    if len(words) == 1 and before >= 0 and rng.random() < 0.5:
        title = entity.doc[before].text
        if title in ("Mr", "Mrs", "Ms", "Sir", "Dr", "Lord", "Lady", "Mr.", "Mrs.", "Ms.", "Dr."):
            words.insert(0, title)
    return " ".join(words)


def antecedent(pronoun: Token) -> Span | None:
    """Find the only name of the right kind in the sentence before and up to the pronoun."""
    doc, begin = pronoun.doc, sentence_start(pronoun)
    before = sentence_start(doc[begin - 1]) if begin else begin
    if sum(1 for t in doc[begin : pronoun.i] if t.lower_ in ("he", "she", "they")) > 1:
        return None
    label = "ORG" if pronoun.lower_ == "it" else "PERSON"
    found = [e for e in doc[before : pronoun.i].ents if e.label_ == label and "\n" not in e.text]
    names = {e.text.removesuffix("'s").split()[-1] for e in found}
    if len(names) != 1:
        return None
    subject = next((e for e in found if e.root.dep_ in ("nsubj", "nsubjpass")), None)
    title = doc[subject.start - 1].text if subject is not None and subject.start else ""
    if {"Mr": "she", "Mrs": "he", "Ms": "he"}.get(title) == pronoun.lower_:
        return None
    if pronoun.lower_ == "it" and pronoun.i != begin:
        return None
    return subject
