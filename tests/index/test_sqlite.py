"""What only a file can do wrong: damage, locks, full disks, crashes, other processes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.errors import EmbedderMismatch, LibraryError
from qa.index import open_file, queries
from qa.index.schema import APPLICATION_ID, SCHEMA_VERSION
from qa.index.sqlite import SQLiteIndex
from qa.index.terms import MAX_TERMS, query_terms
from qa.records import Article, Filters
from tests.support.fakes import HashEmbedder, add_to, article_of
from tests.support.paths import ROOT

EMBEDDER = HashEmbedder()

BRIDGE = article_of("The bridge is closed.\nRepairs begin on Monday.", "Bridge")
CUP = article_of("The cup is won.\nFans cheer on Sunday.", "Cup")


def opened(path: Path) -> SQLiteIndex:
    return open_file(path, EMBEDDER.name, EMBEDDER.dimension)


@pytest.fixture
def index(library: Path) -> Iterator[SQLiteIndex]:
    made = opened(library)
    add_to(made, EMBEDDER, BRIDGE)
    yield made
    made.close()


def test_everything_is_in_one_file(index: SQLiteIndex, library: Path) -> None:
    index.close()
    assert [path.name for path in library.parent.iterdir()] == [library.name]
    again = opened(library)
    assert again.get(BRIDGE.id) == BRIDGE
    assert len(again.search("bridge", EMBEDDER.encode_query("bridge"), 5)) == 2
    again.close()


def test_the_file_says_what_it_is(index: SQLiteIndex, library: Path) -> None:
    db = sqlite3.connect(library)
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_no_embedder_is_needed_to_look_and_remove(index: SQLiteIndex, library: Path) -> None:
    index.close()
    plain = open_file(library)
    assert [info.id for info in plain.articles()] == [BRIDGE.id]
    assert plain.get(BRIDGE.id) == BRIDGE
    assert len(plain.search("closed", None, 5)) == 1
    with pytest.raises(LibraryError, match="without an embedder"):
        add_to(plain, EMBEDDER, CUP)
    assert plain.remove(BRIDGE.id)
    plain.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
    assert add_to(plain, EMBEDDER, CUP)
    with pytest.raises(EmbedderMismatch):
        plain.use_embedder("other", 8)
    plain.close()


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "library.copydesk"
    opened(path).close()
    assert path.is_file()


def test_a_missing_library_is_not_made_for_reading(tmp_path: Path) -> None:
    path = tmp_path / "new" / "library.copydesk"
    with pytest.raises(LibraryError, match="no such library"):
        open_file(path, create=False)
    assert not path.parent.exists()


@pytest.mark.parametrize("name", [":memory:", "a?mode=ro#x%41 b.db", "größe \U0001f4f0.db", "-x"])
def test_any_name_is_a_plain_file(tmp_path: Path, name: str) -> None:
    index = opened(tmp_path / name)
    add_to(index, EMBEDDER, BRIDGE)
    index.close()
    assert (tmp_path / name).stat().st_size > 0
    again = opened(tmp_path / name)
    assert again.get(BRIDGE.id) == BRIDGE
    again.close()


def test_an_empty_file_becomes_a_library(library: Path) -> None:
    library.touch()
    index = opened(library)
    assert add_to(index, EMBEDDER, BRIDGE)
    index.close()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="is a folder"):
        opened(tmp_path)


@pytest.mark.parametrize(
    "content",
    [b"The bridge is closed.\n", b"\0", os.urandom(5_000), b"SQLite format 2\0" * 300],
    ids=["text", "nul", "noise", "old"],
)
def test_other_files_are_left_alone(library: Path, content: bytes) -> None:
    library.write_bytes(content)
    with pytest.raises(LibraryError, match="not a library"):
        opened(library)
    assert library.read_bytes() == content
    assert list(library.parent.iterdir()) == [library]


@pytest.mark.parametrize("application", [0, 77])
def test_foreign_databases_are_left_alone(library: Path, application: int) -> None:
    db = sqlite3.connect(library)
    db.execute("CREATE TABLE bookmarks (url TEXT)")
    db.execute(f"PRAGMA application_id = {application}")
    db.commit()
    db.close()
    before = library.read_bytes()
    with pytest.raises(LibraryError, match="another program"):
        opened(library)
    assert library.read_bytes() == before
    assert list(library.parent.iterdir()) == [library]


def test_a_newer_format_is_refused(index: SQLiteIndex, library: Path) -> None:
    index.close()
    db = sqlite3.connect(library)
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.commit()
    db.close()
    before = library.read_bytes()
    with pytest.raises(LibraryError, match="newer Copydesk"):
        opened(library)
    assert library.read_bytes() == before


def use_all(path: Path) -> None:
    index = opened(path)
    try:
        index.articles()
        index.get(BRIDGE.id)
        index.search("bridge", EMBEDDER.encode_query("bridge"), 5)
    finally:
        index.close()


@pytest.mark.parametrize("kept", [20, 100, 2_000, 4_096, 9_000])
def test_a_truncated_file_is_said_to_be_damaged(
    index: SQLiteIndex, library: Path, kept: int
) -> None:
    index.close()
    library.write_bytes(library.read_bytes()[:kept])
    before = library.read_bytes()
    with pytest.raises(LibraryError, match=r"damaged|not a library"):
        use_all(library)
    assert library.read_bytes() == before


def test_an_overwritten_file_is_said_to_be_damaged(index: SQLiteIndex, library: Path) -> None:
    index.close()
    content = bytearray(library.read_bytes())
    content[4_096:] = b"\xa5" * (len(content) - 4_096)
    library.write_bytes(content)
    with pytest.raises(LibraryError, match="damaged"):
        use_all(library)
    assert library.read_bytes() == content


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM settings WHERE key = 'dimension'",
        "UPDATE settings SET value = 'many' WHERE key = 'dimension'",
        "UPDATE vectors SET data = x'0001'",
        "DELETE FROM vectors",
        "DROP TABLE passages",
        "UPDATE articles SET text = CAST(x'fffe' AS TEXT)",
    ],
)
def test_parts_that_do_not_fit_are_damage(
    index: SQLiteIndex, library: Path, statement: str
) -> None:
    index.close()
    db = sqlite3.connect(library)
    db.execute(statement)
    db.commit()
    db.close()
    with pytest.raises(LibraryError, match="damaged"):
        use_all(library)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no /proc: nowhere root cannot write")
def test_unwritable_places_are_refused() -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        opened(Path("/proc/copydesk/library.copydesk"))


def test_a_folder_inside_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="cannot be opened"):
        opened(tmp_path / "file" / "library.copydesk")


def test_a_nul_in_the_name_is_refused() -> None:
    with pytest.raises(LibraryError, match="NUL"):
        opened(Path("a\0b"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write read-only files")
def test_a_read_only_library_is_refused(index: SQLiteIndex, library: Path) -> None:
    index.close()
    library.chmod(0o444)
    library.parent.chmod(0o555)
    try:
        with pytest.raises(LibraryError, match="writ"):
            add_to(opened(library), EMBEDDER, CUP)
    finally:
        library.parent.chmod(0o755)


def test_a_locked_library_can_be_read_but_not_written(index: SQLiteIndex, library: Path) -> None:
    index.close()
    other = sqlite3.connect(library, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    patient = SQLiteIndex(library, busy_seconds=0.05)
    patient.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
    with pytest.raises(LibraryError, match=r"locked by another process for over 0\.05 s"):
        add_to(patient, EMBEDDER, CUP)
    assert [info.id for info in patient.articles()] == [BRIDGE.id]
    other.execute("ROLLBACK")
    other.close()
    assert add_to(patient, EMBEDDER, CUP)
    patient.close()


def small_disk(monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    """Give new connections no more room than ``pages`` pages."""
    connect = sqlite3.connect

    def limited(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*args, **kwargs)
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    monkeypatch.setattr(sqlite3, "connect", limited)


def test_a_full_disk_keeps_what_was_there(
    index: SQLiteIndex, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.close()
    big = article_of("\n".join(f"Line {n} of a long report." for n in range(2_000)))
    with monkeypatch.context() as patch:
        small_disk(patch, library.stat().st_size // 4_096 + 3)
        full = opened(library)
        with pytest.raises(LibraryError, match="disk is full"):
            add_to(full, EMBEDDER, big)
        assert full.get(big.id) is None
        assert full.get(BRIDGE.id) == BRIDGE
        full.close()
    roomy = opened(library)
    assert [info.id for info in roomy.articles()] == [BRIDGE.id]
    assert add_to(roomy, EMBEDDER, big)
    roomy.close()


def test_a_full_disk_before_the_first_table(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        small_disk(patch, 2)
        with pytest.raises(LibraryError, match="disk is full"):
            opened(library)
    index = opened(library)
    assert add_to(index, EMBEDDER, BRIDGE)
    index.close()


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_an_interrupted_add_leaves_nothing(
    index: SQLiteIndex, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def interrupt(db: sqlite3.Connection) -> None:
        raise error

    # The last step of adding: everything else is written by then.
    with monkeypatch.context() as patch:
        patch.setattr(queries, "_count_change", interrupt)
        with pytest.raises(error):
            add_to(index, EMBEDDER, CUP)
        with pytest.raises(error):
            index.remove(BRIDGE.id)
    assert [info.id for info in index.articles()] == [BRIDGE.id]
    assert index.passages(CUP.id) == []
    assert index.search("cup", None, 5) == []
    assert len(index.search("bridge", EMBEDDER.encode_query("bridge"), 5)) == 2
    assert add_to(index, EMBEDDER, CUP)


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Run ``code`` in another Python, with this file's names at hand."""
    head = "import sys\nfrom tests.index.test_sqlite import *\n"
    return subprocess.Popen(
        [sys.executable, "-c", head + textwrap.dedent(code), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def test_a_killed_process_leaves_nothing(index: SQLiteIndex, library: Path) -> None:
    process = child(
        """
        queries._count_change = lambda db: os.kill(os.getpid(), signal.SIGKILL)
        add_to(opened(Path(sys.argv[1])), EMBEDDER, CUP)
        """,
        str(library),
    )
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert [info.id for info in index.articles()] == [BRIDGE.id]
    assert add_to(index, EMBEDDER, CUP)
    db = sqlite3.connect(library)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert db.execute("SELECT count(*) FROM passages").fetchone() == (4,)
    db.close()


def story(writer: str, number: int) -> Article:
    lines = [f"Bridge {number} of {writer}, line {line}." for line in range(4)]
    return article_of("\n".join(lines), source=writer)


@pytest.mark.slow
def test_two_processes_add_while_a_third_asks(library: Path) -> None:
    # The writers make the file too: whoever is second finds it made.
    writers = [
        child(
            """
            index = opened(Path(sys.argv[1]))
            for number in range(25):
                assert add_to(index, EMBEDDER, story(sys.argv[2], number))
                if number % 5 == 4:
                    assert index.remove(story(sys.argv[2], number).id)
            index.close()
            """,
            str(library),
            writer,
        )
        for writer in ("A", "B")
    ]
    reader = opened(library)
    vector = EMBEDDER.encode_query("bridge line")
    seen: set[int] = set()
    while any(writer.poll() is None for writer in writers):
        hits = reader.search("bridge line", vector, 10_000)
        ids = [hit.passage.article_id for hit in hits]
        assert all(ids.count(article_id) == 4 for article_id in set(ids))
        assert all(hit.passage.text.startswith("Bridge") for hit in hits)
        assert all(len(reader.passages(i.id)) in (0, i.passages) for i in reader.articles())
        seen.add(len(ids) // 4)
        time.sleep(0.01)
    for writer in writers:
        finished(writer)
    assert len(reader.articles()) == 40
    assert len(reader.articles(Filters(sources=("A",)))) == 20
    assert len(reader.search("", vector, 10_000)) == 160
    assert seen
    reader.close()


def test_the_cache_follows_other_writers(index: SQLiteIndex, library: Path) -> None:
    vector = EMBEDDER.encode_query("cup won")

    def ids() -> set[str]:
        return {hit.passage.article_id for hit in index.search("", vector, 100)}

    other = opened(library)
    assert ids() == {BRIDGE.id}
    add_to(other, EMBEDDER, CUP)
    assert ids() == {BRIDGE.id, CUP.id}
    other.remove(BRIDGE.id)
    assert ids() == {CUP.id}
    other.remove(CUP.id)
    add_to(other, EMBEDDER, BRIDGE)
    assert ids() == {BRIDGE.id}
    other.close()


def test_a_growing_cache_leaves_older_matrices_as_they_were(library: Path) -> None:
    """What a search holds does not change under it, while articles come and go."""
    index, fresh = opened(library), opened(library)
    held: list[tuple[Any, Any]] = []
    for number in range(40):
        add_to(index, EMBEDDER, story("A", number))
        if number % 7 == 6:
            index.remove(story("A", number - 3).id)
        index.search("", EMBEDDER.encode_query("bridge"), 5)
        matrix = index._cache._matrix
        assert matrix is not None
        held.append((matrix, matrix.rows.copy()))
        fresh.close()
        fresh = opened(library)
        fresh.search("", EMBEDDER.encode_query("bridge"), 5)
        anew = fresh._cache._matrix
        assert anew is not None
        assert (matrix.rows == anew.rows).all()
        assert (matrix.passages == anew.passages).all()
        assert (matrix.articles == anew.articles).all()
    assert all((matrix.rows == before).all() for matrix, before in held)
    # Most of the time nothing was copied: the rows lie in the same place.
    assert len({id(matrix.rows.base) for matrix, _ in held}) < 15
    index.close()
    fresh.close()


def test_terms_are_distinct_and_few() -> None:
    asked = query_terms("Who won the U.S. cup, the CUP, for $1.2bn?")
    assert asked == ["won", "u.s.", "cup", "1.2", "bn"]
    assert query_terms("How many died?")[:4] == ["many", "died", "die", "dies"]
    assert "toll" in query_terms("How many were killed?")
    assert query_terms("the") == ["the"]
    assert query_terms('" \0 ( ) *') == []
    assert len(query_terms(" ".join(f"w{n}" for n in range(500)))) == MAX_TERMS


def test_a_library_that_cannot_be_written_can_be_asked(
    index: SQLiteIndex, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.close()
    monkeypatch.setattr("qa.index.pool.os.access", lambda *_: False)
    asked = opened(library)
    assert [info.id for info in asked.articles()] == [BRIDGE.id]
    assert asked.search("bridge", None, 3)
    with pytest.raises(LibraryError, match="cannot be written"):
        asked.remove(BRIDGE.id)
    assert sorted(path.name for path in library.parent.iterdir()) == [library.name]
    monkeypatch.undo()
    other = opened(library)
    assert other.remove(BRIDGE.id)
    assert asked.articles() == []  # also while the other's log is still there
    other.close()
    asked.close()
