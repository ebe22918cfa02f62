"""Any question to a safe FTS5 expression."""

from __future__ import annotations

import re

from qa.language import lexicon

# A question of the longest allowed length (2,000 characters) has fewer distinct
# words that matter; each term costs one pass over its postings.
MAX_TERMS = 64

# "2.5", "1,200" and "U.S." are phrases of adjacent tokens, not loose digits and letters.
TERM = re.compile(r"\d+(?:[.,]\d+)+|(?:[^\W\d_]\.){2,}|\w+")

# Words that name no subject; left out as long as something else is asked for.
STOP_WORDS = lexicon.words("grammar", "stop_words") | {
    *("a", "an", "the", "no", "nor", "not"),
    *("d", "ll", "m", "re", "s", "t", "ve"),  # of "I'd", "we'll"
}


def match_expression(text: str) -> str:
    """Return an FTS5 expression that matches any term of ``text``, or "" without one.

    Every term is quoted, so that nothing in ``text`` is an operator
    (sqlite.org/fts5.html, section 3.1).
    """
    terms: dict[str, None] = {}
    fallback: dict[str, None] = {}
    for match in TERM.finditer(text):
        term = match.group().casefold()
        if term in STOP_WORDS:
            fallback[term] = None
            continue
        terms[term] = None
        if len(terms) == MAX_TERMS:
            break
    chosen = list(terms or fallback)[:MAX_TERMS]
    # \w and "." and "," only: no quote can be inside a term.
    return " OR ".join(f'"{term}"' for term in chosen)
