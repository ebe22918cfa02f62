"""Library files of earlier formats: opened, brought to this one at once, or refused in words."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.errors import InputError, LibraryError
from qa.index import open_index
from qa.index.schema import APPLICATION_ID, SCHEMA_VERSION, Unusable, prepare
from tests.support.fakes import HashEmbedder, add_to, article_of, line_passages
from tests.support.first_format import FORMAT_1
from tests.support.paths import ROOT

EMBEDDER = HashEmbedder()

# What format 1 wrote, kept as it was: the format of a file does not change with the code.
BRIDGE = article_of(
    "The bridge is closed.\nRepairs begin on Monday.",
    "Bridge",
    source="Coast News",
    date="2025-02-11",
)
CUP = article_of("The cup is won.\nFans cheer on Sunday.", "Cup")


@pytest.fixture
def first(library: Path) -> Path:
    """A library of format 1 that holds ``BRIDGE``."""
    db = sqlite3.connect(library)
    db.execute("PRAGMA journal_mode = WAL")
    db.executescript(FORMAT_1)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(
        "INSERT INTO articles VALUES (1, ?, ?, ?, '', ?, '', '', ?, 2, ?)",
        (BRIDGE.id, BRIDGE.title, BRIDGE.source, BRIDGE.date, len(BRIDGE.text), BRIDGE.text),
    )
    passages = line_passages(BRIDGE)
    for number, passage in enumerate(passages, 1):
        db.execute("INSERT INTO passages VALUES (?, 1, ?, ?)", (number, passage.start, passage.end))
        db.execute(
            "INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)",
            (number, BRIDGE.title, passage.text),
        )
    vectors = EMBEDDER.encode_passages([passage.text for passage in passages])
    db.execute("INSERT INTO vectors VALUES (1, ?)", (vectors.astype("<f2").tobytes(),))
    db.commit()
    db.close()
    return library


def shape(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Every table's columns, in order, by name and type."""
    db = sqlite3.connect(path)
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {
        name: [(row[1], row[2]) for row in db.execute(f"SELECT * FROM pragma_table_info('{name}')")]
        for name in names
    }
    db.close()
    return columns


def version(path: Path) -> int:
    db = sqlite3.connect(path)
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    db.close()
    return found


def test_a_library_of_format_1_answers_and_grows(first: Path) -> None:
    index = open_index(first, EMBEDDER.name, EMBEDDER.dimension, create=False)
    assert index.get(BRIDGE.id) == BRIDGE
    [closed, repairs] = index.search("closed bridge", EMBEDDER.encode_query("closed bridge"), 5)
    assert closed.dense > repairs.dense
    assert closed.lexical > 0
    assert add_to(index, EMBEDDER, CUP)
    assert index.remove(BRIDGE.id)
    index.close()
    assert version(first) == SCHEMA_VERSION


def test_a_migrated_file_has_the_shape_of_a_new_one(first: Path, tmp_path: Path) -> None:
    open_index(first).close()
    new = tmp_path / "new.copydesk"
    open_index(new).close()
    assert shape(first) == shape(new)


def test_a_migrated_file_is_not_migrated_again(first: Path) -> None:
    open_index(first).close()
    before = shape(first)
    for _ in range(2):
        open_index(first).close()
    assert shape(first) == before


def test_threads_that_open_at_once_migrate_once(first: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        indexes = list(pool.map(open_index, [first] * 8))
    for index in indexes:
        assert index.get(BRIDGE.id) == BRIDGE
        index.close()


def test_killed_while_migrating_it_is_still_of_format_1(first: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from qa.index import open_index, schema\n"
        "schema._stamp = lambda db: os.kill(os.getpid(), signal.SIGKILL)\n"
        "open_index(sys.argv[1])\n"
    )
    before = shape(first)
    done = subprocess.run([sys.executable, "-c", code, first], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert version(first) == 1
    assert shape(first) == before
    index = open_index(first)
    assert index.get(BRIDGE.id) == BRIDGE
    index.close()


def test_one_that_cannot_be_written_is_refused_in_words(first: Path) -> None:
    db = sqlite3.connect(f"{first.as_uri()}?mode=ro", uri=True, isolation_level=None)
    with pytest.raises(Unusable, match=r"format 1, .* cannot be written; make it .* writable"):
        prepare(db)
    db.close()
    assert version(first) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write read-only files")
def test_a_read_only_file_is_refused_in_words(first: Path) -> None:
    first.chmod(0o444)
    with pytest.raises(LibraryError, match="format 1"):
        open_index(first)


def test_a_format_that_never_was_is_damage(first: Path) -> None:
    db = sqlite3.connect(first)
    db.execute("PRAGMA user_version = 0")
    db.close()
    with pytest.raises(LibraryError, match="damaged"):
        open_index(first)


def test_pages_are_kept(library: Path) -> None:
    paged = replace(BRIDGE, pages=(0, 22, 22, len(BRIDGE.text)))
    index = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    assert add_to(index, EMBEDDER, paged)
    assert index.get(BRIDGE.id) == paged
    index.close()
    db = sqlite3.connect(library)
    db.execute("UPDATE articles SET pages = '{'")
    db.commit()
    db.close()
    index = open_index(library)
    with pytest.raises(LibraryError, match="damaged"):
        index.get(BRIDGE.id)
    index.close()


@pytest.mark.parametrize("pages", [(5, 4), (-1,), (0, 10_000)])
def test_pages_outside_the_text_are_refused(library: Path, pages: tuple[int, ...]) -> None:
    index = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    with pytest.raises(InputError, match="pages begin at"):
        index.add(replace(CUP, pages=pages), [], np.zeros((0, 256), dtype=np.float32))
    index.close()
