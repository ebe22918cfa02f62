"""How well whole articles bear a question's words, beside the passages that were found."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from qa.index.terms import PLAIN_TERM, query_terms, text_terms
from qa.text.words import irregular_forms

# As FTS5 has them for passages.
_K1 = 1.2
_B = 0.75
_SHORTEST = 3
"""Letters of a beginning that a form may leave: "parties" has no more of "party", nor "organised"
of "organize"."""
_REMEMBERED = 1 << 14


def whole_scores(question: str, texts: Sequence[str]) -> list[float]:
    """Return the BM25 of each text for ``question``, which the others are held against.

    How rare a word is is counted in these texts alone: what all of them have tells none apart.
    """
    asked = _asked(question)
    if not asked or not texts:
        return [0.0] * len(texts)
    counts = [_counted(text.casefold(), asked) for text in texts]
    among = Counter(term for count in counts for term in count)
    rarity = {
        term: math.log1p((len(texts) - having + 0.5) / (having + 0.5))
        for term, having in among.items()
    }
    mean = sum(map(len, texts)) / len(texts)
    return [
        sum(
            rarity[term] * often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * len(text) / mean))
            for term, often in count.items()
        )
        for text, count in zip(texts, counts, strict=True)
    ]


def _asked(question: str) -> dict[str, set[str]]:
    """Return each term that is asked for, and how its forms may begin."""
    asked: dict[str, set[str]] = {}
    for word in query_terms(question):
        for term in text_terms(word):
            short = term.rstrip("iyz")
            begins = short if len(short) >= _SHORTEST else term
            every = asked.setdefault(term, {begins})
            every.update(form for form in (word, *irregular_forms(term)) if not _begun(form, every))
    return asked


def _begun(form: str, every: set[str]) -> bool:
    return any(form.startswith(begins) for begins in every)


def _counted(text: str, asked: dict[str, set[str]]) -> dict[str, int]:
    """Return how often the text has each term that is asked for, in any form."""
    found = {
        term: sum(term in _terms(word) for begins in every for word in _words(text, begins))
        for term, every in asked.items()
    }
    return {term: often for term, often in found.items() if often}


def _words(text: str, begins: str) -> Iterator[str]:
    """Yield the words of ``text`` that begin so: far sooner than by reading all of its words."""
    at = text.find(begins)
    while at >= 0:
        before = text[at - 1 : at]
        within = before.isalnum() or (begins[0].isdigit() and before in (".", ","))
        if not within and (match := PLAIN_TERM.match(text, at)):
            yield match[0]
        at = text.find(begins, at + len(begins))


@lru_cache(maxsize=_REMEMBERED)
def _terms(word: str) -> tuple[str, ...]:
    return tuple(text_terms(word))
