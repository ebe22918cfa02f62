"""A run from files to weights, batches made in a process of their own."""

from __future__ import annotations

import gzip
import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from models.training import run
from models.training.checkpoints import WEIGHTS, load_model
from models.training.producer import Producer
from models.training.run import STATE, train_size
from models.training.schedule import Position, schedule
from models.training.settings import ClaimSettings, RowSettings, Settings
from qa.neural.embedder import default_folder
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model

pytestmark = [pytest.mark.slow, pytest.mark.torch]

TOKENIZER = default_folder() / "tokenizer.json"
SETTINGS = Settings(
    size="small", rows=RowSettings(("rows.jsonl.gz",), {}),
    claims=ClaimSettings(("claims.jsonl.gz",), {}), encoder_rate=1e-3, decoder_rate=1e-3, frozen=0,
    budget=400, total_rows=60,
)  # fmt: skip


def tiny_reader() -> Model:
    torch.manual_seed(0)
    config = CopydeskConfig(
        hidden_size=16, intermediate_size=32, num_attention_heads=2, num_hidden_layers=1,
        decoder_layers=1, salience_hidden=4,
    )  # fmt: skip
    return Model(config)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows, claims = [], []
    for city, name in itertools.product(("Lyon", "Oslo", "Turin", "Bern"), ("Ana", "Bo", "Carl")):
        text = f"In {city} the race was won by {name}. Others came late."
        gold = [{"text": name, "start": text.index(name)}]
        asked = f"Who won in {city}?"
        rows.append({"source": "squad", "question": asked, "context": text, "title": "Races",
                     "answers": gold})  # fmt: skip
        claims.append({"source": "news", "document": text, "claim": f"{name} won in {city}.",
                       "supported": True})  # fmt: skip
    for file, lines in (("rows", rows), ("claims", claims)):
        with gzip.open(tmp_path / f"{file}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(line) + "\n" for line in lines)
    return tmp_path


def test_a_process_makes_the_same_batches(data: Path) -> None:
    expected = list(itertools.islice(schedule(SETTINGS, data, TOKENIZER, Position()), 6))
    with Producer(SETTINGS, data, TOKENIZER, expected[1][1]) as made:
        for (arrays, position), (wanted, place) in zip(made, expected[2:], strict=False):
            assert position == place
            assert np.array_equal(arrays.ids, wanted.ids)


def test_a_process_that_dies_is_noticed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.training.producer.PATIENCE", 0.2)
    lacking = replace(SETTINGS, rows=RowSettings(("none.jsonl.gz",), {}))
    with (
        Producer(lacking, data, TOKENIZER, Position()) as made,
        pytest.raises(RuntimeError, match="died"),
    ):
        next(made)


def test_a_size_is_trained_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "minilm_reader", tiny_reader)
    out = data / "out"
    average = train_size(SETTINGS, data, out, [], out / "none")
    folder = out / "small"
    assert average == folder / "average"
    assert not (folder / STATE).exists()
    curve = [json.loads(line) for line in (folder / "curve.jsonl").read_text("utf-8").splitlines()]
    assert [line["weights"] for line in curve] == ["average", "last"]
    assert curve[-1]["rows"] >= 60
    assert load_model(average).config.claim_labels == 3
    before = (average / WEIGHTS).stat().st_mtime_ns
    monkeypatch.setattr(run, "minilm_reader", None)
    assert train_size(SETTINGS, data, out, [], out / "none") == average
    assert (average / WEIGHTS).stat().st_mtime_ns == before


def test_small_asks_for_its_teacher(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "minilm_reader", tiny_reader)
    with pytest.raises(FileNotFoundError, match="train base first"):
        train_size(replace(SETTINGS, taught=0.5), data, data / "out", [], data / "none")
