"""What is wrong with a library file: read by SQL inside one open transaction, nothing changed."""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from qa.index.schema import WORDS
from qa.index.vectors import STORED
from qa.records import FaultPart, Finding

# Half precision leaves unit rows within 1e-3 of length 1.
MAX_NORM_ERROR = 5e-3
# A file that is damaged all over need not be described to the last page.
MAX_FILE_LINES = 20
ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Stored:
    """An article's row and all that hangs on it, unchecked; ``text`` None if it is not UTF-8."""

    number: int
    article_id: str
    title: str
    text: str | None
    characters: int
    passages: int
    pages: str
    spans: tuple[tuple[int, int, int], ...]
    vectors: bytes | None


def find_faults(db: sqlite3.Connection) -> Iterator[Finding]:
    """Yield what is wrong with the library, the file first, then article by article."""
    sound = True
    for finding in _file(db):
        sound = sound and finding.mendable
        yield finding
    if not sound:
        return  # what more a damaged file says is not to be relied upon
    yield from _settings(db)
    yield from _orphans(db)
    dimension = known_dimension(db)
    with _Words() as words:
        for number in article_numbers(db):
            stored = read_article(db, number)
            for part, detail, mendable in inspect_article(stored, dimension):
                yield Finding(part, detail, number, stored.article_id, mendable)
            if stored.text is not None and (detail := words.differ(db, stored)):
                yield Finding("words", detail, number, stored.article_id)


def article_numbers(db: sqlite3.Connection) -> list[int]:
    """Return the articles' numbers, in the order they were added."""
    return [row[0] for row in db.execute("SELECT number FROM articles ORDER BY number")]


def read_article(db: sqlite3.Connection, number: int) -> Stored:
    """Return an article as it is stored, whatever its state."""
    row = db.execute(
        "SELECT CAST(id AS BLOB), CAST(title AS BLOB), CAST(text AS BLOB), typeof(text), "
        "characters, passages, CAST(pages AS BLOB) FROM articles WHERE number = ?",
        (number,),
    ).fetchone()
    spans = db.execute(
        'SELECT number, start, "end" FROM passages WHERE article = ? ORDER BY number', (number,)
    ).fetchall()
    vectors = db.execute(
        "SELECT CAST(data AS BLOB) FROM vectors WHERE article = ?", (number,)
    ).fetchone()
    try:
        text = row[2].decode("utf-8") if row[3] == "text" else None
    except UnicodeDecodeError:
        text = None
    article_id, title, pages = (row[at].decode("utf-8", "replace") for at in (0, 1, 6))
    return Stored(
        *(number, article_id, title, text, row[4], row[5], pages, tuple(spans)),
        vectors=bytes(vectors[0]) if vectors else None,
    )


def inspect_article(stored: Stored, dimension: int | None) -> Iterator[tuple[FaultPart, str, bool]]:
    """Yield (part, what is wrong, whether it can be mended) of one article by itself.

    ``dimension`` None leaves the vectors unchecked.
    """
    text = stored.text
    if text is None:
        yield "article", "its text is not UTF-8; remove the article, and add it again", False
        return
    if not text.strip():
        yield "article", "it has no text; remove it", False
        return
    digest = id_of_text(text)
    if stored.article_id != digest:
        yield "article", f"its id is not that of its text, {digest}", True
    if stored.characters != len(text):
        yield "article", f"{stored.characters} characters are noted, and it has {len(text)}", True
    if not valid_pages(stored.pages, len(text)):
        yield "article", "its pages are not ascending places of its text", True
    if stored.passages != len(stored.spans):
        detail = f"{stored.passages} passages are noted, and it has {len(stored.spans)}"
        yield "article", detail, True
    if detail := spans_fault(text, [(start, end) for _, start, end in stored.spans]):
        yield "passages", detail, True
    if dimension is not None and (
        detail := vectors_fault(stored.vectors, len(stored.spans), dimension)
    ):
        yield "vectors", detail, True


def id_of_text(text: str) -> str:
    """Return the id of an article of this text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:ID_DIGITS]


def valid_pages(stored: str, characters: int) -> bool:
    """Say whether pages are a list of ascending places of a text of so many characters."""
    try:
        pages = json.loads(stored)
    except ValueError:
        return False
    if not isinstance(pages, list) or any(type(place) is not int for place in pages):
        return False
    in_order = all(a <= b for a, b in itertools.pairwise(pages))
    return in_order and all(0 <= place <= characters for place in pages)


def spans_fault(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Say how passages fail to cover ``text`` in its order; "" when they do."""
    covered, last = 0, -1
    for start, end in spans:
        where = f"passage [{start}, {end})"
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            return f"{where} is not within the {len(text)} characters of its text"
        if start <= last or end <= covered:
            return f"{where} is out of order, or within the one before"
        if text[covered:start].strip():
            return f"characters [{covered}, {start}) are in no passage"
        covered, last = end, start
    if text[covered:].strip():
        return f"characters [{covered}, {len(text)}) are in no passage"
    return ""


