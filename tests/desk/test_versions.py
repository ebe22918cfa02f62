"""Every result names the code and the weights that it came of."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.desk import Desk
from qa.desk.restoring import restore
from qa.desk.versions import commit
from qa.neural.resources import models_dir, seed_articles
from qa.neural.seq2seq.loading import BASE_MODEL, DEFAULT_MODEL, DEFAULT_SHA256, has_base
from qa.records import Answer, Checkpoint
from qa.version import __version__
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
from tests.support.paths import ROOT

QUESTION = "How many people were aboard the Grey Petrel?"


@pytest.fixture
def desk(library: Path) -> Iterator[Desk]:
    with Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder()) as opened:
        opened.add(*seed_articles())
        yield opened


def results(desk: Desk) -> dict[str, dict[str, Any]]:
    """Each kind of result as JSON has it."""
    made = {
        "ask": desk.ask(QUESTION),
        "none": desk.ask("Who won the chess championship?"),
        "summarize": desk.summarize(about="the ferry"),
        "compare": desk.compare(QUESTION),
        "verify": desk.verify("The Grey Petrel ran aground."),
    }
    return {name: json.loads(json.dumps(result.to_dict())) for name, result in made.items()}


@pytest.mark.slow
def test_every_result_has_the_same_versions(desk: Desk) -> None:
    found = [result["versions"] for result in results(desk).values()]
    assert all(versions == found[0] for versions in found)
    assert found[0]["copydesk"] == __version__
    assert found[0]["reader"] == [{"name": OverlapGenerator().name, "sha256": ""}]
    assert found[0]["embedder"] == [{"name": HashEmbedder().name, "sha256": ""}]
    assert found[0]["reranker"] == []


def test_what_had_no_part_is_not_named(desk: Desk) -> None:
    assert desk.ask(QUESTION, mode="lexical").versions.embedder == ()
    one = desk.summarize(articles=desk.browse_ids(limit=1))
    assert one.versions.embedder == ()
    assert one.versions.reader


def test_another_models_answers_name_who_checks_them(desk: Desk) -> None:
    checker = desk.ask("Who won the chess championship?").versions.checker
    names = {each.name for each in checker}
    assert names == {DEFAULT_MODEL, *([BASE_MODEL] if has_base() else [])}
    assert all(len(each.sha256) == 64 for each in checker)


def test_a_result_that_was_kept_without_versions_is_read() -> None:
    kept = Answer("Who?", "", False, 0.0, (), (), "m").to_dict()
    del kept["versions"]
    assert restore(Answer, kept).versions.reader == ()


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("reader", ["small", "cascade"])
def test_the_shipped_models_are_named_by_their_hashes(library: Path, reader: Any) -> None:
    if reader == "cascade" and not has_base():
        pytest.skip("models/copydesk-base is not there")
    with Desk.open(library, reader=reader) as desk:
        desk.add(seed_articles()[0])
        versions = desk.ask("Who?").versions
    assert versions.torch
    assert versions.checker == ()
    small = Checkpoint("copydesk-small", DEFAULT_SHA256)
    listed = "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in sorted((models_dir() / BASE_MODEL).glob("*.safetensors"))
    )
    large = Checkpoint(BASE_MODEL, hashlib.sha256(listed.encode()).hexdigest())
    assert versions.reader == ((small,) if reader == "small" else (small, large))
    assert len(versions.embedder[0].sha256) == 64


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.c")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_a_checkout_says_its_commit(tmp_path: Path) -> None:
    first, other = tmp_path / "first", tmp_path / "other"
    first.mkdir()
    git(first, "init", "-q")
    assert commit(first) == ""  # there is none yet
    commit.cache_clear()
    git(first, "commit", "-q", "--allow-empty", "-m", "One")
    known = git(first, "rev-parse", "HEAD")
    assert commit(first) == known
    git(first, "worktree", "add", "-q", "-b", "more", str(other))
    assert commit(other) == known
    commit.cache_clear()
    git(first, "pack-refs", "--all")
    assert commit(first) == commit(other) == known
    commit.cache_clear()
    git(first, "checkout", "-q", "--detach")
    assert commit(first) == known
    assert commit(tmp_path) == ""


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no checkout")
def test_this_checkout_says_its_commit() -> None:
    assert commit(ROOT) == git(ROOT, "rev-parse", "HEAD")
