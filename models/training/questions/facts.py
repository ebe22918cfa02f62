"""Rules about figures: how many, how much, how old, how long, and where events are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.training.questions.clauses import (
    Candidate,
    Clause,
    group_text,
    inverted,
    name_of,
    rest_text,
)
from models.training.questions.phrases import (
    PLURALS,
    entity_of,
    name_text,
    noun_span,
    noun_text,
    sentence_start,
    text_of,
)
from models.training.questions.words import CHANGES, EVENTS, LASTING, POINTING, ROLES, UNITS, WORTH

if TYPE_CHECKING:
    from spacy.tokens import Token


def ask_number(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask how many."""
    for noun in (clause.subject, *clause.verb.rights):
        number = next((c for c in noun.children if c.dep_ == "nummod"), None)
        if number is None or number.ent_type_ != "CARDINAL" or noun.tag_ not in PLURALS:
            continue
        if noun.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "PERSON"):
            continue
        if noun.dep_ not in ("nsubj", "nsubjpass", "dobj", "attr"):
            continue
        span = noun_span(noun)
        counted = [t for t in span if t.i > number.i]
        if any(t.lower_ in POINTING or t.dep_ == "nummod" for t in counted) or not counted:
            continue
        entity = entity_of(number)
        if entity is None or entity.end > noun.i or entity.end != number.i + 1:
            continue
        answer = entity
        if rng.random() < 0.3:
            answer = noun.doc[entity.start : noun.i + 1]
        elif rng.random() < 0.3 and number.lower_ not in ("hundred", "thousand", "million"):
            answer = noun.doc[number.i : number.i + 1]
        if any(t.is_title and not t.ent_type_ for t in counted):
            continue  # the next sentence, without a full stop between
        brief = counted[: noun.i - number.i]
        whole = len(counted) > len(brief) and (
            counted[len(brief)].lower_ == "of" or (noun == clause.subject and rng.random() < 0.6)
        )
        things = text_of(counted if whole else brief)
        if noun == clause.subject:
            rest = rest_text(clause, rng)
            group = group_text(clause, rng, singular=False)
            if clause.passive and clause.verb.lemma_ == "kill" and rng.random() < 0.5:
                group = "died"
            elif not rest and not clause.passive:
                continue
            yield Candidate("how many", f"how many {things} {group} {rest}", answer)
        elif noun.dep_ == "attr" and clause.subject.dep_ == "expl":
            rest = rest_text(clause, rng, [noun])
            verb = clause.verb.lower_
            yield Candidate("how many", f"how many {things} {verb} there {rest}", answer)
        elif noun.dep_ == "dobj":
            subject = name_of(clause, rng)
            rest = rest_text(clause, rng, [noun], keep=0.3)
            question = f"how many {things} {inverted(clause, subject.text, rng)} {rest}"
            yield Candidate("how many", question, answer, subject.needs)


