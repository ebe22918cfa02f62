"""Rules about what happens: who, whom, what, where and when."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from models.training.questions.clauses import (
    Candidate,
    Clause,
    asked_as,
    group_text,
    inverted,
    name_of,
    rest_text,
    verb_is,
)
from models.training.questions.forms import SYNONYMS, inflect
from models.training.questions.phrases import (
    answer_span,
    category,
    entity_of,
    name_after,
    noun_span,
    strip,
)
from models.training.questions.words import (
    BOUND,
    EMPTY,
    ENOUGH,
    HUMAN,
    MEETINGS,
    PLACES,
    PUNISHED,
    SPEECH,
    STRUCK,
    UNITS,
)

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATED = re.compile(
    r"\b(?:1[5-9]|20)\d\d|age of|\d(?:am|pm|th|st|s)\b|\wday\b|ago\b|last (?!minute)|next |this |"
    rf"early |late |\w night|\wnight|morning|tomorrow|summer|winter|spring|{MONTHS}"
)
"""What a date has that a reader can place; "night" alone says nothing."""
CIRCUMSTANCES = ("in", "at", "after", "before", "during", "as", "since", "by", "until")
"""Prepositions that seldom belong to the verb before them."""


def ask_subject(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask who or what did it."""
    head, verb = clause.subject, clause.verb
    if verb.lemma_ == "tell" or (
        verb.lemma_ in SPEECH and not any(c.dep_ in ("dobj", "prt") for c in verb.children)
    ):
        return
    kind = asked_as(clause)
    if kind in ("measure", "place") or (verb.lemma_ == "be" and head.pos_ != "PROPN"):
        return
    answer = answer_span(head)
    if answer[0].lower_ in BOUND:
        return
    if verb.lemma_ in ("include", "contain", "see"):
        return
    entity = name_after(head) or entity_of(head)
    alone = not any(c.dep_ == "conj" for c in head.rights)
    if kind == "who" and entity is not None and alone and rng.random() < 0.7:
        answer = entity
    rest = rest_text(clause, rng)
    if not rest and not clause.passive:
        return
    asks = {"who": "who", "what": "what", "country": "which country"}.get(kind, "")
    if kind == "group":
        asks = "who" if verb.lemma_ in HUMAN else rng.choice(["who", "who", "what"])
        if re.search(r"\b(Corp|Inc|Ltd|plc|Group|Co|AG)\b", answer.text):
            asks = rng.choice(["who", "which company", "what company", "which firm"])
    number = rng.random() < 0.85 or head.tag_ not in ("NNS", "NNPS")
    group = group_text(clause, rng, singular=number)
    if (
        clause.passive
        and verb.lemma_ == "kill"
        and not rest.startswith("by")
        and rng.random() < 0.4
    ):
        group = "died"
    yield Candidate("subject", f"{asks} {group} {rest}", answer)


