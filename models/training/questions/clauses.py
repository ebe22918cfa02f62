"""Clauses of a dependency parse, and their parts written into questions."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.training.questions.forms import SYNONYMS, inflect
from models.training.questions.phrases import (
    LONGEST_PHRASE,
    Unusable,
    antecedent,
    category,
    name_text,
    noun_text,
    text_of,
)
from models.training.questions.words import (
    BOUND,
    DENIALS,
    HUMAN,
    PARTICLES,
    PEOPLE,
    PLACING,
    POINTING,
    SPEECH,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

SUBJECTS = ("nsubj", "nsubjpass")
AUXILIARIES = ("aux", "auxpass")


@dataclass(frozen=True, slots=True)
class Clause:
    """A finite clause: ``subject`` may be the noun that a relative pronoun stands for."""

    verb: Token
    subject: Token
    aux: tuple[Token, ...]
    passive: bool

    @property
    def negated(self) -> bool:
        """Say whether the clause denies something."""
        return any(c.dep_ == "neg" or c.lower_ in DENIALS for c in self.verb.children)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question (no question mark), the tokens of its answer, and a name's tokens it needs."""

    kind: str
    question: str
    answer: Span
    needs: Span | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """How a clause's subject is written in a question, and where its name was found."""

    text: str
    needs: Span | None


def clauses(sentence: Span) -> Iterator[Clause]:
    """Yield the clauses of a sentence whose subject is known and whose verb is finite."""
    for verb in sentence:
        if verb.pos_ not in ("VERB", "AUX") or verb.dep_ in AUXILIARIES:
            continue
        aux = tuple(c for c in verb.children if c.dep_ in AUXILIARIES and c.i < verb.i)
        subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if subject is not None and subject.i > verb.i and verb.lemma_ not in SPEECH:
            continue
        passive = any(c.dep_ == "auxpass" for c in aux)
        if subject is None and verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
            first = verb.head
            subject = next((c for c in first.children if c.dep_ in SUBJECTS), None)
            shared = tuple(c for c in first.children if c.dep_ in AUXILIARIES and c.i < first.i)
            if not aux and verb.tag_ in ("VB", "VBN", "VBG"):
                aux = shared
                passive = any(c.dep_ == "auxpass" for c in aux)
            if first.dep_ == "relcl" and subject is not None and subject.lower_ in POINTING:
                subject = first.head
        elif subject is not None and verb.dep_ == "relcl" and subject.tag_ in ("WDT", "WP"):
            subject = verb.head
        if subject is None or not (aux or verb.tag_ in ("VBD", "VBZ", "VBP")):
            continue
        if subject.ent_type_ in ("DATE", "TIME", "CARDINAL", "ORDINAL"):
            continue
        # "The tournament on the Gold Coast, which begins on Sunday": not the coast begins.
        if subject == verb.head and subject.ent_type_ in ("GPE", "LOC", "FAC"):
            continue
        if disagree(subject, aux[0] if aux else verb) or subject.lower_ == "scroll":
            continue
        if aux and not any(a.tag_ in ("MD", "VBD", "VBZ", "VBP") for a in aux):
            continue
        yield Clause(verb, subject, aux, passive)


def disagree(subject: Token, verb: Token) -> bool:
    """Say whether subject and verb differ in number: then one of them is parsed wrongly."""
    joined = any(c.dep_ == "conj" for c in subject.children)
    if verb.tag_ == "VBZ" or verb.lower_ == "was":
        return (subject.tag_ == "NNS" and subject.ent_type_ == "") or joined
    if verb.tag_ == "VBP" or verb.lower_ == "were":
        return subject.tag_ == "NN" and not joined and subject.lemma_ not in PEOPLE
    return False


def asked_as(clause: Clause) -> str:
    """Say who, what, group or country, as `category`, and "who" for what only people do."""
    kind = category(clause.subject)
    relative = any(c.lower_ == "who" and c.dep_ in ("nsubj", "nsubjpass")
                   for c in clause.verb.children)  # fmt: skip
    human = clause.verb.lemma_ in HUMAN and not clause.passive
    return "who" if kind == "what" and (relative or human) else kind


def verb_is(clause: Clause, *lemmas: str) -> bool:
    """Say whether a clause has one of some verbs."""
    return clause.verb.lemma_.lower() in lemmas


def name_of(clause: Clause, rng: random.Random) -> Subject:
    """Write the subject; a pronoun becomes the one name that it can stand for."""
    token = clause.subject
    if token.lower_ in ("he", "she", "it"):
        entity = antecedent(token)
        if entity is None:
            raise Unusable("pronoun")
        text = name_text(entity, rng) if entity.label_ == "PERSON" else entity.text
        return Subject(text, entity)
    text = noun_text(token, rng, definite=True)
    if BOUND & set(text.lower().split()):
        raise Unusable("possessive of somebody unknown")
    return Subject(text, None)


