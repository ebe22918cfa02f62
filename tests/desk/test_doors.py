"""Every door gives the same answer: ask, stream, a chat, a comparison, the evaluation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.doors import Case, differences
from benchmarks.support.remembering import RememberingEmbedder
from qa.desk import Desk
from qa.neural.embedder import load_embedder
from qa.neural.resources import models_dir
from qa.neural.seq2seq.loading import load_generator
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
from tests.support.paths import DATA
from tests.support.shipped import read_once

QUESTIONS = 60


def cases() -> list[Case]:
    """Every other question of the kinds, and others on longer articles, each with its own."""
    kinds = [json.loads(line) for line in (DATA / "kinds.jsonl").read_text("utf-8").splitlines()]
    texts = {path.stem: path.read_text("utf-8") for path in (DATA / "kinds").glob("*.txt")}
    found = [
        Case(row["question"], row["article"], texts[row["article"]])
        for row in kinds
        if row["article"] in texts
    ]
    rows = [json.loads(line) for line in (DATA / "quality.jsonl").read_text("utf-8").splitlines()]
    found = found[:: len(found) // (QUESTIONS // 2)][: QUESTIONS // 2]
    rows = rows[:: len(rows) // (QUESTIONS // 2)][: QUESTIONS - len(found)]
    return found + [Case(row["question"], row["title"], row["context"]) for row in rows]


@pytest.mark.slow
def test_every_door_says_the_same_of_a_made_reader(tmp_path: Path) -> None:
    def opened(path: Path) -> Desk:
        return Desk.open(path, model=OverlapGenerator(), embedder=HashEmbedder())

    some = cases()[::3]  # the shipped reader is asked all of them
    assert list(differences(some, tmp_path, opened)) == []


@pytest.mark.slow
@pytest.mark.model
def test_every_door_says_the_same_of_the_shipped_reader(tmp_path: Path) -> None:
    if not (models_dir() / "copydesk-small" / "config.json").is_file():
        pytest.skip("models/copydesk-small is not there")
    reader = load_generator(None)
    embedder = RememberingEmbedder(load_embedder())

    def opened(path: Path) -> Desk:
        return Desk.open(path, model=reader, embedder=embedder)

    assert len(cases()) == QUESTIONS
    with read_once():  # the doors differ in the passages, if at all
        assert list(differences(cases(), tmp_path, opened)) == []
