"""Misspelt words of a question, in Milvus, which has no list of its words to look through.

So the words that are one change away are made, and asked for all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from qa.index.milvus.coding import LONGEST_WORD, coded_query, coded_words
from qa.index.milvus.store import Store
from qa.index.spelling import mend_words
from qa.index.terms import TERM, text_terms
from qa.text.edits import edit_distance, one_change_away
from qa.text.words import fold

LOOKED_AT = 20
"""Passages whose words are held against one of the question."""


def correct_spelling(
    store: Store, collection: str, text: str, suggest: Callable[[str], str]
) -> str:
    """Return ``text`` as ``qa.index.spelling.correct_spelling``, with one change in every word."""

    def occurs(key: str) -> bool:
        return bool(store.engine.nearest(collection, "sparse", coded_words(key), 1))

    # Of a longer word there are too many likes, and none of them is a word's.
    nearest = partial(_nearest, store, collection)
    return mend_words(text, suggest, occurs, nearest, LONGEST_WORD)


def _nearest(store: Store, collection: str, key: str) -> str:
    """Return the word of a passage or title that is one change away; "" where none is."""
    terms = {term for near in one_change_away(key) for term in text_terms(near)}
    rows = store.engine.nearest(collection, "sparse", coded_query(sorted(terms)), LOOKED_AT)
    articles = store.whole(store.article_rows([row["article"] for row in rows], text=True))
    near: dict[str, int] = {}
    for row in rows:
        article = articles.get(row["article"])
        if article is not None:
            passage = article.text[int(row["first"]) : int(row["last"])]
            for match in TERM.finditer(f"{article.title} {passage}"):
                if edit_distance(fold(match[0]), key, 1) <= 1:
                    near[match[0]] = near.get(match[0], 0) + 1
    return min(near, key=lambda word: (-near[word], word), default="")
