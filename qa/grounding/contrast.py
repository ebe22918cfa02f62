"""Two clauses of one sentence that set things against each other: "A rose, while B fell"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from qa.grounding.deeds import Deed, Party, find_deeds
from qa.language import lexicon
from qa.language.mentions import Mentions, find_mentions
from qa.language.polarity import are_opposites, turned_preposition
from qa.language.synonyms import base_stem
from qa.text.words import Word

_PARTING = re.compile(r";|\b(?:while|whereas|but)\b", re.IGNORECASE)
_PRONOUNS = lexicon.words("grammar", "personal")


def split_clauses(sentence: str, at: int) -> tuple[str, tuple[str, ...]]:
    """Return the clause of ``sentence`` with its character ``at``, and those set against it."""
    cuts = [0, *(match.end() for match in _PARTING.finditer(sentence)), len(sentence)]
    own, others = sentence, []
    for low, high in pairwise(cuts):
        if low <= at < high:
            own = sentence[low:high]
        elif sentence[low:high].strip():
            others.append(sentence[low:high])
    return own, tuple(others)


def find_contrasted(claim: Mentions, own: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return what another clause says to the contrary of ``claim``, a question without its answer.

    ``own`` is the clause with the answer. In "exports rose 4 percent, while imports fell 7" the
    7 percent are not what exports fell by: exports did the opposite. Nor is a figure of before the
    fire one of after it.
    """
    clauses = tuple(others)
    mine = find_mentions(own)
    there = _words(mine)
    found = []
    if clauses and (turned := turned_preposition(_words(claim), there)):
        found.append(f'this has "{turned[0]}", where a source has "{turned[1]}"')
    if any(word.key in _PRONOUNS for word in there):  # "they fell": perhaps what is asked about
        return tuple(found)
    known = [deed for clause in clauses for deed in _deeds(find_mentions(clause))]
    for asked in filter(_subjects, _deeds(claim)):
        rivals = [deed for deed in _deeds(mine) if _subjects(deed) and _same_verb(asked, deed)]
        if not rivals or any(_meet(asked, rival) for rival in rivals):
            continue
        for deed in known:
            if _meet(asked, deed) and are_opposites(base_stem(asked.verb), base_stem(deed.verb)):
                told = f'"{asked.verb.text}" is the opposite of "{deed.verb.text}"'
                found.append(f"{told} in a source")
    return tuple(dict.fromkeys(found))


def _words(text: Mentions) -> list[Word]:
    return [word for sentence in text.sentences for word in sentence.words]


def _deeds(text: Mentions) -> list[Deed]:
    return [deed for sentence in text.sentences for deed in find_deeds(text, sentence)]


def _same_verb(a: Deed, b: Deed) -> bool:
    return base_stem(a.verb) == base_stem(b.verb)


def _meet(deed: Deed, known: Deed) -> bool:
    """Say whether all subjects of a claim's verb are of a source's, too: "sales" and "tea"."""
    theirs = _subjects(known)
    return all(any(a.same(b) for b in theirs) for a in _subjects(deed))


def _subjects(deed: Deed) -> tuple[Party, ...]:
    """Return who does it, or in a passive without "by" to whom it is done."""
    return deed.agents or deed.others
