"""Adding, file by file: what is asked of the embedder, and what the report says."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import pytest

from qa.errors import InputError
from qa.index import open_file
from qa.index.sqlite import SQLiteIndex
from qa.ingest import Source, add_all, embedding_text
from qa.protocols import Vectors
from qa.records import AddReport, ProgressEvent
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder

STORM = article_from_text(
    "Storm cuts power to Skerra\n\nIt cut power to the island. " + "Engineers came at noon. " * 60
)


class Recording(HashEmbedder):
    """Keeps the texts that it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().encode_passages(texts)


EMBEDDER = Recording()


@pytest.fixture
def index(library: Path) -> Iterator[SQLiteIndex]:
    made = open_file(library, EMBEDDER.name, EMBEDDER.dimension)
    yield made
    made.close()


def unasked() -> NoReturn:
    raise AssertionError("the embedder is not needed")


def add(
    index: SQLiteIndex,
    *sources: Source,
    embedder: Callable[[], HashEmbedder] = lambda: EMBEDDER,
    progress: Callable[[ProgressEvent], None] | None = None,
) -> AddReport:
    return add_all(sources, index, embedder, metadata={}, progress=progress)


def test_the_embedder_is_asked_only_for_something_new(index: SQLiteIndex, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    assert len(add(index, tmp_path, embedder=unasked).failed) == 1
    assert len(add(index, STORM).added) == 1
    report = add(index, STORM, tmp_path / "missing", embedder=unasked)
    assert (len(report.unchanged), len(report.failed)) == (1, 1)


def test_every_passage_is_embedded_under_its_title(index: SQLiteIndex) -> None:
    embedder = Recording()
    [info] = add(index, STORM, embedder=lambda: embedder).added
    passages = index.passages(STORM.id)
    assert info.passages == len(passages) > 1
    assert embedder.texts == [f"{STORM.title}\n{passage.text}" for passage in passages]
    assert embedding_text(article_from_text("x"), "p") == "x\np"


def test_a_file_met_twice_is_read_once(index: SQLiteIndex, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORM.text, "utf-8")
    report = add(index, tmp_path, path, str(path), tmp_path / "." / "a.txt")
    assert (len(report.added), len(report.unchanged)) == (1, 0)


def test_a_copy_is_unchanged_and_its_text_stored_once(index: SQLiteIndex, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORM.text, "utf-8")
    report = add(index, tmp_path)
    assert report.added == report.unchanged
    assert len(index.articles()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8 need a Linux disk")
def test_names_that_are_no_text_can_be_shown(index: SQLiteIndex, tmp_path: Path) -> None:
    bad = os.fsencode(tmp_path) + b"/bad-\xff.txt"
    good = os.fsencode(tmp_path) + b"/good-\xff.txt"
    Path(os.fsdecode(bad)).write_bytes(b"\0")
    Path(os.fsdecode(good)).write_text(STORM.text, "utf-8")
    heard: list[ProgressEvent] = []
    report = add(index, tmp_path, progress=heard.append)
    assert len(report.added) == 1
    [failure] = report.failed
    for shown in (failure.path, failure.reason, *(event.detail for event in heard)):
        shown.encode("utf-8")
    assert failure.path.endswith("bad-\\udcff.txt")


def test_ctrl_c_before_the_first_file(index: SQLiteIndex) -> None:
    def interrupt(event: ProgressEvent) -> None:
        raise KeyboardInterrupt

    assert add(index, STORM, progress=interrupt) == AddReport(interrupted=True)
    assert index.articles() == []


def test_a_limit_that_is_none_is_refused(index: SQLiteIndex, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORM.text, "utf-8")
    with pytest.raises(InputError, match="max_mb"):
        add_all([tmp_path], index, unasked, metadata={}, max_mb=0)
    report = add_all([tmp_path], index, unasked, metadata={}, max_mb=1e-5)
    assert "over the limit" in report.failed[0].reason


def test_a_long_text_tells_that_it_is_split_before_it_is_embedded(
    index: SQLiteIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.ingest.store.LONG_TEXT", len(STORM.text))
    heard: list[str] = []
    add(index, STORM, progress=lambda event: heard.append(event.detail))
    assert f"splitting {len(STORM.text):,} characters" in heard
