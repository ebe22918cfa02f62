"""The shipped grounding model: real claims, real weights, the real threshold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from qa import judge as judging
from qa.articles import article_from_text
from qa.errors import ModelError
from qa.ground import check
from qa.judge import Doubt, Judge, load_judge
from qa.resources import models_dir
from qa.sentences import split_sentences
from qa.summarize import checked, source_sentences
from qa.types import GeneratedSentence

FOLDER = models_dir() / judging.MODEL

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason=f"no {judging.MODEL}: python -m models.grounding"
    ),
]

ARTICLE = (
    "A fire at the Corran paper mill killed three workers and injured eleven on Saturday night. "
    "Firefighters from four towns needed nine hours to bring the flames under control. "
    "The mill's owner, Harwell Paper, had been fined £40,000 in 2021 for blocked fire exits. "
    "“We warned them again and again,” said Nadia Petrov, who leads the workers' union. "
    "Harwell's chief executive, Simon Oakes, denied that the exits had been blocked on Saturday. "
    "Police have not arrested anyone, but they searched the offices in Durnley on Monday. "
    "The mill employs 240 people and produces a third of the country's newsprint. "
    "Production is expected to resume in November after repairs that will cost about £6m. "
    "The regional government has promised to help the families of the victims. "
    "Opposition leader Clara Voss called for a public inquiry, which the minister rejected."
)
TRUE = [
    "Three workers died in a fire at the Corran paper mill on Saturday night.",
    "It took firefighters nine hours to bring the fire under control.",
    "Harwell Paper was fined £40,000 in 2021 because of blocked fire exits.",
    "Nadia Petrov leads the union of the workers.",
    "Chief executive Simon Oakes denied that the exits had been blocked.",
    "Police searched the offices in Durnley on Monday.",
    "The mill employs 240 people.",
    "Repairs will cost about £6m.",
    "Production is expected to resume in November.",
    "The minister rejected a public inquiry.",
]
FALSE = [
    "Thirteen workers died in a fire at the Corran paper mill on Saturday night.",
    "It took firefighters nineteen hours to bring the fire under control.",
    "Harwell Paper was fined £90,000 in 2021 because of blocked fire exits.",
    "Clara Voss leads the union of the workers.",
    "Chief executive Simon Oakes admitted that the exits had been blocked.",
    "Police searched the offices in Corran on Monday.",
    "Police have arrested someone.",
    "The mill employs 240 robots.",
    "Production is not expected to resume in November.",
    "Production is expected to stop in November.",
    "The minister welcomed a public inquiry.",
    "The regional government has refused to help the families of the victims.",
]


@cache
def shipped() -> Judge:
    found = load_judge()
    assert found is not None
    return found


def sources() -> list[str]:
    return [ARTICLE[start:end] for start, end in split_sentences(ARTICLE)]


class Counting:
    """The shipped judge, counting what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[Doubt]:
        self.asked += pairs
        return shipped()(pairs)


@pytest.mark.parametrize("claim", TRUE)
def test_faithful_sentences_are_supported(claim: str) -> None:
    support = check(claim, sources(), judge=shipped())
    assert support.supported, support


@pytest.mark.parametrize("claim", FALSE)
def test_edited_sentences_are_refused(claim: str) -> None:
    support = check(claim, sources(), judge=shipped())
    assert not support.supported, support


def test_the_judge_ranks_true_claims_above_edited_ones() -> None:
    true = [check(claim, sources(), judge=shipped()).score for claim in TRUE]
    false = [check(claim, sources(), judge=shipped()).score for claim in FALSE]
    assert sum(t > f for t in true for f in false) / (len(true) * len(false)) > 0.85


def test_a_sentence_of_the_source_is_supported_without_asking() -> None:
    judge = Counting()
    for text in sources():
        support = check(text, sources(), judge=judge)
        assert (support.supported, support.score) == (True, 1.0)
    assert check(" ".join(sources()[:2]), sources(), judge=judge).supported
    assert judge.asked == []


def test_only_what_is_new_is_asked_beside_few_sentences() -> None:
    judge = Counting()
    check(f"{sources()[0]} {TRUE[6]}", sources(), judge=judge)
    [(claim, evidence)] = judge.asked
    assert claim == TRUE[6]
    assert sources()[6] in evidence
    assert len(evidence) < len(ARTICLE)


def test_an_edited_summary_sentence_gives_way_to_its_source() -> None:
    article = article_from_text(ARTICLE, title="Fire at a paper mill")
    every = source_sentences(article)
    generated = [GeneratedSentence(FALSE[7], None), GeneratedSentence(TRUE[4], None)]
    first, second = checked(generated, every, shipped())
    assert (first.text, first.supported) == (every[6].text, True)
    assert (second.text, second.supported) == (TRUE[4], True)


def test_the_doubted_word_lies_in_the_claim() -> None:
    [doubt] = shipped()([(FALSE[7], ARTICLE[:400])])
    assert 0 <= doubt.start < doubt.end <= len(FALSE[7])
    [blank] = shipped()([("", "")])
    assert (blank.start, blank.end) == (0, 0)


def test_the_same_pair_gives_the_same_doubt_whatever_is_read_with_it() -> None:
    pairs = [(claim, ARTICLE[:300]) for claim in (*TRUE[:2], "x" * 5_000)]
    together = shipped()(pairs)
    assert together == [shipped()([pair])[0] for pair in pairs]


def test_damaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "models_dir", lambda: tmp_path)
    assert load_judge() is None
    shutil.copytree(FOLDER, tmp_path / judging.MODEL)
    weights = tmp_path / judging.MODEL / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    with pytest.raises(ModelError, match=r"sha256 .* reinstall it with `pip install"):
        load_judge()
    weights.unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        load_judge()


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    from qa.embed import default_folder

    shutil.copy(FOLDER / "model.safetensors", tmp_path)
    (tmp_path / "config.json").write_text(json.dumps({"num_hidden_layers": 9}), "utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        Judge(tmp_path, default_folder())


def test_the_model_card_names_sources_and_licences() -> None:
    card = (FOLDER / "README.md").read_text("utf-8")
    for source in ("WiCE", "FEVER", "BBC", "CNN", "SciTLDR", "BEGIN", "Climate-FEVER"):
        assert source in card
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 15_000_000
