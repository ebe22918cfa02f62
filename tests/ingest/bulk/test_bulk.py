"""A library added by two workers is the one that a single process adds, killed or not."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import sqlite3
import subprocess
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner

import qa.ingest.bulk.cluster
from qa.cli import cli
from qa.desk import Desk
from qa.errors import InputError, MissingDependency
from qa.records import AddReport, ProgressEvent
from tests.support.fakes import HashEmbedder
from tests.support.paths import ROOT
from tests.support.processes import SMALL, command, environment

HAS_RAY = importlib.util.find_spec("ray") is not None
MISSING = "Ray is not installed; `make backends` installs it and runs these tests"
needs_ray = pytest.mark.usefixtures("cluster")
WORKERS = 2
# Ray warns of its own settings.
pytestmark = pytest.mark.filterwarnings("ignore")
ARTICLES = 60
STORED = 45
"""Articles after which a run is killed: in the middle of the file of many."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Ray, started once for the module: that takes longer than what is tested."""
    if not HAS_RAY:
        pytest.skip(MISSING)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("RAY_worker_niceness", "0")  # beside other tests they would starve
        with qa.ingest.bulk.cluster.lent_cluster(WORKERS, None):
            yield


def text_of(number: int) -> str:
    """An article of some passages, unlike any other."""
    lines = [
        f"The council of district {number} met on day {day} and voted {day * number % 17} to "
        f"{day + 3} for bridge {number * day}. Engineer Ana{number} Ruiz{day} wrote report {day}."
        for day in range(1, 30)
    ]
    return f"Vote in district {number}\n\n" + "\n\n".join(lines)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of texts, one file with many articles, a copy, a bad file, and one to skip."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in range(ARTICLES // 2):
        (folder / f"{number:03}.txt").write_text(text_of(number))
    rows = [
        {"title": f"Row {n}", "text": text_of(n), "date": "2025-03-04"}
        for n in range(ARTICLES // 2, ARTICLES)
    ]
    with (folder / "rows.jsonl").open("w") as file:
        file.writelines(json.dumps(row) + "\n" for row in [*rows, {"no": "text"}])
    (folder / "copy.txt").write_text(text_of(3))
    (folder / "bad.txt").write_bytes(bytes(range(256)) * 4)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def opened(path: Path, progress: Callable[[ProgressEvent], None] | None = None) -> Desk:
    return Desk.open(path, embedder=HashEmbedder(), progress=progress)


def contents(path: Path) -> dict[str, Any]:
    """Everything of a library that a search or a later addition depends on, in its order."""
    with sqlite3.connect(path) as db:
        return {
            "articles": db.execute(
                "SELECT id, title, date, text, data FROM articles "
                "JOIN vectors ON number = article ORDER BY number"
            ).fetchall(),
            "passages": db.execute(
                'SELECT id, start, "end" FROM passages p JOIN articles a ON a.number = article '
                "ORDER BY p.number"
            ).fetchall(),
            "origins": db.execute(
                "SELECT origin, item, id, size, digest FROM origins "
                "JOIN articles ON number = article ORDER BY 1, 2"
            ).fetchall(),
            "settings": db.execute("SELECT * FROM settings WHERE key != 'generation'").fetchall(),
        }


def counts(report: AddReport) -> dict[str, Any]:
    plain = report.to_dict()
    return {
        "added": [info["id"] for info in plain["added"]],
        "unchanged": sorted(info["id"] for info in plain["unchanged"]),
        "failed": sorted(each["reason"] for each in plain["failed"]),
        "skipped": plain["skipped"],
        "notes": plain["notes"],
    }


def added_alone(archive: Path, path: Path) -> AddReport:
    """Add the archive by the one process of the library."""
    with opened(path) as desk:
        return desk.add(archive)


def ray_workers() -> list[psutil.Process]:
    """The processes that embed, as Ray names them."""
    found = psutil.Process().children(recursive=True)
    return [each for each in found if "MapWorker" in " ".join(each.cmdline())]


@needs_ray
def test_two_workers_add_what_one_process_adds(archive: Path, tmp_path: Path) -> None:
    alone, several = tmp_path / "alone.copydesk", tmp_path / "several.copydesk"
    expected = added_alone(archive, alone)
    with opened(several) as desk:
        found = desk.add_bulk(archive, workers=WORKERS)
        again = desk.add_bulk(archive, workers=WORKERS)
    assert contents(several) == contents(alone)
    assert counts(found) == counts(expected)
    assert len(found.added) == ARTICLES
    assert len(found.failed) == 2
    assert not again.added
    assert len(again.unchanged) == ARTICLES + 1  # the copy is of two files


@needs_ray
def test_a_killed_worker_loses_nothing(archive: Path, tmp_path: Path) -> None:
    alone, several = tmp_path / "alone.copydesk", tmp_path / "several.copydesk"
    added_alone(archive, alone)
    killed: list[int] = []

    def kill(event: ProgressEvent) -> None:
        if event.article_id and not killed:
            worker = ray_workers()[0]
            killed.append(worker.pid)
            worker.send_signal(signal.SIGKILL)

    with opened(several, kill) as desk:
        report = desk.add_bulk(archive, workers=WORKERS)
    assert killed
    assert len(report.added) == ARTICLES
    assert contents(several) == contents(alone)


@needs_ray
def test_an_addition_that_was_stopped_goes_on(archive: Path, tmp_path: Path) -> None:
    alone, several = tmp_path / "alone.copydesk", tmp_path / "several.copydesk"
    added_alone(archive, alone)
    stored: list[str] = []

    def stop(event: ProgressEvent) -> None:
        if event.article_id:
            stored.append(event.article_id)
        if len(stored) == ARTICLES // 2 + 10:  # in the middle of the file of many
            raise KeyboardInterrupt

    with opened(several, stop) as desk:
        first = desk.add_bulk(archive, workers=WORKERS)
    assert first.interrupted
    assert 0 < len(first.added) < ARTICLES
    with opened(several) as desk:
        second = desk.add_bulk(archive, workers=WORKERS)
    assert len(first.added) + len(second.added) == ARTICLES
    assert contents(several) == contents(alone)


DYING = f"""
import os, signal
from qa.index.sqlite import SQLiteIndex
put, stored = SQLiteIndex.put, []
def dying(self, *given):
    if len(stored) == {STORED}:
        os.kill(os.getpid(), signal.SIGKILL)
    stored.append(given)
    return put(self, *given)
SQLiteIndex.put = dying
"""


@needs_ray
def test_a_killed_command_goes_on(archive: Path, tmp_path: Path) -> None:
    import ray

    alone, several = tmp_path / "alone.copydesk", tmp_path / "several.copydesk"
    added_alone(archive, alone)
    # Over a cluster that is there already, as that of several machines is.
    address = str(ray.get_runtime_context().gcs_address)
    arguments = ("bulk", archive, "--workers", str(WORKERS), "--address", address)
    # Ray may lie beside the environment, as `make backends` puts it.
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    where = environment(several, PYTHONPATH=paths)
    killed = subprocess.run(command(*arguments, prelude=SMALL + DYING), env=where, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert count_articles(several) == STORED
    done = subprocess.run(command(*arguments), env=where, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert contents(several) == contents(alone)


def count_articles(path: Path) -> int:
    with sqlite3.connect(path) as db:
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])


@needs_ray
def test_a_changed_file_replaces_its_article(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.copydesk"
    with opened(path) as desk:
        desk.add_bulk(archive, workers=WORKERS)
        (archive / "005.txt").write_text(text_of(1005))
        report = desk.add_bulk(archive, workers=WORKERS)
        assert [info.title for info in report.replaced] == ["Vote in district 1005"]
        assert len(desk.articles()) == ARTICLES


def test_an_empty_folder_is_told_of_and_starts_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with opened(tmp_path / "l.copydesk") as desk:
        report = desk.add_bulk(tmp_path / "empty")
    assert "in this folder; add one" in report.failed[0].reason
    assert not report.added


def test_an_address_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "l.copydesk") as desk:
        with pytest.raises(InputError, match="use `copydesk add`"):
            desk.add_bulk("https://news.example/a")
        with pytest.raises(InputError, match="0 workers"):
            desk.add_bulk(tmp_path, workers=0)
        with pytest.raises(InputError, match="nothing to add"):
            desk.add_bulk()


def test_without_ray_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(text_of(1))
    found: Callable[..., object] = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec",
        lambda name, *rest: None if name == "ray" else found(name, *rest),
    )
    with opened(tmp_path / "l.copydesk") as desk, pytest.raises(MissingDependency, match="Ray"):
        desk.add_bulk(tmp_path)


@pytest.mark.skipif(HAS_RAY, reason="Ray is installed")
def test_the_command_names_the_extra(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text_of(1))
    library = tmp_path / "l.copydesk"
    result = CliRunner().invoke(cli, ["bulk", str(tmp_path), "--library", str(library)])
    assert result.exit_code == 1
    assert "pip install 'copydesk[cluster]'" in result.output
