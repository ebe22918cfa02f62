"""A question's words that the library does not have, and those that were likely meant.

Candidates are the library's own words (FTS5's list of them), so that names are mended, too; no
list of English could. Edit distance as in Damerau 1964, one change where words are short.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from re import Match

from qa.index.schema import TOKENIZER
from qa.index.terms import STOP_WORDS, TERM
from qa.text.edits import edit_distance
from qa.text.words import fold

SHORTEST = 4
"""Letters of a word that is looked at; shorter ones are near to too much."""
TWO_CHANGES = 9
"""Letters from which two changes are allowed, as in most search engines."""
LOOKED_AT = 20_000
"""Words of the library held against one of the question, at most."""


def correct_spelling(db: sqlite3.Connection, text: str, suggest: Callable[[str], str]) -> str:
    """Return ``text`` with each misspelt word as the library spells it.

    ``suggest`` returns a folded word that is one of the language, the one that was likely meant
    where it is none, or "". A word is misspelt that is none of the language, that no passage
    has, and to which one of the library's is near: with the same first letter, one change away,
    or two from nine letters on. The nearest is taken, of equals the most frequent. Without one
    a small word becomes what ``suggest`` says; a name stays.
    """
    _prepare(db)
    return mend_words(text, suggest, partial(_occurs, db), partial(_nearest, db))


def mend_words(
    text: str,
    suggest: Callable[[str], str],
    occurs: Callable[[str], bool],
    nearest: Callable[[str], str],
    longest: int = sys.maxsize,
) -> str:
    """Return ``text`` with each misspelt word as the library spells it (``correct_spelling``).

    ``occurs`` says whether a passage has a folded word, ``nearest`` returns the library's that is
    nearest to it, or "". Words of more than ``longest`` letters stay.
    """

    def mended(match: Match[str]) -> str:
        word = match[0]
        key = fold(word)
        if not SHORTEST <= len(key) <= longest or not key.isalpha() or key in STOP_WORDS:
            return word
        meant = suggest(key)
        if meant == key or occurs(key):
            return word
        return nearest(key) or (meant if word.islower() else "") or word

    return TERM.sub(mended, text)


def _prepare(db: sqlite3.Connection) -> None:
    """Make the lists of words that this connection reads; they are its own, not the file's."""
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)"
    )
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.asked USING fts5 "
        f"(word, content = '', tokenize = '{TOKENIZER}')"
    )
    db.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.asked_terms USING fts5vocab(temp, asked, row)"
    )


def _occurs(db: sqlite3.Connection, key: str) -> bool:
    row = db.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'"{key}"',)).fetchone()
    return row is not None


def _nearest(db: sqlite3.Connection, key: str) -> str:
    """Return the word that is nearest to one, as a passage spells it; "" where none is near."""
    most = 2 if len(key) >= TWO_CHANGES else 1
    stem = _stem(db, key)
    rows = db.execute(
        "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? "
        "AND length(term) BETWEEN ? AND ? LIMIT ?",
        (key[0], chr(ord(key[0]) + 1), len(stem) - most, len(stem) + most, LOOKED_AT),
    )
    letters = set(stem)
    near: list[tuple[int, int, str]] = []
    for term, passages in rows:
        if len(letters.symmetric_difference(term)) <= 2 * most:
            far = edit_distance(stem, term, most)
            if far <= most:
                near.append((far, -passages, term))
    for _, _, term in sorted(near):
        spelt = _as_spelt(db, term, key, most)
        if spelt:
            return spelt
    return ""


def _stem(db: sqlite3.Connection, key: str) -> str:
    """Return a word as the index of words keeps it."""
    db.execute("INSERT INTO asked (word) VALUES (?)", (key,))
    row = db.execute("SELECT term FROM asked_terms").fetchone()
    db.execute("INSERT INTO asked (asked) VALUES ('delete-all')")
    return str(row[0]) if row else key


def _as_spelt(db: sqlite3.Connection, term: str, key: str, most: int) -> str:
    """Return a term of the index in the spelling of a passage that is nearest to ``key``."""
    row = db.execute(
        'SELECT substr(a.text, p.start + 1, p."end" - p.start), a.title FROM words '
        "JOIN passages p ON p.number = words.rowid JOIN articles a ON a.number = p.article "
        "WHERE words MATCH ? LIMIT 1",
        (f'"{term}"',),
    ).fetchone()
    if row is None:
        return ""  # the stemmer makes another term of this one
    spelt = {match[0] for text in row for match in TERM.finditer(text)}
    near = [(edit_distance(fold(word), key, most), word) for word in spelt]
    far, word = min(near, default=(most + 1, ""))
    return word if far <= most else ""
