"""Vectors of another embedder: gathered while others read, kept over a kill, switched at once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from qa.errors import EmbedderMismatch, LibraryError
from qa.index import open_file
from qa.index.sqlite import SQLiteIndex
from qa.ingest import add_all
from qa.maintenance import check_library, reindex
from qa.maintenance.reindex import BATCH_ARTICLES, LAST_BATCH
from qa.protocols import Vectors
from qa.records import Article, ProgressEvent
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder
from tests.support.paths import ROOT

OLD = HashEmbedder()
NEW = HashEmbedder("other-64", 64)
COUNT = 2 * BATCH_ARTICLES + LAST_BATCH + 3


def article(number: int) -> Article:
    return article_from_text(
        f"Ferry {number} left Marlow Bay.\n\nIt carried {number * 7} people.", title=f"No {number}"
    )


def filled(path: Path, embedder: HashEmbedder = OLD, count: int = COUNT) -> SQLiteIndex:
    index = open_file(path, embedder.name, embedder.dimension)
    add_all([article(n) for n in range(count)], index, lambda: embedder, metadata={})
    return index


@pytest.fixture
def index(library: Path) -> Iterator[SQLiteIndex]:
    made = filled(library)
    yield made
    made.close()


def hits(index: SQLiteIndex, embedder: HashEmbedder) -> list[dict[str, object]]:
    found = index.search("ferry 7", embedder.encode_query("ferry 7"), 10)
    return [hit.to_dict() for hit in found]


def leftovers(path: Path) -> tuple[bool, set[str]]:
    """Whether the side table is there, and the settings' keys."""
    db = sqlite3.connect(path)
    table = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'vectors_next'").fetchone()
    keys = {row[0] for row in db.execute("SELECT key FROM settings")}
    db.close()
    return table is not None, keys


class Slow(HashEmbedder):
    """Does something each time that passages are embedded."""

    def __init__(self, name: str = "other-64", dimension: int = 64) -> None:
        super().__init__(name, dimension)
        self.calls = 0
        self.texts = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        self.texts += len(texts)
        self.act()
        return super().encode_passages(texts)

    def act(self) -> None:
        """What happens in the middle."""


def test_a_reindexed_library_is_like_one_made_with_the_new_embedder(
    index: SQLiteIndex, tmp_path: Path
) -> None:
    before = hits(index, OLD)
    report = reindex(index, NEW)
    assert (report.embedder, report.dimension, report.switched) == ("other-64", 64, True)
    assert (report.embedded, report.resumed) == (COUNT, 0)
    fresh = filled(tmp_path / "fresh.copydesk", NEW)
    assert hits(index, NEW) == hits(fresh, NEW) != before
    fresh.close()
    assert leftovers(index.path) == (False, {"embedder", "dimension", "generation", "edition"})
    assert check_library(index).ok
    assert add_all([article(99)], index, lambda: NEW, metadata={}).added


def test_of_the_same_length_too(index: SQLiteIndex, tmp_path: Path) -> None:
    # The cache could not tell these vectors from the old ones by their length.
    same = Reversed("reversed-256")
    hits(index, OLD)
    assert reindex(index, same).switched
    fresh = filled(tmp_path / "fresh.copydesk", same)
    assert hits(index, same) == hits(fresh, same)
    fresh.close()


class Reversed(HashEmbedder):
    """Another embedder of the same length, of other vectors."""

    def encode_query(self, text: str) -> Vectors:
        return np.ascontiguousarray(super().encode_query(text[::-1]))


def test_nothing_to_do_is_nothing_done(index: SQLiteIndex, tmp_path: Path) -> None:
    slow = Slow(OLD.name, OLD.dimension)
    assert not reindex(index, slow).switched
    assert slow.calls == 0
    empty = open_file(tmp_path / "empty.copydesk")
    assert not reindex(empty, NEW).switched
    assert add_all([article(1)], empty, lambda: NEW, metadata={}).added
    empty.close()


def test_readers_and_writers_of_the_old_embedder_go_on_until_the_switch(index: SQLiteIndex) -> None:
    reader = open_file(index.path, OLD.name, OLD.dimension)
    writer = open_file(index.path, OLD.name, OLD.dimension)
    before = hits(reader, OLD)

    class Busy(Slow):
        def act(self) -> None:
            if self.calls == 1:
                assert hits(reader, OLD) == before
                assert writer.remove(article(3).id)
                assert add_all([article(200)], writer, lambda: OLD, metadata={}).added
            assert hits(reader, OLD)

    assert reindex(index, Busy()).switched
    with pytest.raises(EmbedderMismatch, match="--embedder other-64"):
        hits(reader, OLD)
    with pytest.raises(EmbedderMismatch, match="holds vectors of other-64"):
        add_all([article(201)], writer, lambda: OLD, metadata={})
    assert len(reader.search("ferry 200", None, 5)) == 5
    assert index.get(article(200).id) is not None
    assert index.get(article(3).id) is None
    assert check_library(index).ok
    reader.use_embedder(NEW.name, NEW.dimension)
    assert hits(reader, NEW) == hits(index, NEW)
    reader.close()
    writer.close()


