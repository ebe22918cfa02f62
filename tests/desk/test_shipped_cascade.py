"""The shipped cascade: it answers, cites and refuses, and says which readers it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.desk import Desk
from qa.neural.resources import models_dir
from qa.neural.seq2seq.loading import BASE_MODEL, BLEND, CLAIMS, load_claim_blend

FOLDER = models_dir() / BASE_MODEL

pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(not (FOLDER / "config.json").is_file(), reason=f"{FOLDER} is not there"),
]


@pytest.fixture(scope="module")
def desk(seeds_shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Desk.open(shutil.copy(seeds_shipped, tmp_path_factory.mktemp("cascade") / "l")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What target did Trump demand?", "5%"),
        ("How many people were aboard the Grey Petrel?", "231"),
        ("What does the Callisa bridge cost?", "$1.2bn"),
    ],
)
def test_it_answers_from_characters_of_an_article(desk: Desk, question: str, words: str) -> None:
    answer = desk.ask(question)
    assert answer.model == "copydesk-small+copydesk-base"
    assert answer.answerable
    assert words in answer.answer
    for citation in answer.citations:
        text = desk.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote


def test_what_no_article_says_is_not_answered(desk: Desk) -> None:
    assert not desk.ask("Who won the chess championship in Lisbon?").answer


def test_the_judge_tells_an_altered_claim_from_a_true_one(desk: Desk) -> None:
    true, false = desk.verify(
        "Mark Rutte says that pressure on Russia must continue. "
        "Mark Rutte says that pressure on Russia must end."
    ).sentences
    assert true.score > false.score


def test_weights_come_in_files_a_repository_takes() -> None:
    shards = list(FOLDER.glob("model-*.safetensors"))
    assert len(shards) > 1
    assert all(shard.stat().st_size < 50_000_000 for shard in shards)
    assert (FOLDER / BLEND).is_file()
    assert (FOLDER / CLAIMS).is_file()
    assert load_claim_blend() is not None
