"""Encoding, batches and the loop: a tiny network learns, and a cut changes nothing."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from models.training.batches import STEP, ReadingBatch, group, pad_pairs, pad_walks
from models.training.checkpoints import load_model, save_model
from models.training.claims import CONTRADICTED, ENTAILED, Claim
from models.training.encoding import (
    CLS,
    LONGEST,
    SEP,
    Walk,
    encode_claims,
    encode_rows,
    load_tokenizer,
)
from models.training.held_out import HeldOut, judge
from models.training.loop import Run, rate_factor, train
from models.training.network import prepare
from models.training.rows import Row
from models.training.schedule import Arrays, ClaimSource, Position, RowSource, interleave
from models.training.settings import ClaimSettings, RowSettings, Settings
from qa.neural.embedder import default_folder
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

pytestmark = [pytest.mark.slow, pytest.mark.torch]

TITLE = "Races"
TOY = [
    Row("toy", f"Who won in {city}?", text, name, text.index(name), TITLE, TITLE)
    for city, name in itertools.product(("Lyon", "Oslo", "Turin"), ("Ana", "Bo", "Carl", "Dina"))
    for text in [f"It rained. In {city} the race was won by {name}. Others came late."]
]
CLAIMS = [
    Claim("toy", f"{name} won.", f"{other} won.", ENTAILED if name == other else CONTRADICTED)
    for name, other in itertools.product(("Ana", "Bo"), repeat=2)
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(default_folder() / "tokenizer.json")


def tiny_model(seed: int = 0) -> Model:
    torch.manual_seed(seed)
    config = CopydeskConfig(
        hidden_size=32, intermediate_size=64, num_attention_heads=2, num_hidden_layers=2,
        decoder_layers=1, salience_hidden=4,
    )  # fmt: skip
    return prepare(Model(config), 0.1)


def settings(rows: int) -> Settings:
    return Settings(
        size="small", rows=RowSettings((), {}, swaps=0.0, near_misses=0.0, strangers=0.0),
        claims=ClaimSettings(every=4), encoder_rate=3e-3, decoder_rate=3e-3, frozen=0, budget=400,
        total_rows=rows, checkpoint_seconds=1e9,
    )  # fmt: skip


def batches(
    given: Settings, tokenizer: Tokenizer, begin: Position
) -> Iterator[tuple[Arrays, Position]]:
    rows = RowSource(TOY, given.rows, tokenizer)
    claims = ClaimSource(CLAIMS, given.claims, tokenizer)
    return interleave(rows, claims, given, begin)


def quiet(_: str) -> None:
    """Say nothing."""


def nothing() -> None:
    """Keep nothing."""


def weights(run: Run) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in run.weights(average=True).items()}


def test_an_encoded_row_walks_over_its_answer(tokenizer: Tokenizer) -> None:
    for titled, parts in ((0.0, 2), (1.0, 3)):
        for row, walk in zip(
            TOY, encode_rows(TOY, tokenizer, titled, random.Random(0)), strict=True
        ):
            said = tokenizer.decode(walk.ids[walk.first : walk.last + 1])
            assert said == row.answer.lower()
            assert walk.ids[0] == CLS
            assert walk.ids.count(SEP) == parts
            assert walk.ids[walk.passage - 1] == SEP


def test_what_does_not_fit_is_cut_or_left_out(tokenizer: Tokenizer) -> None:
    text = "word " * 400 + "Ana"
    late = Row("toy", "Who?", text, "Ana", text.index("Ana"))
    early = Row("toy", "Who? " * 99, text, "word", 0)
    walks = encode_rows([late, early], tokenizer, 0.0, random.Random(0))
    assert [len(walk.ids) for walk in walks] == [LONGEST]


def test_of_long_evidence_a_claim_is_read_with_what_it_speaks_of(tokenizer: Tokenizer) -> None:
    text = "A ferry came back to the pier empty. " * 60 + "Ana Berg won the vote."
    pairs = encode_claims([Claim("toy", "Ana Berg won.", text, ENTAILED)], tokenizer)
    pairs += encode_claims([Claim("toy", "who " * 200, "9 " * 450, ENTAILED)], tokenizer)
    assert "ana berg won the vote" in tokenizer.decode(pairs[0].ids[pairs[0].passage :])
    assert len(pairs[0].ids) <= LONGEST
    assert len(pairs[1].ids) == LONGEST


def test_a_batch_has_its_shapes(tokenizer: Tokenizer) -> None:
    silent = Row("toy", "Who lost?", TOY[0].context, "", None)
    walks = encode_rows([*TOY, silent], tokenizer, 0.5, random.Random(0))
    batch = pad_walks(walks)
    count, width = batch.ids.shape
    assert count == len(walks)
    assert width % STEP == 0
    assert batch.types.shape == batch.ids.shape
    assert batch.tokens.shape == batch.places.shape == batch.goal.shape
    assert (batch.tokens[:, 0] == CLS).all()
    assert (batch.places[:, 0] == -1).all()
    assert batch.goal[-1, :2].tolist() == [0, width]
    assert ((batch.goal == width).sum(1) == 1).all()
    copied = np.take_along_axis(batch.ids, batch.places.clip(0), 1)
    assert (copied == batch.tokens)[batch.places >= 0].all()
    claims = pad_pairs(encode_claims(CLAIMS, tokenizer))
    assert claims.ids.shape == claims.types.shape
    assert claims.labels.shape == (len(CLAIMS),)


@given(st.lists(st.integers(1, 60), max_size=60), st.integers(64, 400), st.integers())
def test_batches_hold_every_row_once_within_their_budget(
    lengths: Sequence[int], budget: int, seed: int
) -> None:
    walks = [Walk([n] * length, 0, 0, 0) for n, length in enumerate(lengths)]
    groups = group(walks, budget, random.Random(seed))
    assert sorted(w.ids[0] for g in groups for w in g) == list(range(len(walks)))
    assert all(max(len(w.ids) for w in g) * len(g) <= budget for g in groups)


def test_a_tiny_network_learns_and_a_cut_run_ends_the_same(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    whole = settings(900)
    uncut = Run(tiny_model(), whole)
    first: list[float] = []

    def tell_first(arrays: Iterator[tuple[Arrays, Position]]) -> Iterator[tuple[Arrays, Position]]:
        for each in arrays:
            yield each
            if len(first) < 1 and uncut.loss(True):
                first.append(uncut.loss(True) or 0.0)

    train(uncut, tell_first(batches(whole, tokenizer, uncut.position)), quiet, nothing)
    last = uncut.loss(True)
    assert last is not None
    assert last < first[0] / 2

    cut = Run(tiny_model(), whole)
    for arrays, position in batches(whole, tokenizer, cut.position):
        if cut.rows > 400:
            break
        cut.step(arrays)
        cut.position = position
        if position.step % 10 == 0:
            cut.follow()
    cut.save(tmp_path / "resume.pt")
    torch.manual_seed(99)
    resumed = Run(tiny_model(), whole)
    resumed.resume(tmp_path / "resume.pt")
    assert resumed.position == cut.position
    train(resumed, batches(whole, tokenizer, resumed.position), quiet, nothing)
    assert resumed.position == uncut.position
    expected = weights(uncut)
    assert all(torch.equal(value, expected[name]) for name, value in weights(resumed).items())


def test_the_order_of_batches_can_be_joined_anywhere(tokenizer: Tokenizer) -> None:
    given = settings(1)
    whole = list(itertools.islice(batches(given, tokenizer, Position()), 30))
    for begin in (1, 4, 7, 29):
        (arrays, position), *_ = itertools.islice(batches(given, tokenizer, whole[begin - 1][1]), 1)
        assert position == whole[begin][1]
        assert np.array_equal(arrays.ids, whole[begin][0].ids)
    kinds = [isinstance(arrays, ReadingBatch) for arrays, _ in whole[:8]]
    assert kinds == [True, True, True, False] * 2


def test_a_checkpoint_is_judged(tokenizer: Tokenizer) -> None:
    run = Run(tiny_model(), settings(1))
    rows = [*TOY, Row("toy", "Who lost?", TOY[0].context, "", None)]
    walks = encode_rows(rows, tokenizer, 0.0, random.Random(0))
    found = judge(run.model, HeldOut(walks, encode_claims(CLAIMS, tokenizer)), run.on_device)
    assert (found["answerable"], found["unanswerable"], found["claims"]) == (12, 1, 4)
    for name in ("start", "whole", "lost", "false", "auroc", "balanced"):
        value = found[name]
        assert value is not None
        assert 0 <= value <= 1
    assert run.model.training


def test_a_teacher_is_learnt_from(tokenizer: Tokenizer) -> None:
    taught = Settings(**{
        **{name: getattr(settings(40), name) for name in Settings.__slots__}, "taught": 0.7,
    })  # fmt: skip
    run = Run(tiny_model(), taught, teacher=tiny_model(1))
    train(run, batches(taught, tokenizer, run.position), quiet, nothing)
    assert run.loss(True) is not None
    assert run.loss(False) is not None


def test_frozen_layers_stay_as_they_are(tokenizer: Tokenizer) -> None:
    model = tiny_model()
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    given = Settings(**{
        **{name: getattr(settings(60), name) for name in Settings.__slots__}, "frozen": 1,
    })  # fmt: skip
    run = Run(model, given)
    train(run, batches(given, tokenizer, run.position), quiet, nothing)
    after = run.weights(average=False)
    same = {name for name, value in before.items() if torch.equal(after[name], value)}
    assert all("layer.0." in name or "embeddings" in name or "salience" in name for name in same)
    assert "encoder.embeddings.word_embeddings.weight" in same
    assert "encoder.encoder.layer.1.output.dense.weight" not in same


def test_weights_are_kept_in_float32_whatever_the_model_computes_in(tokenizer: Tokenizer) -> None:
    given = settings(60)
    run = Run(tiny_model(), given)
    run.step(next(batches(given, tokenizer, run.position))[0])
    for average in (False, True):
        kept = run.weights(average)
        assert kept.keys() == run.model.state_dict().keys()
        assert all(value.dtype == torch.float32 for value in kept.values())
    rounded = run.weights(average=False)
    for name, value in run.model.state_dict().items():
        assert torch.equal(value, rounded[name].to(value.dtype)), name


def test_a_saved_model_comes_back(tmp_path: Path) -> None:
    model = tiny_model()
    save_model(model, tmp_path / "model", default_folder())
    back = load_model(tmp_path / "model")
    expected = model.state_dict()
    for name, value in back.state_dict().items():
        assert torch.allclose(value, expected[name], atol=1e-3), name


@pytest.mark.parametrize(
    ("done", "factor"), [(0.0, 0.02), (0.02, 0.52), (0.1, 1.0), (0.6, 0.5), (1.0, 0.02)]
)
def test_the_rate_rises_and_falls(done: float, factor: float) -> None:
    assert rate_factor(done) == pytest.approx(factor, abs=1e-9)