def test_many_threads_read_all_the_while(index: SQLiteIndex) -> None:
    failures: list[BaseException] = []
    done = threading.Event()
    counts = [0, 0, 0]

    def read(which: int) -> None:
        reader = open_file(index.path, OLD.name, OLD.dimension)
        try:
            while not done.is_set():
                assert len(reader.articles()) == COUNT
                assert len(reader.search("ferry", None, 20)) == 20
                assert len(hits(reader, OLD)) >= 10
                counts[which] += 1
        except EmbedderMismatch:
            counts[which] += 1
        except BaseException as error:
            failures.append(error)
        finally:
            reader.close()

    class Waits(Slow):
        def act(self) -> None:
            # Every reader reads at least once between any two batches.
            for thread, which in zip(threads, range(3), strict=True):
                seen = counts[which]
                while thread.is_alive() and counts[which] == seen:
                    thread.join(0.01)

    threads = [threading.Thread(target=read, args=(which,)) for which in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert reindex(index, Waits()).switched
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert check_library(index).ok


def test_ctrl_c_keeps_what_is_done(index: SQLiteIndex, tmp_path: Path) -> None:
    class Stops(Slow):
        def act(self) -> None:
            if self.calls == 2:
                raise KeyboardInterrupt

    report = reindex(index, Stops())
    assert (report.interrupted, report.switched, report.embedded) == (True, False, BATCH_ARTICLES)
    assert leftovers(index.path)[0]
    assert hits(index, OLD)
    assert check_library(index).ok
    again = Slow()
    report = reindex(index, again)
    assert (report.resumed, report.embedded) == (BATCH_ARTICLES, COUNT - BATCH_ARTICLES)
    assert report.switched
    assert again.texts == COUNT - BATCH_ARTICLES
    fresh = filled(tmp_path / "fresh.copydesk", NEW)
    assert hits(index, NEW) == hits(fresh, NEW)
    fresh.close()


def test_a_call_for_another_embedder_starts_over(index: SQLiteIndex) -> None:
    class Stops(Slow):
        def act(self) -> None:
            if self.calls == 2:
                raise KeyboardInterrupt

    assert reindex(index, Stops()).interrupted
    third = Slow("third-32", 32)
    report = reindex(index, third)
    assert (report.resumed, report.switched, third.texts) == (0, True, COUNT)
    assert check_library(index).ok
    # Back to the old one, with what was gathered for nobody dropped.
    assert reindex(index, Stops()).interrupted
    assert not reindex(index, third).switched
    assert not leftovers(index.path)[0]


def test_two_at_different_work_do_not_mix_vectors(index: SQLiteIndex) -> None:
    second = open_file(index.path)

    class Overtaken(Slow):
        def act(self) -> None:
            if self.calls == 1:
                assert reindex(second, HashEmbedder("third-32", 32)).switched

    with pytest.raises(LibraryError, match="another process has finished or begun"):
        reindex(index, Overtaken())
    assert check_library(second).ok
    assert hits(second, HashEmbedder("third-32", 32))
    second.close()


def test_two_at_the_same_work_help_each_other(index: SQLiteIndex) -> None:
    second = open_file(index.path)

    class Helped(Slow):
        def act(self) -> None:
            if self.calls == 2:
                assert reindex(second, NEW).switched

    with pytest.raises(LibraryError, match="another process has finished"):
        reindex(index, Helped())
    assert not reindex(index, Helped()).switched
    assert check_library(index).ok
    second.close()


def test_progress_counts_to_all_articles(index: SQLiteIndex) -> None:
    events: list[ProgressEvent] = []
    reindex(index, NEW, progress=events.append)
    assert {event.stage for event in events} == {"reindex"}
    assert (events[0].done, events[0].total) == (0, COUNT)
    assert [event.done for event in events] == sorted(event.done for event in events)
    assert events[-1].done == events[-1].total


CODE = """
    import os, signal, sys
    from pathlib import Path
    from qa.maintenance import reindex
    from qa.index import open_file
    from tests.maintenance.test_reindex import Slow

    class Dies(Slow):
        def act(self):
            if self.calls == int(sys.argv[2]):
                os.kill(os.getpid(), signal.SIGKILL)

    index = open_file(Path(sys.argv[1]))
    report = reindex(index, Dies())
    index.close()
    print(report.switched)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL")
def test_a_kill_at_any_batch_loses_that_batch_only(index: SQLiteIndex) -> None:
    def run(dies_at: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(CODE), str(index.path), str(dies_at)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
        )

    for dies_at in (1, 2):
        assert run(dies_at).returncode == -signal.SIGKILL
        assert hits(index, OLD)
        assert check_library(index).ok
    # The last batch dies inside the transaction of the switch, which then never was.
    assert run(2).returncode == -signal.SIGKILL
    assert leftovers(index.path)[0]
    assert hits(index, OLD)
    last = run(0)
    assert (last.returncode, last.stdout.strip()) == (0, "True"), last.stderr
    index.use_embedder(NEW.name, NEW.dimension)
    assert hits(index, NEW)
    assert check_library(index).ok
