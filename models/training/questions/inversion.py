"""Questions of yes or no out of statements: "The port closed." gives "Did the port close?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DO = {"VBD": "Did", "VBZ": "Does", "VBP": "Do"}
"""What asks for a verb that has no auxiliary, by its tag in the Penn Treebank."""
UNFIT = frozenset("?\"'\u2019\u201c")
"""What a statement must not have: short forms and quotations do not turn round."""


def invert(doc: Doc) -> str | None:
    """Return the question that a parsed statement answers with yes.

    None where it has several sentences, or does not begin with its subject.
    """
    root = next((token for token in doc if token.dep_ == "ROOT"), None)
    if root is None or len(list(doc.sents)) != 1 or not UNFIT.isdisjoint(doc.text):
        return None
    subject = next((t for t in root.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None or subject.left_edge.i != 0 or subject.i > root.i:
        return None
    words = [token.text_with_ws for token in doc]
    if doc[0].pos_ != "PROPN" and not doc[0].ent_type_ and doc[0].text != "I":
        words[0] = words[0][:1].lower() + words[0][1:]
    lead = _lead(root, subject)
    if lead is not None:
        words[lead.i] = ""
        asked = lead.text.capitalize()
    elif root.tag_ in DO:
        words[root.i] = root.lemma_ + root.whitespace_
        asked = DO[root.tag_]
    else:
        return None
    return f"{asked} {''.join(words).strip().rstrip(' .!')}?"


def _lead(root: Token, subject: Token) -> Token | None:
    """Return what goes to the front: the first auxiliary, or a form of "to be" itself."""
    behind = subject.right_edge.i
    auxiliaries = [
        token for token in root.children if token.dep_ in ("aux", "auxpass") and token.i > behind
    ]
    if auxiliaries and auxiliaries[0].i < root.i:
        return auxiliaries[0]
    return root if root.pos_ == "AUX" else None
