"""The words of a question and of a text, as an index of words compares them."""

from __future__ import annotations

import re

from qa.language import lexicon
from qa.text.words import fold, stem

# A question of the longest allowed length (2,000 characters) has fewer distinct
# words that matter; each term costs one pass over its postings.
MAX_TERMS = 64

# "2.5", "1,200" and "U.S." are phrases of adjacent tokens, not loose digits and letters.
TERM = re.compile(r"\d+(?:[.,]\d+)+|(?:[^\W\d_]\.){2,}|\w+")

PLAIN_TERM = re.compile(r"\d+(?:[.,]\d+)+|(?:[^\W\d_]\.){2,}|[^\W_]+")

# Words that name no subject; left out as long as something else is asked for.
STOP_WORDS = lexicon.words("grammar", "stop_words") | {
    *("a", "an", "the", "no", "nor", "not"),
    *("d", "ll", "m", "re", "s", "t", "ve"),  # of "I'd", "we'll"
}

# Other words for the same, which an article may have in its place.
_ALIKE = {
    word: [other for other in group.split() if other != word]
    for group in lexicon.ordered("synonyms", "searched")
    for word in group.split()
}


def query_terms(text: str) -> list[str]:
    """Return at most ``MAX_TERMS`` distinct terms of a question, casefolded, stop words last.

    Stop words are left out as long as there is anything else.
    """
    terms: dict[str, None] = {}
    fallback: dict[str, None] = {}
    for match in TERM.finditer(text):
        term = match.group().casefold()
        if term in STOP_WORDS:
            fallback[term] = None
            continue
        terms[term] = None
        for other in _ALIKE.get(term, ()):
            terms.setdefault(other)
        if len(terms) >= MAX_TERMS:
            break
    return list(terms or fallback)[:MAX_TERMS]


def text_terms(text: str) -> list[str]:
    """Return the terms of a text in order, for an index of words that does not stem by itself.

    Figures ("2.5", "1,200") and initials ("u.s.") stay whole; words lose case, accents, endings.
    """
    return [
        term if term[:1].isdigit() or "." in term else stem(term)
        for term in (fold(match.group()) for match in PLAIN_TERM.finditer(text))
        if term
    ]