def vectors_fault(data: bytes | None, passages: int, dimension: int) -> str:
    """Say what is wrong with an article's vectors; "" when nothing is."""
    if data is None:
        return "it has no vectors"
    wanted = passages * dimension * STORED.itemsize
    if len(data) != wanted:
        return f"its vectors have {len(data)} bytes, and {passages} passages need {wanted}"
    rows = np.frombuffer(data, dtype=STORED).reshape(passages, dimension).astype(np.float32)
    if not np.isfinite(rows).all():
        return "a vector holds what is no number"
    if passages and float(abs(np.linalg.norm(rows, axis=1) - 1.0).max()) > MAX_NORM_ERROR:
        return "a vector is not of length 1"
    return ""


def known_dimension(db: sqlite3.Connection) -> int | None:
    """Return the vectors' noted dimension, None when it is not a number or the name is gone."""
    found = dict(db.execute("SELECT key, value FROM settings").fetchall())
    dimension = str(found.get("dimension", ""))
    if not found.get("embedder") or not _is_count(dimension) or dimension == "0":
        return None
    return int(dimension)


def _is_count(value: str) -> bool:
    return value.isascii() and value.isdecimal()


def _file(db: sqlite3.Connection) -> Iterator[Finding]:
    try:
        lines = db.execute(f"PRAGMA integrity_check({MAX_FILE_LINES})").fetchall()
    except sqlite3.DatabaseError as error:
        yield Finding("file", f"cannot be read through: {error}", mendable=False)
        return
    for (line,) in lines:
        text = str(line)
        if text == "ok":
            continue
        if "FTS5" in text or "fts5" in text:
            yield Finding("words", f"the words' index is damaged: {text}")
        else:
            # An index is a copy of its table's columns, so REINDEX makes it anew.
            yield Finding("file", text, mendable=" index " in f" {text} ")


def _settings(db: sqlite3.Connection) -> Iterator[Finding]:
    found = dict(db.execute("SELECT key, value FROM settings").fetchall())
    if not _is_count(str(found.get("generation", ""))):
        yield Finding("settings", "the count of changes is missing or no number")
    if db.execute("SELECT 1 FROM articles LIMIT 1").fetchone() and known_dimension(db) is None:
        yield Finding("settings", "whose vectors these are is not noted")


def _orphans(db: sqlite3.Connection) -> Iterator[Finding]:
    for table in ("passages", "vectors", "origins"):
        count = orphan_count(db, table)
        if count:
            yield Finding("orphans", f"{count} rows of {table} belong to no article")
    try:
        row = db.execute(
            "SELECT count(*) FROM words_docsize WHERE id NOT IN (SELECT number FROM passages)"
        ).fetchone()
    except sqlite3.DatabaseError as error:
        yield Finding("words", f"the words' index cannot be read: {error}")
        return
    if row[0]:
        yield Finding("words", f"{row[0]} rows of words belong to no passage")


def orphan_count(db: sqlite3.Connection, table: str) -> int:
    """Return how many rows of ``table`` name an article that is not there."""
    row = db.execute(
        f"SELECT count(*) FROM {table} WHERE article NOT IN (SELECT number FROM articles)"
    ).fetchone()
    return int(row[0])


class _Words:
    """Counts words as the library's index does, to compare with what that has noted."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute(WORDS)

    def __enter__(self) -> _Words:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def differ(self, db: sqlite3.Connection, stored: Stored) -> str:
        """Say how the index differs from an article's passages; "" when it does not."""
        first, last = (stored.spans[0][0], stored.spans[-1][0]) if stored.spans else (0, -1)
        try:
            noted = dict(
                db.execute(
                    "SELECT id, sz FROM words_docsize WHERE id BETWEEN ? AND ?", (first, last)
                ).fetchall()
            )
        except sqlite3.DatabaseError:
            return ""  # said once, of the whole index
        missing = sum(number not in noted for number, _, _ in stored.spans)
        if missing:
            return f"the words of {missing} of its passages are not indexed"
        text = stored.text or ""
        for number, start, end in stored.spans:
            self._db.execute(
                "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
                (number, stored.title, text[max(start, 0) : max(end, 0)]),
            )
        counted = self._db.execute("SELECT id, sz FROM words_docsize").fetchall()
        self._db.execute("INSERT INTO words (words) VALUES ('delete-all')")
        if any(noted[number] != size for number, size in counted):
            return "the index of words is not of its passages' text"
        return ""