def rest_text(
    clause: Clause, rng: random.Random, skip: Iterable[Token] = (), *, keep: float = 0.5
) -> str:
    """Write what follows the verb, without ``skip``; optional parts stay with chance ``keep``."""
    left_out = {t.i for t in skip}
    if clause.verb.lemma_ in PLACING:
        keep = 1.0
    parts: list[str] = []
    for child in clause.verb.rights:
        if child.i in left_out:
            continue
        if child.dep_ in ("cc", "conj", "parataxis") or child.text in ",-–—:;":
            break
        if child.dep_ in ("dobj", "attr", "oprd"):
            parts.append(noun_text(child, rng))
        elif child.dep_ == "prt" or (child.lower_ in PARTICLES and child.i == clause.verb.i + 1):
            parts.append(child.text)
        elif child.dep_ in ("acomp", "xcomp", "ccomp"):
            parts.append(subtree_text(child))
        elif child.dep_ == "dative":
            parts.append(prep_text(child, rng) if child.pos_ == "ADP" else noun_text(child, rng))
        elif child.dep_ in ("prep", "agent"):
            first = child.i == clause.verb.i + 1 and not _is_time(child)
            if first or rng.random() < keep * (0.4 if _is_time(child) else 1.0):
                parts.append(prep_text(child, rng))
    if clause.verb.lemma_ in PLACING - {"begin"} and not parts:
        raise Unusable("placed nowhere")
    return " ".join(parts)


def prep_text(preposition: Token, rng: random.Random) -> str:
    """Write a preposition with its object."""
    objects = [c for c in preposition.rights if c.dep_ in ("pobj", "pcomp", "prep")]
    if len(objects) != 1:
        raise Unusable("preposition without one object")
    inner = objects[0]
    if inner.dep_ == "prep":
        return f"{preposition.lower_} {prep_text(inner, rng)}"
    if inner.dep_ == "pcomp":
        return f"{preposition.lower_} {subtree_text(inner)}"
    return f"{preposition.lower_} {noun_text(inner, rng)}"


def subtree_text(head: Token, longest: int = LONGEST_PHRASE) -> str:
    """Write a whole subtree, if it is short and points at nothing outside."""
    tokens = list(head.subtree)
    if len(tokens) > longest or any(t.lower_ in POINTING or t.text in '",;:()-' for t in tokens):
        raise Unusable("clause too long")
    return text_of(tokens)


def _is_time(preposition: Token) -> bool:
    return any(c.ent_type_ in ("DATE", "TIME") for c in preposition.children)


def verb_form(verb: Token, tag: str, rng: random.Random, *, vary: float = 0.4) -> str:
    """Write a verb in the form of a Penn tag, with chance ``vary`` another verb for the same."""
    lemma = verb.lemma_.lower()
    particle = any(c.dep_ == "prt" for c in verb.children)
    told = lemma in SPEECH and any(c.dep_ == "dobj" for c in verb.rights)
    if lemma in SYNONYMS and not particle and not told and rng.random() < vary:
        return inflect(rng.choice(SYNONYMS[lemma]), tag)
    return lemma if tag == "VB" else verb.text.lower()


def group_text(clause: Clause, rng: random.Random, *, singular: bool) -> str:
    """Write auxiliaries and verb as they stand, made singular after "who" and "what"."""
    changed = {"were": "was", "are": "is", "have": "has", "'ve": "has", "'s": "is", "'re": "is"}
    words = []
    for token in clause.aux:
        word = token.lower_
        if word in ("'s", "’s"):
            word = "has" if token.lemma_ == "have" or clause.verb.tag_ == "VBD" else "is"
        words.append(changed.get(word, word) if singular else word)
        if word in ("'d", "’d", "'ll", "’ll"):
            raise Unusable("contraction")
    verb = clause.verb
    if singular and verb.tag_ == "VBP" and not clause.aux:
        words.append("is" if verb.lemma_ == "be" else inflect(verb.lemma_.lower(), "VBZ"))
    elif singular and verb.lower_ in changed:
        words.append(changed[verb.lower_])
    else:
        words.append(verb_form(verb, verb.tag_, rng))
    return " ".join(words)


def inverted(clause: Clause, subject: str, rng: random.Random) -> str:
    """Write "did the company buy": first auxiliary or do, subject, the rest of the verb."""
    verb = clause.verb
    if clause.aux:
        first, *others = [t.lower_ for t in clause.aux]
        if "'" in first or "’" in first:
            raise Unusable("contraction")
        return " ".join([first, subject, *others, verb_form(verb, verb.tag_, rng)])
    if verb.lemma_ == "be":
        return f"{verb.lower_} {subject}"
    do = {"VBD": "did", "VBZ": "does", "VBP": "do"}[verb.tag_]
    return f"{do} {subject} {verb_form(verb, 'VB', rng)}"
