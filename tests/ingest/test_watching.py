"""A folder that is watched: the first look, one per change, and what is told of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from qa import Desk
from qa.errors import InputError, MissingDependency
from qa.ingest import watching
from qa.ingest.watching import sync_repeatedly, wait_for_changes
from qa.records import AddReport, ArticleInfo, Failure, ProgressEvent
from tests.support.fakes import HashEmbedder
from tests.support.processes import command, environment

pytestmark = pytest.mark.slow

BAD = Failure("bad.pdf", "bad.pdf: is a damaged PDF")
WORSE = Failure("bad.pdf", "bad.pdf: is empty")
CUP = "Cup won\n\nThe cup is won. Fans cheered for 2.5% longer."
BRIDGE = "Bridge shut\n\nThe bridge is closed. Repairs will cost $1.2bn."
PATIENCE = 60
"""Seconds that a busy machine may take to tell of a change."""


def info(title: str) -> ArticleInfo:
    return ArticleInfo(title * 8, title, "", "", "", "", "en", characters=10, passages=1)


def reports(*synced: AddReport) -> tuple[list[AddReport], list[str]]:
    waited: list[str] = []
    waiting = iter(synced)
    told = sync_repeatedly(
        lambda: next(waiting), iter([None] * len(synced)), lambda: waited.append("w")
    )
    return list(told), waited


def test_what_is_as_it_was_is_told_once() -> None:
    same = AddReport(unchanged=(info("a"),), failed=(BAD,))
    told, waited = reports(same, same, same)
    assert told == [same]
    assert len(waited) == 3


def test_a_failure_is_told_anew_when_its_reason_changes_or_it_comes_back() -> None:
    told, _ = reports(
        AddReport(failed=(BAD,)),
        AddReport(failed=(WORSE,)),
        AddReport(failed=(WORSE,), added=(info("a"),)),
        AddReport(),
        AddReport(failed=(WORSE,), unchanged=(info("a"),)),
    )
    assert told == [
        AddReport(failed=(BAD,)),
        AddReport(failed=(WORSE,)),
        AddReport(added=(info("a"),)),
        AddReport(failed=(WORSE,)),
    ]


def test_each_kind_of_change_is_told() -> None:
    kinds = [
        AddReport(added=(info("a"),)),
        AddReport(replaced=(info("a"),)),
        AddReport(removed=(info("a"),)),
    ]
    assert reports(AddReport(), *kinds)[0] == [AddReport(), *kinds]


def test_it_ends_when_interrupted() -> None:
    told, waited = reports(AddReport(), AddReport(interrupted=True), AddReport(added=(info("a"),)))
    assert told == [AddReport(), AddReport(interrupted=True)]
    assert len(waited) == 1


def test_without_watchfiles_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(MissingDependency, match=r"pip install 'copydesk\[watch\]'"):
        next(wait_for_changes(tmp_path))


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a folder"):
        next(wait_for_changes(tmp_path / "nowhere"))


def test_a_quiet_folder_is_looked_at_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "RECHECK_SECONDS", 0.0)
    monkeypatch.setattr(watching, "TICK_MS", 10)
    found = wait_for_changes(tmp_path)
    assert [next(found) for _ in range(3)] == [None] * 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "news"
    made.mkdir()
    (made / "cup.txt").write_text(CUP, "utf-8")
    return made


@pytest.fixture
def watched(folder: Path) -> Iterator[Queue[AddReport | str]]:
    """What a desk tells of ``folder``, whose library lies in it; "watch" while it waits."""
    told: Queue[AddReport | str] = Queue()
    stop = threading.Event()

    def hear(event: ProgressEvent) -> None:
        if event.stage == "watch":
            told.put(event.stage)

    with Desk.open(folder / "x.copydesk", embedder=HashEmbedder()) as desk:

        def follow() -> None:
            for report in desk.watch(folder, progress=hear, stop=stop):
                told.put(report)

        thread = threading.Thread(target=follow)
        thread.start()
        yield told
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert all(each == "watch" for each in told.queue), "it told of what had not changed"


def next_report(told: Queue[AddReport | str]) -> AddReport:
    while isinstance(found := told.get(timeout=PATIENCE), str):
        pass
    return found


def titles(*infos: ArticleInfo) -> list[str]:
    return [each.title for each in infos]


def test_a_folder_is_followed(
    folder: Path, watched: Queue[AddReport | str], tmp_path: Path
) -> None:
    assert titles(*next_report(watched).added) == ["Cup won"]
    (folder / "notes.log").write_text("no article", "utf-8")
    (folder / "bridge.md").write_text(BRIDGE, "utf-8")
    assert titles(*next_report(watched).added) == ["Bridge shut"]
    (folder / "cup.txt").write_text(CUP.replace("2.5%", "3.5%"), "utf-8")
    assert titles(*next_report(watched).replaced) == ["Cup won"]
    (folder / "bridge.md").unlink()
    assert titles(*next_report(watched).removed) == ["Bridge shut"]
    whole = tmp_path / "sub"
    whole.mkdir()
    (whole / "bridge.txt").write_text(BRIDGE, "utf-8")
    whole.rename(folder / "sub")  # the system tells of the folder, not of its files
    assert titles(*next_report(watched).added) == ["Bridge shut"]
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7 no more")
    (failure,) = next_report(watched).failed
    assert "bad.pdf" in failure.reason


def test_the_command_tells_in_lines_of_json_and_ends_with_ctrl_c(
    library: Path, folder: Path
) -> None:
    process = subprocess.Popen(
        command("sync", folder, "--watch", "--json"),
        env=environment(library),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    try:
        first = json.loads(process.stdout.readline())
        (folder / "bridge.md").write_text(BRIDGE, "utf-8")
        second = json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert [each["title"] for each in first["added"]] == ["Cup won"]
    assert [each["title"] for each in second["added"]] == ["Bridge shut"]
    assert b"Traceback" not in err
    assert process.returncode in (0, 130), err  # 130 if a look was in progress