def ask_object(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask for the object."""
    verb = clause.verb
    if clause.passive or verb.lemma_ in ("be", "have", "take", "do", "tell"):
        return
    for child in verb.rights:
        if child.dep_ != "dobj":
            continue
        kind = category(child)
        if kind == "who" and verb.lemma_ in SPEECH:
            continue  # "denied Mr Yeo said ..."
        if kind in ("measure", "place") or child.lemma_ in ("part", "place", "way", "time", "role"):
            continue
        answer = answer_span(child)
        subject = name_of(clause, rng)
        asks = "who" if kind == "who" or (kind == "group" and verb.lemma_ in MEETINGS) else "what"
        asks = "which country" if kind == "country" else asks
        rest = rest_text(clause, rng, [child], keep=0.3)
        yield Candidate(
            "object", f"{asks} {inverted(clause, subject.text, rng)} {rest}", answer, subject.needs
        )


def ask_preposition(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask for the object of a preposition that belongs to the verb: "what did X agree to?"."""
    verb = clause.verb
    for prep in verb.rights:
        if prep.dep_ not in ("prep", "agent") or prep.i != verb.i + 1 or verb.lemma_ in EMPTY:
            continue
        if prep.lower_ in CIRCUMSTANCES and prep.dep_ != "agent":
            continue
        objects = [c for c in prep.rights if c.dep_ == "pobj"]
        if len(objects) != 1:
            continue
        kind = category(objects[0])
        if kind in ("measure", "place"):
            continue
        answer = answer_span(objects[0])
        asks = (
            "who" if kind in ("who", "group") else "which country" if kind == "country" else "what"
        )
        subject = name_of(clause, rng)
        rest = rest_text(clause, rng, [prep], keep=0.3)
        if prep.dep_ == "agent" and verb.tag_ == "VBN" and rng.random() < 0.6:
            past = verb.text.lower()
            if verb.lemma_.lower() in SYNONYMS and rng.random() < 0.4:
                past = inflect(rng.choice(SYNONYMS[verb.lemma_.lower()]), "VBD")
            elif not past.endswith("ed"):
                continue
            question = f"{asks} {past} {subject.text} {rest}"
        else:
            question = f"{asks} {inverted(clause, subject.text, rng)} {prep.lower_} {rest}"
        yield Candidate("object", question, answer, subject.needs)


def ask_where(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask for the place."""
    if verb_is(clause, "tell"):
        return
    for prep in clause.verb.children:
        if prep.dep_ != "prep" or prep.lower_ not in (
            "in", "at", "near", "outside", "inside", "into", "across", "to",
        ):  # fmt: skip
            continue
        objects = [c for c in prep.rights if c.dep_ == "pobj"]
        if len(objects) != 1 or (prep.lower_ == "to" and objects[0].ent_type_ != "GPE"):
            continue
        place = objects[0]
        named = place.ent_type_ in ("GPE", "LOC", "FAC")
        if not named and (place.ent_type_ or place.lemma_ not in PLACES):
            continue
        answer = answer_span(place)
        if rng.random() < 0.15 and prep.i + 1 == answer.start:
            answer = place.doc[prep.i : answer.end]
        subject = name_of(clause, rng)
        rest = rest_text(clause, rng, [prep], keep=0.4)
        yield Candidate(
            "where", f"where {inverted(clause, subject.text, rng)} {rest}", answer, subject.needs
        )


def ask_when(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask for the date, or how long it lasted."""
    perfect = any(t.lower_ in ("has", "have") for t in clause.aux)
    if verb_is(clause, "tell"):
        return
    for child in clause.verb.children:
        if child.dep_ == "npadvmod" or (
            child.dep_ == "dobj" and child.ent_type_ in ("DATE", "TIME")
        ):
            time, prep = child, ""
        elif child.dep_ == "prep":
            objects = [c for c in child.rights if c.dep_ == "pobj"]
            if len(objects) != 1:
                continue
            time, prep = objects[0], child.lower_
        else:
            continue
        entity = entity_of(time)
        if entity is None or entity.label_ not in ("DATE", "TIME"):
            continue
        span = noun_span(time)
        answer = span if span.start <= entity.start and len(span) <= 6 else entity
        lasting = time.lemma_.lower() in UNITS and any(t.like_num for t in entity)
        sentenced = prep == "to" and verb_is(clause, "sentence")
        if lasting and (prep in ("for", "over") or sentenced or verb_is(clause, "spend", "last")):
            asks = "how long"
        elif prep in ("", "on", "in", "at", "during") and (not lasting or "ago" in entity.text):
            if not DATED.search(entity.text) or perfect:
                continue
            asks = rng.choice(["when"] * 6 + ["what day" if prep == "on" else "when"])
            if asks == "what day" and not entity.text.endswith("day"):
                asks = "when"
            if prep == "in" and re.fullmatch(r"\d{4}", entity.text) and rng.random() < 0.4:
                asks = rng.choice(["what year", "in what year"])
        else:
            continue
        subject = name_of(clause, rng)
        rest = rest_text(clause, rng, [child], keep=0.4)
        yield Candidate(
            "when" if asks != "how long" else "how long",
            f"{asks} {inverted(clause, subject.text, rng)} {rest}",
            answer,
            subject.needs,
        )


def ask_happened(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask what happened to somebody, from a passive clause about a name."""
    verb = clause.verb
    if not clause.passive or verb.tag_ != "VBN" or any(t.tag_ == "MD" for t in clause.aux):
        return
    entity = name_after(clause.subject) or entity_of(clause.subject)
    lemma = verb.lemma_.lower()
    if lemma not in PUNISHED | STRUCK or entity is None or entity.label_ not in ("PERSON", "ORG"):
        return
    last = verb.i + 1
    for child in verb.rights:
        if child.dep_ not in ("prep", "prt", "dobj", "oprd", "npadvmod", "agent", "xcomp"):
            break
        if child.left_edge.i != last or child.right_edge.i - verb.i > 14:
            break
        last = child.right_edge.i + 1
    subject = name_of(clause, rng)
    span = strip(verb.doc[verb.i : last])
    if len(span) < 2 and lemma not in ENOUGH:
        return
    yield Candidate("happened", f"what happened to {subject.text}", span, subject.needs)
