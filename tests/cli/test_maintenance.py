"""export, import, check and reindex as commands: their output, JSON and exit codes."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa.cli import cli
from qa.desk import Desk
from qa.maintenance import CheckReport, Problem, ReindexReport
from qa.records import AddReport
from tests.support.fakes import HashEmbedder

BRIDGE = "Council backs bridge\r\n\r\nThe bridge will cost $1.2\u00a0billion, said I. Odell.\r\n"
STORM = "Storm cuts power\n\nA storm cut power to Skerra. \U0001f30a\n"


def embedder(name: str | None = None, **_: object) -> HashEmbedder:
    return HashEmbedder("other-64", 64) if name == "other" else HashEmbedder()


@pytest.fixture(autouse=True)
def small_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qa.neural.embedder.load_embedder", embedder)


def run(library: Path, *words: str | Path, stdin: bytes | None = None) -> Result:
    environment = {"COPYDESK_LIBRARY": str(library)}
    return CliRunner().invoke(cli, [str(word) for word in words], input=stdin, env=environment)


@pytest.fixture
def stocked(library: Path, tmp_path: Path) -> Path:
    for name, text in (("bridge", BRIDGE), ("storm", STORM)):
        (tmp_path / f"{name}.txt").write_bytes(text.encode())
        done = run(library, "add", tmp_path / f"{name}.txt", "--source", name.title())
        assert done.exit_code == 0, done.output
    return library


def test_a_library_goes_through_a_file_unchanged(stocked: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    done = run(stocked, "export", "-o", copy)
    assert done.exit_code == 0, done.output
    assert "2 articles written to" in done.stderr
    assert done.stdout == ""
    other = tmp_path / "other.copydesk"
    done = run(other, "import", copy, "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert set(report) == {field.name for field in fields(AddReport)}
    assert len(report["added"]) == 2
    assert run(other, "export").stdout_bytes == copy.read_bytes()
    with Desk.open(stocked) as first, Desk.open(other) as second:
        for info in first.articles():
            assert first.article(info.id) == second.article(info.id)


def test_streams_and_filters(stocked: Path, tmp_path: Path) -> None:
    data = run(stocked, "export", "--source", "Storm").stdout_bytes
    assert json.loads(data)["text"] == STORM
    done = run(tmp_path / "other.copydesk", "import", "-", stdin=data + b"{\n")
    assert done.exit_code == 0
    assert "standard input, line 2" in done.stderr
    short = json.loads(data)["id"][:6]
    assert run(stocked, "export", short).stdout_bytes == data
    assert run(stocked, "export", "ffffff").exit_code == 1
    text = run(stocked, "export", "--format", "markdown").stdout
    assert text.startswith("# 2 articles\n")
    assert "The bridge will cost \\$1.2\u00a0billion" in text


def test_import_of_nothing_but_bad_lines_fails(library: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("no\n")
    assert run(library, "import", tmp_path / "bad.jsonl").exit_code == 1
    missing = run(library, "import", tmp_path / "missing.jsonl")
    assert missing.exit_code == 1
    assert "cannot be read (no such file" in missing.stderr


def test_check_says_what_is_wrong_and_repair_mends_it(stocked: Path) -> None:
    good = run(stocked, "check")
    assert (good.exit_code, good.stdout) == (0, "2 articles, 2 passages: nothing is wrong\n")
    db = sqlite3.connect(stocked)
    db.execute("DELETE FROM vectors WHERE article = 1")
    db.execute("UPDATE articles SET characters = 1 WHERE number = 2")
    db.commit()
    db.close()
    bad = run(stocked, "check")
    assert bad.exit_code == 1
    lines = bad.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("vectors: ")
    assert lines[0].endswith("it has no vectors (--repair can mend it)")
    assert lines[-1] == "2 articles, 2 passages: 2 problems, 2 left"
    mended = run(stocked, "check", "--repair", "--json")
    assert mended.exit_code == 0
    report = json.loads(mended.stdout)
    assert set(report) == {field.name for field in fields(CheckReport)}
    assert set(report["problems"][0]) == {field.name for field in fields(Problem)}
    assert [problem["repaired"] for problem in report["problems"]] == [True, True]
    assert run(stocked, "check").exit_code == 0


def test_what_cannot_be_mended_exits_with_1(stocked: Path) -> None:
    db = sqlite3.connect(stocked)
    db.execute("UPDATE articles SET text = '' WHERE number = 1")
    db.commit()
    db.close()
    done = run(stocked, "check", "--repair")
    assert done.exit_code == 1
    assert "it has no text; remove it\n" in done.stdout


def test_reindex_changes_whose_vectors_there_are(stocked: Path) -> None:
    same = run(stocked, "reindex")
    assert (same.exit_code, same.stdout) == (0, "The vectors are those of hash-256 already\n")
    done = run(stocked, "reindex", "--embedder", "other")
    assert (done.exit_code, done.stdout) == (0, "2 articles now have vectors of other-64\n")
    assert run(stocked, "check").exit_code == 0
    back = run(stocked, "reindex", "--json")
    report = json.loads(back.stdout)
    assert set(report) == {field.name for field in fields(ReindexReport)}
    assert (report["embedder"], report["switched"]) == ("hash-256", True)


def test_a_desk_uses_the_embedder_it_reindexed_to(stocked: Path) -> None:
    with Desk.open(stocked) as desk, Desk.open(stocked) as old:
        assert desk.search("bridge cost")
        assert old.search("bridge cost")
        assert desk.reindex(HashEmbedder("other-64", 64)).switched
        assert desk.search("bridge cost")[0].passage.text.startswith("Council")
        with pytest.raises(Exception, match="open it with --embedder other-64"):
            old.search("bridge cost")
        assert old.search("bridge cost", mode="lexical")