def ask_amount(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask how much money, what percentage, or by how much something changed."""
    verb = clause.verb
    lead = clause.subject
    entity = entity_of(lead)
    if entity is not None and entity.label_ == "PERCENT":
        inner = next((c for c in lead.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
        things = [c for c in inner.rights if c.dep_ == "pobj"] if inner is not None else []
        if things:
            group = group_text(clause, rng, singular=False)
            rest = rest_text(clause, rng)
            whole = noun_text(things[0], rng)
            asks = rng.choice(["what percentage of", "what percent of", "how many"])
            if things[0].tag_ not in PLURALS and asks == "how many":
                asks = "how much of"
            yield Candidate("how much", f"{asks} {whole} {group} {rest}", entity)
    for child in verb.rights:
        noun = child
        prep: Token | None = None
        if child.dep_ == "prep" and child.lower_ in ("by", "for", "to", "at"):
            objects = [c for c in child.rights if c.dep_ == "pobj"]
            if len(objects) != 1:
                continue
            noun, prep = objects[0], child
        entity = entity_of(noun)
        if entity is None or entity.label_ not in ("MONEY", "PERCENT") or entity.root != noun:
            continue
        subject = name_of(clause, rng)
        rest = rest_text(clause, rng, [child], keep=0.3)
        group = inverted(clause, subject.text, rng)
        changing = verb.lemma_.lower() in CHANGES
        if prep is None and child.dep_ in ("dobj", "npadvmod", "attr"):
            asks = "what percentage" if entity.label_ == "PERCENT" and not changing else "how much"
            yield Candidate("how much", f"{asks} {group} {rest}", entity, subject.needs)
        elif prep is not None and prep.lower_ == "by" and changing:
            asks = rng.choice(["by how much", "how much"])
            yield Candidate("how much", f"{asks} {group} {rest}", entity, subject.needs)
        elif prep is not None and prep.lower_ == "for" and entity.label_ == "MONEY":
            yield Candidate("how much", f"how much {group} {rest} for", entity, subject.needs)
        elif prep is not None and changing and prep.lower_ == "to":
            yield Candidate("how much", f"what {group} {rest} to", entity, subject.needs)


def ask_age(token: Token, rng: random.Random) -> Iterator[Candidate]:
    """Ask how old somebody is, from "X, 34," and "the 34-year-old X"."""
    doc = token.doc
    if token.text.isdigit() and 3 <= int(token.text) <= 110 and 1 < token.i < len(doc) - 1:
        person = entity_of(doc[token.i - 2])
        if doc[token.i - 1].text != "," or person is None or person.label_ != "PERSON":
            return
        if doc[token.i + 1].text not in ",.;" or person.end != token.i - 1:
            return
        verb = rng.choice(["is", "is", "was"])
        yield Candidate(
            "how old", f"how old {verb} {name_text(person, rng)}", doc[token.i : token.i + 1]
        )
        return
    if token.lower_ != "old" or token.i < 4 or doc[token.i - 2].lower_ != "year":
        return
    years = doc[token.i - 4]
    if not years.text.isdigit() or years.i < sentence_start(token):
        return
    head = next((t for t in doc[token.i + 1 : token.i + 6] if t.pos_ in ("NOUN", "PROPN")
                 and t.dep_ not in ("compound", "amod")), None)  # fmt: skip
    if head is None or head.tag_ in PLURALS:
        return
    person = entity_of(head)
    if person is not None and person.label_ == "PERSON":
        name = name_text(person, rng)
    elif head.lemma_.lower() in ROLES:
        name = f"the {head.text}"
    else:
        return
    span = doc[years.i : years.i + 1] if rng.random() < 0.6 else doc[years.i : token.i + 1]
    yield Candidate("how old", f"how old {rng.choice(['is', 'is', 'was'])} {name}", span)


def ask_worth(token: Token, rng: random.Random) -> Iterator[Candidate]:
    """Ask how much a deal is worth, from "a $3bn takeover"."""
    if token.lemma_.lower() not in WORTH or token.pos_ != "NOUN":
        return
    near = (entity_of(t) for t in token.lefts)
    money = next((e for e in near if e is not None and e.label_ == "MONEY"), None)
    if money is None or money.end > token.i or token.i - money.end > 4:
        return
    between = [t for t in token.doc[money.end : token.i] if not t.is_punct]
    if any(t.text in ")(" for t in token.doc[money.end : token.i]):
        between = []
    after = next((c for c in token.rights if c.dep_ == "prep" and c.i == token.i + 1), None)
    tail = ""
    if after is not None and after.lower_ in ("for", "of", "with", "by", "to"):
        objects = [c for c in after.rights if c.dep_ == "pobj"]
        if len(objects) == 1:
            tail = f" {after.lower_} {noun_text(objects[0], rng)}"
    noun = " ".join([*(t.text for t in between), token.text]) + tail
    forms = [
        f"how much is the {noun} worth",
        f"how much was the {noun}",
        f"what is the value of the {noun}",
    ]
    yield Candidate("how much", rng.choice(forms), money)


def ask_length(token: Token, rng: random.Random) -> Iterator[Candidate]:
    """Ask how long a contract, a sentence or a ban is, from "a five-year deal"."""
    doc = token.doc
    if token.lemma_.lower() not in LASTING or token.pos_ != "NOUN" or token.i < 4:
        return
    at = next((i for i in range(token.i - 1, token.i - 4, -1) if doc[i].lower_ in UNITS), None)
    if at is None or at < 2 or doc[at - 1].text != "-" or not doc[at - 2].like_num:
        return
    between = " ".join(t.text for t in doc[at + 1 : token.i] if t.dep_ in ("compound", "amod"))
    noun = f"{between} {token.text}".strip()
    forms = [
        f"how long is the {noun}",
        f"how long was the {noun}",
        f"what is the length of the {noun}",
    ]
    yield Candidate("how long", rng.choice(forms), doc[at - 2 : at + 1])


def ask_event(token: Token, rng: random.Random) -> Iterator[Candidate]:
    """Ask where or when an event takes place, from "the blast in Madrid"."""
    if token.lemma_.lower() not in EVENTS or token.pos_ != "NOUN" or token.tag_ in PLURALS:
        return
    for prep in token.rights:
        if prep.dep_ != "prep" or prep.lower_ not in ("in", "at", "near", "on", "outside"):
            continue
        objects = [c for c in prep.rights if c.dep_ == "pobj"]
        if len(objects) != 1:
            continue
        label = objects[0].ent_type_
        entity = entity_of(objects[0])
        if entity is None or label not in ("GPE", "LOC", "FAC", "DATE"):
            continue
        before = [t for t in token.lefts if t.dep_ == "compound" or t.tag_ == "JJ"]
        kept = [t.text for t in before if t.ent_type_ != "ORDINAL"] if rng.random() < 0.6 else []
        noun = " ".join([*kept, token.text])
        asks = "when" if label == "DATE" else "where"
        verb = token
        while verb.head != verb and verb.pos_ not in ("VERB", "AUX"):
            verb = verb.head
        past = verb.tag_ in ("VBD", "VBN")
        forms = [f"{asks} {'did' if past else 'does'} the {noun} take place"]
        forms.append(f"{asks} {'was' if past else 'is'} the {noun}")
        answer = entity if label == "DATE" else noun_span(objects[0])
        yield Candidate(asks, rng.choice(forms), answer)
