"""A checkpoint with a claim head judges pairs; one without does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.support.tiny_models import SENTENCES, Encoder, make_copydesk
from qa.errors import InputError, ModelError
from qa.neural.seq2seq.copydesk import load_copydesk
from qa.neural.seq2seq.shards import INDEX, load_model, write_shards
from qa.protocols import Generator, Judge

pytestmark = [pytest.mark.slow, pytest.mark.torch]

CLAIMS = ["The council voted.", "Did the council vote?", "", "y" * 3_000, "half: \ud83d"]
PASSAGES = [*SENTENCES[:3], "", "x " * 3_000]


@pytest.fixture(scope="module", params=["bert", "mpnet"])
def judge(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    encoder: Encoder = request.param
    folder = make_copydesk(tmp_path_factory.mktemp("judge"), encoder, claim_labels=3)
    made = load_copydesk(folder, name="judge", device="cpu")
    assert isinstance(made, Generator)
    assert isinstance(made, Judge)
    return made


def test_each_pair_has_three_probabilities(judge: Judge) -> None:
    rows = judge.entailment(CLAIMS, PASSAGES)
    assert rows.shape == (5, 3)
    assert rows.dtype == np.float32
    assert rows.min() >= 0
    assert np.allclose(rows.sum(1), 1, atol=1e-5)
    assert len({round(float(row[0]), 6) for row in rows}) > 1


def test_other_pairs_change_nothing(judge: Judge) -> None:
    rows = judge.entailment(CLAIMS * 4, PASSAGES * 4)
    alone = [judge.entailment([c], [p])[0] for c, p in zip(CLAIMS, PASSAGES, strict=True)]
    assert np.allclose(rows, np.array(alone * 4), atol=1e-4)


def test_no_pairs_no_rows(judge: Judge) -> None:
    assert judge.entailment([], []).shape == (0, 3)


def test_lone_claims_are_refused(judge: Judge) -> None:
    with pytest.raises(InputError, match="2 claims for 1 passages"):
        judge.entailment(["a", "b"], ["c"])


def test_a_checkpoint_without_the_head_is_no_judge(tmp_path: Path) -> None:
    assert not isinstance(load_copydesk(make_copydesk(tmp_path), name="x"), Judge)


@pytest.mark.parametrize("encoder", ["bert", "mpnet"])
def test_a_sharded_checkpoint_is_the_same(encoder: Encoder, tmp_path: Path) -> None:
    folder = make_copydesk(tmp_path, encoder, claim_labels=3)
    whole = load_copydesk(folder, name="x", device="cpu", dtype="float32")
    write_shards(load_model(folder, torch.float32).state_dict(), folder)
    parts = load_copydesk(folder, name="x", device="cpu", dtype="float32")
    assert isinstance(parts, Judge)
    for one, other in zip(
        whole.answer(CLAIMS[0], PASSAGES), parts.answer(CLAIMS[0], PASSAGES), strict=True
    ):
        assert one.no_answer == pytest.approx(other.no_answer, abs=0.02)


def test_weights_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    folder = make_copydesk(tmp_path)
    model = load_model(folder, torch.float32)
    write_shards({k: v for k, v in model.state_dict().items() if k != "gate.bias"}, folder)
    assert (folder / INDEX).exists()
    with pytest.raises(ModelError, match=r"gate\.bias"):
        load_copydesk(folder, name="x", device="cpu")
