"""The kill harness of benchmarks/kills.py, with a few kills; and that it would notice."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from benchmarks.kills import check, faults, held, kill_rounds, story
from qa.desk import Desk
from tests.support.fakes import HashEmbedder

pytestmark = pytest.mark.slow


def test_killed_at_any_moment_nothing_is_lost(tmp_path: Path) -> None:
    tally = kill_rounds(tmp_path, kills=6, seed=5)
    assert tally.wrong == []
    assert tally.rounds == 6
    assert tally.killed > 0


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM passages WHERE number = 2",
        "DELETE FROM vectors WHERE article = 1",
        "UPDATE vectors SET data = x'00' WHERE article = 1",
        "DELETE FROM origins WHERE article = 1",
        "DELETE FROM articles WHERE number = 1",
    ],
)
def test_the_harness_notices(tmp_path: Path, library: Path, damage: str) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.txt").write_text(story(number, 0), "utf-8")
    with Desk.open(library, embedder=HashEmbedder()) as desk:
        ids = [info.id for info in desk.add(folder).added]
    before = held(library, folder)
    assert (faults(library), check(library, folder, before, ids)) == ([], [])
    db = sqlite3.connect(library)
    db.execute(damage)
    db.commit()
    db.close()
    assert check(library, folder, before, ids) != []
