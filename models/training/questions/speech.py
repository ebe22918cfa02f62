"""Rules about words and motives: what is said, by whom, what is wanted, and why."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.training.questions.clauses import (
    Candidate,
    Clause,
    asked_as,
    group_text,
    inverted,
    name_of,
    rest_text,
)
from models.training.questions.phrases import Unusable, answer_span, category, noun_text, strip
from models.training.questions.words import (
    BOUND,
    CHANGES,
    COUNTRIES,
    EMPTY,
    FIRST_PERSON,
    PUNISHED,
    PURPOSES,
    SPEECH,
    VAGUE,
    WANTS,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

LONGEST_CLAUSE = 25
"""Tokens of an answer that is a clause."""
ONWARD = ("and", "but", "as", "while", "when", "after", "before", "although", "though", "said")


def ask_said(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask what somebody said, what about, and who said it."""
    verb = clause.verb
    said = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if verb.lemma_ not in SPEECH or said is None or clause.passive:
        return
    tokens = [t for t in said.subtree if t.i != verb.i]
    low, high = tokens[0].i, tokens[-1].i + 1
    if low <= verb.i < high or low <= clause.subject.i < high:
        return
    span = strip(verb.doc[low:high])
    if span[0].lower_ == "that" and span[0].dep_ == "mark":
        span = span[1:]
    if not 3 <= len(span) <= LONGEST_CLAUSE or span[0].tag_ in ("WDT", "WP", "WRB"):
        return
    if span[0].pos_ in ("VERB", "AUX", "CCONJ"):
        return
    if said.i < verb.i and verb.doc[high - 1 : high + 1].text[-1:].isalnum():
        return  # no comma or quotation mark between: parts of two sentences
    onward = verb.doc[min(span.end, len(verb.doc) - 1)]
    if not (onward.is_punct or onward.is_space or onward.lower_ in ONWARD or onward.i == verb.i):
        return  # the clause was cut short
    if verb.lemma_ in ("believe", "feel", "hope", "think") and category(clause.subject) == "what":
        return
    if clause.subject.ent_type_ == "GPE" and clause.subject.text not in COUNTRIES:
        return
    if clause.subject.lower_ in ("people", "many", "some") or said.lemma_ in SPEECH:
        return
    topic = next((c for c in said.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    present = verb.tag_ in ("VBZ", "VBP")
    if not any(t.lower_ in FIRST_PERSON for t in span[:1]):
        subject = name_of(clause, rng)
        how = verb.lemma_
        if rng.random() < 0.5:
            how = rng.choice(["say", "say", "think", "claim"] if how != "deny" else ["deny"])
        if asked_as(clause) == "what" and how != "deny":
            how = rng.choice(["say", "show", "suggest"])
        about = ""
        if topic is not None and topic.lemma_ not in VAGUE and rng.random() < 0.75:
            try:
                about = f" about {noun_text(topic, rng, definite=True)}"
                if BOUND & set(about.lower().split()):
                    about = ""
            except Unusable:
                about = ""
        if how == "tell" or (how not in ("say", "think", "deny", "suggest", "reveal") and about):
            how = "say"
        do = "do" if present and clause.subject.tag_ in ("NNS", "NNPS") else "does"
        do = do if present else "did"
        kind = "said about" if about else "said"
        yield Candidate(kind, f"what {do} {subject.text} {how}{about}", span, subject.needs)
    if any(t.lower_ in FIRST_PERSON or t.text in '"()' for t in span) or topic is None:
        return
    kind = asked_as(clause)
    if kind not in ("who", "group", "country"):
        return
    answer = answer_span(clause.subject)
    inner = Clause(
        said,
        topic,
        tuple(c for c in said.children if c.dep_ in ("aux", "auxpass") and c.i < said.i),
        any(c.dep_ == "auxpass" for c in said.children),
    )
    if inner.negated or any("'" in t.text for t in inner.aux):
        return
    lead = noun_text(topic, rng)
    if BOUND & set(lead.lower().split()):
        return
    body = f"{lead} {group_text(inner, rng, singular=False)} "
    body += rest_text(inner, rng)
    word = verb_word(verb, rng)
    yield Candidate("speaker", f"who {word} {rng.choice(['', 'that '])}{body}", answer)


def verb_word(verb: Token, rng: random.Random) -> str:
    """Write a verb of speech, mostly as "said"."""
    if rng.random() < 0.5:
        return "says" if verb.tag_ in ("VBZ", "VBP") else "said"
    return verb.text.lower() if verb.tag_ in ("VBD", "VBZ") and verb.lemma_ != "tell" else "said"


def ask_wants(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask what somebody wants, plans or refuses to do."""
    verb = clause.verb
    if verb.lemma_ not in WANTS or (
        clause.passive and verb.lemma_ not in ("expect", "urge", "order")
    ):
        return
    for child in verb.rights:
        if child.dep_ != "xcomp" or child.tag_ != "VB":
            continue
        if not any(c.dep_ == "aux" and c.lower_ == "to" for c in child.lefts):
            continue
        span = strip(verb.doc[child.left_edge.i : child.right_edge.i + 1])
        if not 3 <= len(span) <= LONGEST_CLAUSE or any(t.lower_ in FIRST_PERSON for t in span):
            continue
        if span[0].lower_ == "to" and rng.random() < 0.5:
            span = span[1:]
        between = [c for c in verb.rights if c.dep_ == "dobj" and c.i < child.i]
        middle = " ".join(noun_text(c, rng) for c in between)
        subject = name_of(clause, rng)
        group = inverted(clause, subject.text, rng)
        question = " ".join(f"what {group} {middle} to do".split())
        yield Candidate("wants", question, span, subject.needs)


def ask_why(clause: Clause, rng: random.Random) -> Iterator[Candidate]:
    """Ask for a reason or a purpose."""
    verb = clause.verb
    for child in verb.rights:
        found = reason(clause, child)
        if found is None:
            continue
        span = strip(found)
        if not 2 <= len(span) <= LONGEST_CLAUSE or any(t.lower_ in FIRST_PERSON for t in span):
            continue
        subject = name_of(clause, rng)
        rest = rest_text(clause, rng, [child], keep=0.3)
        asks = "why"
        if child.lower_ == "for" and rng.random() < 0.5:
            tail = f"{inverted(clause, subject.text, rng)} {rest} for"
            yield Candidate("why", f"what {tail}", span, subject.needs)
            continue
        changed = verb.lemma_ in CHANGES and not clause.passive
        if child.dep_ == "prep" and changed and rng.random() < 0.4:
            yield Candidate("why", f"what caused {subject.text} to {verb.lemma_}", span)
            continue
        yield Candidate(
            "why", f"{asks} {inverted(clause, subject.text, rng)} {rest}", span, subject.needs
        )


def reason(clause: Clause, child: Token) -> Span | None:
    """Return the words of a dependent that tell why, or None."""
    doc = child.doc
    low, high = child.left_edge.i, child.right_edge.i + 1
    if child.dep_ == "advcl":
        mark = next((c for c in child.lefts if c.dep_ == "mark"), None)
        if mark is not None and mark.lower_ == "because":
            return doc[mark.i + 1 : high]
        if mark is not None and mark.lower_ == "after" and clause.verb.lemma_ in PUNISHED:
            return doc[mark.i + 1 : high]
        purpose = any(c.dep_ == "aux" and c.lower_ == "to" for c in child.lefts)
        if purpose and child.tag_ == "VB" and child.left_edge.lower_ in ("to", "in"):
            objects = [c.lemma_ for c in clause.verb.rights if c.dep_ == "dobj"]
            acted = not PURPOSES & set(objects) and (clause.passive or bool(objects))
            return doc[low:high] if acted and clause.verb.lemma_ not in EMPTY else None
        return None
    if child.dep_ != "prep":
        return None
    if child.lower_ in ("because", "due", "despite", "amid") and child.i + 2 < high:
        if child.lower_ in ("because", "due"):
            return doc[child.i + 2 : high]
        return None
    if child.lower_ in ("for", "over", "after") and clause.verb.lemma_ in PUNISHED:
        inner = [c for c in child.rights if c.dep_ in ("pobj", "pcomp")]
        timed = any(t.ent_type_ in ("DATE", "TIME", "MONEY") for t in doc[child.i + 1 : high][:4])
        if inner and not timed and inner[0].ent_type_ not in ("PERSON", "ORG", "GPE"):
            return doc[child.i + 1 : high]
    return None
