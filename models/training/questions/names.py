"""Rules about names: who somebody is, who holds a role, what something is called."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.training.questions.clauses import Candidate, Clause, name_of
from models.training.questions.phrases import (
    Unusable,
    entity_of,
    name_text,
    noun_span,
    noun_text,
    sentence_start,
    strip,
)
from models.training.questions.words import BOUND, PLAYERS, POINTING, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token


def ask_identity(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask who somebody is, from "X is the leader of Y"."""
    verb = clause.verb
    if verb.lemma_ != "be" or clause.aux:
        return
    attribute = next((c for c in verb.rights if c.dep_ == "attr"), None)
    entity = entity_of(clause.subject)
    if attribute is None or entity is None or attribute.pos_ != "NOUN":
        return
    answer = noun_span(attribute, longest=14)
    if len(answer) < 3 or entity.label_ not in ("PERSON", "ORG", "PRODUCT", "WORK_OF_ART", "GPE"):
        return
    subject = name_of(clause, rng)
    asks = "who" if entity.label_ == "PERSON" else "what"
    yield Candidate("who is", f"{asks} {verb.lower_} {subject.text}", answer)
    known = any(t.lower_ == "the" for t in attribute.lefts)
    if attribute.lemma_.lower() in ROLES and entity.label_ == "PERSON" and known:
        role = noun_text(attribute, rng)
        yield Candidate("role", f"who {verb.lower_} {role}", entity)


def ask_apposition(token: Token, rng: random.Random) -> Iterator[Candidate]:
    """Ask who X is, and who the chairman is, from "X, the chairman of Y,"."""
    if token.dep_ != "appos":
        return
    head = token.head
    one, other = entity_of(head), entity_of(token)
    if head.i > token.i or "," not in token.doc[head.i : token.i].text:
        return
    if one is not None and one.label_ in ("PERSON", "ORG") and other is None:
        role = token.lemma_.lower() in ROLES
        if token.pos_ != "NOUN" or (one.label_ == "PERSON" and not role):
            return
        answer = noun_span(token, longest=12)
        if len(answer) < 2 or any(t.lower_ in POINTING for t in answer):
            return
        person = one.label_ == "PERSON"
        name = name_text(one, rng) if person else one.text
        if person:
            forms = [f"who is {name}"] * 3 + [f"what is {name}'s job", f"what is {name}'s role"]
            yield Candidate("who is", rng.choice(forms), answer)
        elif answer[0].lower_ in ("a", "an", "the"):
            yield Candidate("who is", f"what is {name}", answer)
        if person and role and answer[0].lower_ != "a":
            asked = noun_text(token, rng, definite=True)
            yield Candidate("role", role_question(asked, rng), one)
    elif other is not None and other.label_ == "PERSON" and head.lemma_.lower() in ROLES:
        asked = noun_text(head, rng, definite=True)
        if head.tag_ == "NN" and len(asked.split()) > 1:
            yield Candidate("role", role_question(asked, rng), other)


def ask_title(token: Token, rng: random.Random) -> Iterator[Candidate]:
    """Ask for a person by their title, and the other way: "BT chief executive Ben Verwaayen"."""
    entity = entity_of(token)
    if entity is None or entity.label_ != "PERSON" or token != entity.root or len(entity) < 2:
        return
    span = noun_span(token, prepositions=False, longest=12)
    low = span.start
    if span[0].dep_ == "det":
        low += 1
    title = token.doc[low : entity.start]
    if not 2 <= len(title) <= 6 or title[-1].lemma_.lower() not in ROLES | {"executive"}:
        return
    if any(t.like_num or t.ent_type_ in ("DATE", "TIME", "CARDINAL") for t in title):
        return
    if not title[-1].text.islower() or any(t.is_punct or t.lower_ in POINTING for t in title):
        return
    name = name_text(entity, rng)
    if len(title) > 1:
        yield Candidate("role", role_question(f"the {title.text}", rng), entity)
    forms = [
        f"who is {name}",
        f"what is {name}'s job",
        f"what is {name}'s position",
        f"who is {name}",
    ]
    yield Candidate("who is", rng.choice(forms), title)


def ask_belonging(token: Token, rng: random.Random) -> Iterator[Candidate]:
    """Ask for nationality, team or employer, from "Spanish striker X" and "BT analyst X"."""
    entity = entity_of(token)
    if entity is None or entity.label_ != "PERSON" or token != entity.root or len(entity) < 2:
        return
    before = list(token.doc[max(0, entity.start - 6) : entity.start])
    role = before[-1] if before else token
    if role.lemma_.lower() not in ROLES | {"executive"} or not role.text.islower():
        return
    owner = next((e for e in (entity_of(t) for t in reversed(before[:-1])) if e is not None), None)
    if owner is None or owner.start < sentence_start(token) or entity.start - owner.end > 3:
        return
    if any(t.pos_ not in ("NOUN", "ADJ", "PROPN") for t in token.doc[owner.end : entity.start]):
        return
    name = name_text(entity, rng)
    if owner.label_ == "NORP" and owner.text.endswith(("an", "ish", "ese", "ch", "eek", "ss")):
        yield Candidate("belongs", f"what nationality is {name}", owner)
    elif owner.label_ in ("ORG", "GPE") and role.lemma_.lower() in PLAYERS:
        verb = rng.choice(["who does {} play for", "what team does {} play for"])
        yield Candidate("belongs", verb.format(name), owner)
    elif owner.label_ == "ORG" and role.lemma_.lower() in ("analyst", "economist", "executive"):
        asks = rng.choice(["who does {} work for", "which company does {} work for"])
        yield Candidate("belongs", asks.format(name), owner)


def role_question(role: str, rng: random.Random) -> str:
    """Ask for the holder of a role."""
    if not role.lower().startswith(("the ", "his ", "her ")) and not role[:1].isupper():
        role = f"the {role}"
    if set(role.lower().split()) & BOUND:
        raise Unusable("possessive of somebody unknown")
    forms = [f"who is {role}"] * 3 + [f"what is the name of {role}"]
    return rng.choice(forms if len(role.split()) > 4 else [*forms, f"what is {role}'s name"])


def ask_called(token: Token, rng: random.Random) -> Iterator[Candidate]:
    """Ask for the name of something "called X"."""
    if token.lower_ not in ("called", "named", "dubbed", "titled", "entitled"):
        return
    if token.dep_ != "acl" or token.head.pos_ != "NOUN":
        return
    name = next((c for c in token.rights if c.dep_ in ("oprd", "dobj", "attr")), None)
    if name is None or not name.text[:1].isupper():
        return
    span = strip(noun_span(name))
    noun = noun_text(token.head, rng, definite=True)
    if not noun.startswith("the "):
        noun = f"the {noun}"
    yield Candidate(
        "called", rng.choice([f"what is the name of {noun}", f"what is {noun} called"]), span
    )
