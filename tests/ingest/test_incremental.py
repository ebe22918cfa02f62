"""Adding again: what is unchanged is not read, what has changed replaces, what is gone goes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

from qa.errors import InputError
from qa.index import open_file
from qa.index.sqlite import SQLiteIndex
from qa.ingest import Source, add_all, ingestion, store, sync_folder
from qa.ingest.sources import is_gone, origin_of
from qa.protocols import Vectors
from qa.records import AddReport
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder

pytestmark = pytest.mark.usefixtures("reads_here")

EMBEDDER = HashEmbedder()
BRIDGE = "Bridge shut\n\nThe bridge is closed. Repairs will cost $1.2bn."
CUP = "Cup won\n\nThe cup is won. Fans cheered for 2.5% longer."
# Old enough for its time to be believed.
PAST_NS = 1_700_000_000_000_000_000


@pytest.fixture
def index(library: Path) -> Iterator[SQLiteIndex]:
    made = open_file(library, EMBEDDER.name, EMBEDDER.dimension)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    (made / "sub").mkdir(parents=True)
    write(made / "bridge.txt", BRIDGE)
    write(made / "sub" / "cup.md", CUP)
    return made


def write(path: Path, text: str, at: int = PAST_NS) -> Path:
    path.write_text(text, "utf-8")
    os.utime(path, ns=(at, at))
    return path


def add(index: SQLiteIndex, *sources: Source, **options: Any) -> AddReport:
    return add_all(sources, index, lambda: EMBEDDER, metadata={}, **options)


def sync(index: SQLiteIndex, folder: Path, *, keep: bool = False) -> AddReport:
    return sync_folder(folder, index, lambda: EMBEDDER, metadata={}, keep=keep)


def titles(index: SQLiteIndex) -> set[str]:
    return {info.title for info in index.articles()}


def counts(report: AddReport) -> tuple[int, int, int, int, int]:
    parts = (report.added, report.unchanged, report.replaced, report.removed, report.failed)
    added, unchanged, replaced, removed, failed = (len(part) for part in parts)
    return added, unchanged, replaced, removed, failed


def unread(*_: Any) -> NoReturn:
    raise AssertionError("the file need not be read")


def test_an_unchanged_file_costs_a_stat(
    index: SQLiteIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counts(add(index, folder)) == (2, 0, 0, 0, 0)
    monkeypatch.setattr(ingestion, "read_bytes", unread)
    report = add(index, folder)
    assert counts(report) == (0, 2, 0, 0, 0)
    assert [info.title for info in report.unchanged] == ["Bridge shut", "Cup won"]


def test_a_touched_file_costs_a_hash_once(
    index: SQLiteIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(index, folder)
    write(folder / "bridge.txt", BRIDGE, PAST_NS + 1)
    with monkeypatch.context() as patch:
        patch.setattr(ingestion, "read_items", unread)
        assert counts(add(index, folder)) == (0, 2, 0, 0, 0)
    monkeypatch.setattr(ingestion, "read_bytes", unread)
    assert counts(add(index, folder)) == (0, 2, 0, 0, 0)


def test_a_changed_file_replaces_its_article(index: SQLiteIndex, folder: Path) -> None:
    add(index, folder)
    write(folder / "bridge.txt", BRIDGE.replace("$1.2bn", "$1.9bn"), PAST_NS + 1)
    report = add(index, folder)
    assert counts(report) == (0, 1, 1, 0, 0)
    assert titles(index) == {"Bridge shut", "Cup won"}
    texts = [hit.passage.text for hit in index.search("repairs cost", None, 9)]
    assert len(texts) == 1 and "$1.9bn" in texts[0]


def test_a_change_within_the_clock_s_step_is_seen(index: SQLiteIndex, folder: Path) -> None:
    path = folder / "bridge.txt"
    path.write_text(BRIDGE, "utf-8")
    status = path.stat()
    add(index, folder)
    write(path, BRIDGE.replace("$1.2bn", "$1.9bn"), status.st_mtime_ns)
    assert path.stat().st_size == status.st_size
    assert counts(add(index, folder)) == (0, 1, 1, 0, 0)


def test_front_matter_that_is_mended_changes_the_metadata(index: SQLiteIndex, folder: Path) -> None:
    add(index, folder)
    write(folder / "bridge.txt", f"---\ndate: 2025-02-11\nsource: Courier\n---\n{BRIDGE}")
    report = add(index, folder / "bridge.txt")
    assert counts(report) == (0, 0, 1, 0, 0)
    assert [(i.date, i.source) for i in report.replaced] == [("2025-02-11", "Courier")]
    assert len(index.articles()) == 2


def test_the_same_file_by_another_way_is_the_same(
    index: SQLiteIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(index, folder)
    (folder.parent / "link").symlink_to(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(ingestion, "read_bytes", unread)
    for way in (Path("bridge.txt"), "../news/bridge.txt", folder.parent / "link" / "bridge.txt"):
        assert counts(add(index, way)) == (0, 1, 0, 0, 0)


def test_a_file_that_becomes_unreadable_keeps_its_article(index: SQLiteIndex, folder: Path) -> None:
    add(index, folder)
    (folder / "bridge.txt").write_bytes(b"\0\1\2")
    assert counts(sync(index, folder)) == (0, 1, 0, 0, 1)
    assert titles(index) == {"Bridge shut", "Cup won"}


# Files of many articles


def line(title: str, text: str, url: str = "") -> str:
    return json.dumps({"title": title, "text": text, "url": url}) + "\n"


def test_lines_are_kept_apart_and_found_again_when_they_move(
    index: SQLiteIndex, tmp_path: Path
) -> None:
    first, second = line("A", "Snow falls."), line("B", "The cup is won.")
    path = write(tmp_path / "all.jsonl", first + second)
    assert counts(add(index, path)) == (2, 0, 0, 0, 0)
    assert counts(add(index, path)) == (0, 2, 0, 0, 0)
    write(path, line("C", "A car burns.") + first + second)
    assert counts(add(index, path)) == (1, 2, 0, 0, 0)
    assert titles(index) == {"A", "B", "C"}


def test_an_address_names_a_line(index: SQLiteIndex, tmp_path: Path) -> None:
    other = line("B", "The cup is won.", "https://news.example/b")
    path = write(tmp_path / "all.jsonl", line("A", "Snow falls.", "https://news.example/a") + other)
    add(index, path)
    write(path, line("A", "Snow has fallen.", "https://news.example/a") + other)
    report = add(index, path)
    assert counts(report) == (0, 1, 1, 0, 0)
    assert index.search("snow", None, 5)[0].passage.text == "Snow has fallen."


def test_a_bad_line_is_told_again_and_the_rest_stays(index: SQLiteIndex, tmp_path: Path) -> None:
    path = write(tmp_path / "all.jsonl", line("A", "Snow falls.") + "{broken\n" + line("B", "Cup."))
    assert counts(add(index, path)) == (2, 0, 0, 0, 1)
    assert counts(add(index, path)) == (0, 2, 0, 0, 1)
    assert counts(sync(index, tmp_path)) == (0, 2, 0, 0, 1)


def test_a_line_that_is_gone_goes_with_sync_only(index: SQLiteIndex, tmp_path: Path) -> None:
    path = write(tmp_path / "all.jsonl", line("A", "Snow falls.") + line("B", "The cup is won."))
    add(index, path)
    write(path, line("B", "The cup is won.") + line("C", "A car burns."))
    assert counts(add(index, path)) == (1, 1, 0, 0, 0)
    assert titles(index) == {"A", "B", "C"}
    write(path, line("C", "A car burns.") + line("D", "Rain."))
    report = sync(index, tmp_path)
    assert counts(report) == (1, 1, 0, 2, 0)
    assert {info.title for info in report.removed} == {"A", "B"}


# Following a folder


def test_sync_follows_a_folder(index: SQLiteIndex, folder: Path) -> None:
    assert counts(sync(index, folder)) == (2, 0, 0, 0, 0)
    (folder / "bridge.txt").unlink()
    write(folder / "sub" / "cup.md", CUP + " Again.")
    write(folder / "snow.txt", "Snow\n\nSnow falls.")
    report = sync(index, folder)
    assert counts(report) == (1, 0, 1, 1, 0)
    assert [info.title for info in report.removed] == ["Bridge shut"]
    assert titles(index) == {"Cup won", "Snow"}


def test_a_renamed_file_is_not_embedded_again(index: SQLiteIndex, folder: Path) -> None:
    sync(index, folder)
    (folder / "bridge.txt").rename(folder / "harbour.txt")

    def unasked() -> NoReturn:
        raise AssertionError("nothing is new")

    report = sync_folder(folder, index, unasked, metadata={})
    assert counts(report) == (0, 2, 0, 0, 0)


def test_what_another_place_holds_stays(index: SQLiteIndex, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "newsroom"
    other.mkdir()
    write(other / "copy.txt", BRIDGE)
    add(index, folder, other)
    add(index, article_from_text(CUP))
    for path in (folder / "bridge.txt", folder / "sub" / "cup.md"):
        path.unlink()
    write(folder / "snow.txt", "Snow falls.")
    assert counts(sync(index, folder)) == (1, 0, 0, 0, 0)
    assert titles(index) == {"Bridge shut", "Cup won", "Snow falls."}
    (other / "copy.txt").unlink()
    write(other / "rain.txt", "Rain.")
    assert counts(sync(index, other)) == (1, 0, 0, 1, 0)


def test_keep_keeps(index: SQLiteIndex, folder: Path) -> None:
    sync(index, folder)
    (folder / "bridge.txt").unlink()
    assert counts(sync(index, folder, keep=True)) == (0, 1, 0, 0, 0)
    assert "Bridge shut" in titles(index)


def test_an_empty_folder_is_not_believed(index: SQLiteIndex, folder: Path) -> None:
    sync(index, folder)
    for path in (folder / "bridge.txt", folder / "sub" / "cup.md"):
        path.unlink()
    with pytest.raises(InputError, match=r"no file .* any more, and 2 came from it; if its disk"):
        sync(index, folder)
    assert len(titles(index)) == 2
    assert counts(sync(index, folder, keep=True)) == (0, 0, 0, 0, 1)


@pytest.mark.parametrize("name", ["missing", "bridge.txt"])
def test_only_folders_are_followed(index: SQLiteIndex, folder: Path, name: str) -> None:
    with pytest.raises(InputError, match="is not a folder"):
        sync(index, folder / name)


def test_ctrl_c_removes_nothing(
    index: SQLiteIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(index, folder)
    (folder / "bridge.txt").unlink()
    write(folder / "snow.txt", "Snow falls.")

    def interrupt(self: HashEmbedder, texts: Sequence[str]) -> Vectors:
        raise KeyboardInterrupt

    monkeypatch.setattr(HashEmbedder, "encode_passages", interrupt)
    report = sync(index, folder)
    assert report.interrupted
    assert report.removed == ()
    assert titles(index) == {"Bridge shut", "Cup won"}


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8 need a Linux disk")
def test_names_that_are_no_text_are_followed_too(index: SQLiteIndex, folder: Path) -> None:
    raw = Path(os.fsdecode(os.fsencode(folder) + b"/b\\ad-\xff.txt"))
    escaped = folder / "b\\ad-\\xff.txt"
    write(raw, "Snow falls.")
    write(escaped, "Rain falls.")
    assert origin_of(raw) != origin_of(escaped)
    assert counts(sync(index, folder)) == (4, 0, 0, 0, 0)
    assert not is_gone(origin_of(raw))
    raw.unlink()
    assert is_gone(origin_of(raw))
    assert [info.title for info in sync(index, folder).removed] == ["Snow falls."]


# Many files


def test_bad_files_among_many_are_named_and_the_rest_is_added(
    index: SQLiteIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BATCH_PASSAGES", 16)
    for number in range(300):
        path = write(tmp_path / f"{number:03}.txt", f"Report {number}\n\nIt is {number} degrees.")
        if number % 50 == 7:
            path.write_bytes(b"\x00\xff" * number)
    report = add(index, tmp_path)
    assert counts(report) == (294, 0, 0, 0, 6)
    assert [Path(f.path).name for f in report.failed] == [f"{n:03}.txt" for n in range(7, 300, 50)]
    assert all("NUL" in failure.reason for failure in report.failed)
    assert len(index.articles()) == 294
    assert counts(add(index, tmp_path)) == (0, 294, 0, 0, 6)
