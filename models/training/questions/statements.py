"""Statements made of clauses: what a text tells as done, and what it only seems to.

Both are written alike, as deeds that were done: "the council closed the port". Of "the council
closed the port" it is true, of "the council plans to close the port" it is not. A judge that
learns from both can't go by the words that claim and text share (McCoy et al. 2019, HANS).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from models.training.questions.clauses import SUBJECTS, Clause, rest_text
from models.training.questions.factuality import pairs, phrasal, spoken, standing, words
from models.training.questions.forms import SYNONYMS
from models.training.questions.nominals import nominals
from models.training.questions.phrases import PLURALS, Unusable, entity_of, noun_text
from models.training.questions.words import EMPTY, POINTING, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

FEWEST, MOST = 3, 18
"""Words of a statement."""
REWORDED = 0.25
"""Chance of another verb for the same."""
KEPT = 0.6
"""Chance that what need not be said of a deed is said."""
OTHER_WORD = 0.7
"""Chance of one word for a verb with its particle."""
SOMEBODY = frozenset(("PERSON", "ORG", "GPE", "NORP"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A deed told as done.

    Attributes:
        kind: "fact", "open", "to come" (open by "will" or its like), "not so", "roles" (who did
            it, and to whom, exchanged), "owner", "contrary" (another verb, which can't be true as
            well), or "noun" (a deed that is a noun in the text).
        subject: who or what did it, or whom it befell.
        lemma: of its verb; with the tag "", what stands for the whole verb.
        tag: "VBD" for a deed, "VBN" for one that befell the subject.
        plural: whether the subject is more than one.
        rest: what follows the verb.
        verb: index of the verb in its document.
        true: whether the text bears it out.
    """

    kind: str
    subject: str
    lemma: str
    tag: str
    plural: bool
    rest: str
    verb: int
    true: bool

    def written(self, form: str) -> str:
        """Write the statement with the verb in the form of its tag."""
        be = "" if self.tag != "VBN" else "were " if self.plural else "was "
        text = f"{self.subject} {be}{form} {self.rest}".strip()
        return text[:1].upper() + text[1:] + "."


def statements(sentence: Span, rng: random.Random) -> Iterator[Statement]:
    """Yield what a parsed sentence tells, and what it seems to tell."""
    for verb in sentence:
        if verb.pos_ != "VERB" or verb.dep_ in ("aux", "auxpass", "amod", "compound"):
            continue
        kind = standing(verb)
        subject = subject_of(verb)
        if kind is None or subject is None:
            continue
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        modal = any(child.tag_ == "MD" for child in verb.children)
        try:
            made = _statement(kind, Clause(verb, subject, (), passive), rng)
        except Unusable:
            continue
        if fits(made):
            yield replace(made, kind="to come") if modal and kind == "open" else made
        if kind == "fact":
            yield from filter(fits, _altered(made, verb, subject, passive, rng))
    for said, thing, did, at in nominals(sentence, rng):
        named = Statement("noun", thing, did, "", False, "", at, said == "fact")
        if fits(named):
            yield named


def subject_of(verb: Token) -> Token | None:
    """Return who does it: the verb's own subject, or that of the clause it depends on."""
    own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None:
        relative = own.tag_ in ("WDT", "WP") or own.lower_ == "that"
        return verb.head if relative and verb.dep_ == "relcl" else None if relative else own
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ == "VERB":
        return subject_of(head)
    if verb.dep_ == "pcomp":
        named = next((child for child in head.head.children if child.dep_ == "dobj"), None)
        blamed = head.head.lemma_ in words("verbs", "thought")
        return named if blamed and named is not None else subject_of(head.head)
    if verb.dep_ == "acl" and head.pos_ == "NOUN":
        owner = next((child for child in head.children if child.dep_ == "poss"), None)
        above = head.head if head.dep_ in ("dobj", "nsubjpass") else None
        return owner if owner is not None else subject_of(above) if above is not None else None
    if verb.dep_ == "xcomp":
        asked = next((child for child in head.children if child.dep_ in ("dobj", "dative")), None)
        if asked is not None and head.lemma_ in words("verbs", "of_object"):
            return asked
        return subject_of(head)
    return None


