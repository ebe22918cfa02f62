"""A library damaged in every way that SQL can damage it: reported in words, then mended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from qa.errors import EmbedderMismatch, LibraryError
from qa.index import integrity, open_file
from qa.index.schema import APPLICATION_ID
from qa.index.sqlite import SQLiteIndex
from qa.ingest import add_all
from qa.maintenance import CheckReport, check_library
from qa.records import Article, ProgressEvent
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder
from tests.support.first_format import FORMAT_1

EMBEDDER = HashEmbedder()


def long_text(subject: str, sentences: int = 40) -> str:
    """Several passages of sentences that differ."""
    return "".join(
        f"The {subject} of number {i} was seen by {i * 7} people in the harbour of Marlow Bay.\n"
        for i in range(sentences)
    )


ARTICLES = (
    article_from_text(long_text("bridge"), title="Bridge", source="Bay Post", date="2025-02-11"),
    article_from_text(long_text("ferry"), title="Ferry", author="I. Odell"),
    article_from_text("A storm cut power to Skerra.\r\n\r\nIt was restored by noon.\r\n"),
)


@pytest.fixture
def index(library: Path) -> Iterator[SQLiteIndex]:
    made = open_file(library)
    made.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
    report = add_all(ARTICLES, made, lambda: EMBEDDER, metadata={})
    assert len(report.added) == len(ARTICLES)
    yield made
    made.close()


def state(index: SQLiteIndex) -> list[object]:
    """All that a user can see of a library."""
    seen: list[object] = []
    for info in index.articles():
        seen += [info, index.get(info.id), index.passages(info.id)]
    for query in ("bridge", "ferry harbour", "power restored", "number 7"):
        for vector in (None, EMBEDDER.encode_query(query)):
            seen.append([hit.to_dict() for hit in index.search(query, vector, 50)])
    return seen


def damage(index: SQLiteIndex, *statements: str) -> None:
    db = sqlite3.connect(index.path)
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def repaired(index: SQLiteIndex) -> CheckReport:
    return check_library(index, repair=True, embedder=lambda: EMBEDDER)


FIRST = "(SELECT min(number) FROM articles)"
MISSING = 999
DAMAGES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # what is damaged: (part, words of the finding, statements)
    "vectors gone": ("vectors", "no vectors", (f"DELETE FROM vectors WHERE article = {FIRST}",)),
    "vectors short": (
        "vectors",
        "bytes",
        (f"UPDATE vectors SET data = substr(data, 1, 512) WHERE article = {FIRST}",),
    ),
    "vectors long": (
        "vectors",
        "bytes",
        (f"UPDATE vectors SET data = CAST(data || x'00' AS BLOB) WHERE article = {FIRST}",),
    ),
    "a vector infinite": (
        "vectors",
        "no number",
        (
            "UPDATE vectors SET data = CAST(x'007c' || substr(data, 3) AS BLOB) "
            f"WHERE article = {FIRST}",
        ),
    ),
    "vectors zero": (
        "vectors",
        "length 1",
        (f"UPDATE vectors SET data = zeroblob(length(data)) WHERE article = {FIRST}",),
    ),
    "passages of no article": (
        "orphans",
        "rows of passages",
        (f'INSERT INTO passages (article, start, "end") VALUES ({MISSING}, 0, 5)',),
    ),
    "vectors of no article": (
        "orphans",
        "rows of vectors",
        (f"INSERT INTO vectors VALUES ({MISSING}, x'00')",),
    ),
    "origins of no article": (
        "orphans",
        "rows of origins",
        (f"INSERT INTO origins VALUES ('/a.txt', '', {MISSING}, 1, 1, '')",),
    ),
    "words of no passage": (
        "words",
        "belong to no passage",
        ("INSERT INTO words (rowid, title, text) VALUES (9999, 'Bridge', 'bridge bridge')",),
    ),
    "words of a passage gone": (
        "words",
        "not indexed",
        ("DELETE FROM words_docsize WHERE id = (SELECT min(number) FROM passages)",),
    ),
    "words of another text": (
        "words",
        "not of its passages",
        (
            "DELETE FROM words_docsize WHERE id = 1",
            "INSERT INTO words (rowid, title, text) VALUES (1, 'Some', 'other text')",
        ),
    ),
    "words gone": ("words", "cannot be read", ("DROP TABLE words",)),
    "an id that is not its text's": (
        "article",
        "its id is not",
        (f"UPDATE articles SET id = '0123456789abcdef' WHERE number = {FIRST}",),
    ),
    "a count of characters": (
        "article",
        "characters are noted",
        (f"UPDATE articles SET characters = 5 WHERE number = {FIRST}",),
    ),
    "a count of passages": (
        "article",
        "passages are noted",
        (f"UPDATE articles SET passages = 77 WHERE number = {FIRST}",),
    ),
    "a passage out of range": (
        "passages",
        "not within",
        ('UPDATE passages SET "end" = 1000000 WHERE number = 2',),
    ),
    "a passage before the text": (
        "passages",
        "not within",
        ("UPDATE passages SET start = -3 WHERE number = 1",),
    ),
    "a passage that ends before it begins": (
        "passages",
        "not within",
        ('UPDATE passages SET "end" = start WHERE number = 2',),
    ),
    "passages out of order": (
        "passages",
        "out of order",
        ("UPDATE passages SET start = 0 WHERE number = 2",),
    ),
    "a passage gone": ("passages", "in no passage", ("DELETE FROM passages WHERE number = 2",)),
    "a passage too short": (
        "passages",
        "in no passage",
        ("UPDATE passages SET start = start + 9 WHERE number = 1",),
    ),
    "the count of changes": (
        "settings",
        "count of changes",
        ("UPDATE settings SET value = 'many' WHERE key = 'generation'",),
    ),
    "the count of changes gone": (
        "settings",
        "count of changes",
        ("DELETE FROM settings WHERE key = 'generation'",),
    ),
    "the dimension": (
        "settings",
        "whose vectors",
        ("UPDATE settings SET value = 'x' WHERE key = 'dimension'",),
    ),
    "the embedder": ("settings", "whose vectors", ("DELETE FROM settings WHERE key = 'embedder'",)),
    "pages": (
        "article",
        "its pages",
        (f"UPDATE articles SET pages = '[9, 3]' WHERE number = {FIRST}",),
    ),
}


def test_a_whole_library_is_found_whole(index: SQLiteIndex) -> None:
    before = state(index)
    report = check_library(index)
    assert report.ok
    assert report.problems == ()
    assert report.articles == len(ARTICLES)
    assert report.passages == sum(info.passages for info in index.articles()) > len(ARTICLES)
    assert repaired(index).ok
    assert state(index) == before


def test_so_is_an_empty_one(library: Path) -> None:
    index = open_file(library)
    assert check_library(index, repair=True).ok
    index.close()


@pytest.mark.parametrize("what", DAMAGES)
def test_damage_is_reported_and_mended(index: SQLiteIndex, what: str) -> None:
    part, words, statements = DAMAGES[what]
    before = state(index)
    damage(index, *statements)
    report = check_library(index)
    assert not report.ok
    assert (part, True) in {(p.part, words in p.detail) for p in report.problems}
    assert not any(problem.repaired for problem in report.problems)
    mended = repaired(index)
    assert mended.ok
    assert mended.problems
    assert all(problem.repaired for problem in mended.problems)
    assert check_library(index).problems == ()
    # Other processes' caches, like this index's own, must not outlive the repair.
    assert state(index) == before
    assert add_all(ARTICLES, index, lambda: EMBEDDER, metadata={}).added == ()


def test_all_of_it_at_once(index: SQLiteIndex) -> None:
    before = state(index)
    left_out = ("words gone", "words of a passage gone", "words of another text", "vectors gone")
    for what, (_, _, statements) in DAMAGES.items():
        if what not in (*left_out, "vectors long"):
            damage(index, *statements)
    assert len(check_library(index).problems) >= 8
    assert repaired(index).ok
    assert state(index) == before


def test_a_text_that_changed_gets_the_id_of_what_it_is(index: SQLiteIndex) -> None:
    damage(index, f"UPDATE articles SET text = replace(text, '7', '8') WHERE number = {FIRST}")
    assert "its id is not" in check_library(index).problems[0].detail
    assert repaired(index).ok
    changed = article_from_text(ARTICLES[0].text.replace("7", "8"))
    assert index.get(ARTICLES[0].id) is None
    found = index.get(changed.id)
    assert found is not None
    assert found.text == changed.text


def test_of_two_that_turn_out_the_same_one_stays(index: SQLiteIndex) -> None:
    damage(
        index,
        "INSERT INTO articles SELECT 50, 'ffffffffffffffff', title, source, author, date, url, "
        f"language, characters, 0, text, pages FROM articles WHERE number = {FIRST}",
    )
    before = state(index)
    assert not check_library(index).ok
    assert repaired(index).ok
    assert len(index.articles()) == len(ARTICLES)
    assert state(index) != before


def test_what_no_text_tells_stays_reported(index: SQLiteIndex) -> None:
    damage(
        index,
        f"UPDATE articles SET text = CAST(x'ff80' AS TEXT) WHERE number = {FIRST}",
        "DELETE FROM vectors WHERE article = (SELECT max(number) FROM articles)",
    )
    report = repaired(index)
    assert not report.ok
    assert [(p.part, p.mendable, p.repaired) for p in report.problems] == [
        ("article", False, False),
        ("vectors", True, True),
    ]
    assert "not UTF-8" in report.problems[0].detail


def test_an_empty_text_is_no_article(index: SQLiteIndex) -> None:
    damage(index, f"UPDATE articles SET text = ' ' WHERE number = {FIRST}")
    report = repaired(index)
    assert not report.ok
    assert "has no text" in report.problems[0].detail


def test_missing_vectors_need_the_librarys_embedder(index: SQLiteIndex) -> None:
    damage(index, DAMAGES["vectors gone"][2][0])
    with pytest.raises(LibraryError, match="give the embedder"):
        check_library(index, repair=True)
    other = HashEmbedder("other", 64)
    with pytest.raises(EmbedderMismatch, match="--embedder hash-256"):
        check_library(index, repair=True, embedder=lambda: other)
    assert not check_library(index).ok


def test_the_embedder_is_loaded_for_vectors_only(index: SQLiteIndex) -> None:
    def never() -> HashEmbedder:
        raise AssertionError("nothing to embed")

    damage(index, DAMAGES["a count of characters"][2][0], DAMAGES["words gone"][2][0])
    assert check_library(index, repair=True, embedder=never).ok


def test_repair_tells_what_it_is_at(index: SQLiteIndex) -> None:
    events: list[ProgressEvent] = []
    damage(index, "DELETE FROM vectors")
    check_library(index, repair=True, embedder=lambda: EMBEDDER, progress=events.append)
    assert [(event.stage, event.done, event.total) for event in events] == [
        ("repair", 0, 3),
        ("repair", 1, 3),
        ("repair", 2, 3),
    ]


def test_an_index_of_the_file_is_made_anew(index: SQLiteIndex) -> None:
    before = state(index)
    damage(
        index,
        "PRAGMA writable_schema = ON",
        # The index then lacks what its new definition calls for.
        "UPDATE sqlite_master SET sql = 'CREATE INDEX articles_date ON articles (source)' "
        "WHERE name = 'articles_date'",
    )
    index.close()
    again = open_file(index.path)
    report = check_library(again)
    assert "file" in {problem.part for problem in report.problems}
    assert repaired(again).ok
    assert state(again) == before
    again.close()


def test_a_page_overwritten_is_not_mended_but_said(index: SQLiteIndex) -> None:
    index.close()
    data = bytearray(index.path.read_bytes())
    page = 4096
    middle = len(data) // page // 2 * page
    data[middle : middle + 3 * page] = b"\xa5" * (3 * page)
    index.path.write_bytes(data)
    again = open_file(index.path)
    report = check_library(again, repair=True, embedder=lambda: EMBEDDER)
    assert not report.ok
    assert "file" in {problem.part for problem in report.problems}
    again.close()


@pytest.mark.parametrize("kind", ["reported", "mended"])
def test_a_library_of_the_first_format_is_checked_as_any(library: Path, kind: str) -> None:
    db = sqlite3.connect(library)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(FORMAT_1)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    article = ARTICLES[2]
    db.execute(
        "INSERT INTO articles VALUES (1, ?, 'Storm', '', '', '', '', '', ?, 1, ?)",
        (article.id, len(article.text), article.text),
    )
    db.commit()
    db.close()
    index = open_file(library)
    report = check_library(index)
    parts = {problem.part for problem in report.problems}
    # Format 1 wrote no such article without passages: its other rows are missing here.
    assert parts == {"article", "passages", "vectors"}
    if kind == "mended":
        assert repaired(index).ok
        assert index.get(article.id) == Article(article.id, article.text, "Storm")
        assert [p.text for p in index.passages(article.id)] == [article.text.strip()]
        assert len(index.search("power", EMBEDDER.encode_query("power"), 5)) == 1
    index.close()


@pytest.mark.parametrize(
    ("fault", "spans"),
    [
        ("", [(0, 4), (5, 9)]),
        ("", [(0, 6), (4, 9)]),
        ("not within", [(0, 10)]),
        ("not within", [(-1, 9)]),
        ("not within", [(3, 3), (0, 9)]),
        ("out of order", [(0, 9), (5, 9)]),
        ("out of order", [(0, 4), (0, 9)]),
        ("in no passage", [(0, 4), (6, 9)]),
        ("in no passage", [(0, 4)]),
        ("in no passage", []),
    ],
)
def test_passages_cover_a_text_in_its_order(fault: str, spans: list[tuple[int, int]]) -> None:
    said = integrity.spans_fault("abcd efgh", spans)
    assert (fault in said) if fault else (said == "")


@pytest.mark.parametrize(
    ("pages", "valid"),
    [
        *(("[]", True), ("[0, 5]", True), ("[5, 0]", False), ("[0, 99]", False)),
        *(("{}", False), ("[true]", False), ("[0.5]", False), ("[", False)),
    ],
)
def test_pages_are_ascending_places(pages: str, valid: bool) -> None:
    assert integrity.valid_pages(pages, 9) is valid


def test_a_vector_in_half_precision_counts_as_of_length_one() -> None:
    rows = np.random.default_rng(0).normal(size=(200, 384))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assert integrity.vectors_fault(rows.astype("<f2").tobytes(), 200, 384) == ""
    assert integrity.vectors_fault((rows * 0.9).astype("<f2").tobytes(), 200, 384) != ""