def fits(made: Statement) -> bool:
    """Say whether a statement can stand alone."""
    tokens = f"{made.subject} {made.lemma} {made.rest}".split()
    return FEWEST <= len(tokens) <= MOST and POINTING.isdisjoint(word.lower() for word in tokens)


def _statement(kind: str, clause: Clause, rng: random.Random) -> Statement:
    verb = clause.verb
    lemma, particle = reworded(verb, rng)
    rest = rest_text(clause, rng, [particle] if particle is not None else [], keep=KEPT)
    if not rest and lemma in EMPTY | SPEECH:
        raise Unusable("nothing said")
    subject = noun_text(clause.subject, rng, definite=True)
    plural = clause.subject.tag_ in PLURALS or any(
        child.dep_ == "conj" for child in clause.subject.children
    )
    tag = "VBN" if clause.passive else "VBD"
    return Statement(kind, subject, lemma, tag, plural, rest, verb.i, kind == "fact")


def reworded(verb: Token, rng: random.Random) -> tuple[str, Token | None]:
    """Return a verb's lemma or one that says the same, and the particle that it then replaces."""
    lemma = verb.lemma_.lower()
    particle = next((c for c in verb.rights if c.dep_ == "prt" and c.i == verb.i + 1), None)
    if particle is not None:
        other = phrasal().get(f"{lemma} {particle.lower_}")
        if other is None or rng.random() >= OTHER_WORD:
            return lemma, None
        return other, particle
    options = [*SYNONYMS.get(lemma, ()), *spoken().get(lemma, ())]
    if not options or lemma in SPEECH or rng.random() > REWORDED:
        return lemma, None
    return rng.choice(options), None


def _altered(
    made: Statement, verb: Token, subject: Token, passive: bool, rng: random.Random
) -> Iterator[Statement]:
    """Yield statements with roles exchanged, in other voices, and of an owner for what he owns."""
    others = [
        child
        for each in verb.rights
        for child in ((each,) if each.dep_ == "dobj" else each.children)
        if each.dep_ == "dobj" or (each.dep_ == "agent" and child.dep_ == "pobj")
    ]
    other = others[0] if len(others) == 1 else None
    if other is not None and _is_somebody(other) and _is_somebody(subject):
        try:
            name = noun_text(other, rng, definite=True)
        except Unusable:
            return
        if verb.lemma_ not in words("mutual", "verbs") | SPEECH | EMPTY:
            doer, done_to = (name, made.subject) if passive else (made.subject, name)
            active = replace(made, tag="VBD", plural=False)
            if passive:
                yield replace(active, subject=doer, rest=done_to)
            else:
                yield replace(made, subject=done_to, tag="VBN", plural=other.tag_ in PLURALS,
                              rest=f"by {doer}")  # fmt: skip
            yield replace(active, kind="roles", subject=done_to, rest=doer, true=False)
    contrary = pairs("contrary").get(made.lemma)
    bare = not any(child.dep_ == "prt" for child in verb.children) or made.lemma != verb.lemma_
    if contrary is not None and bare and not (passive and " " in contrary):
        yield replace(made, kind="contrary", lemma=contrary, true=False)
    owner = next((child for child in subject.children if child.dep_ == "poss"), None)
    if owner is not None and _is_somebody(owner) and verb.lemma_ not in SPEECH:
        named = entity_of(owner)
        if named is not None:
            yield replace(made, kind="owner", subject=named.text, plural=False, true=False)


def _is_somebody(token: Token) -> bool:
    entity = entity_of(token)
    return entity is not None and entity.label_ in SOMEBODY
