"""Packaging the base reader, and fitting the cascade, without weights of a real one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from models import package_base
from models.calibrate_cascade import Read, blend_of, examples
from models.package_base import WORDS, merged
from models.training.rows import is_held_out
from qa.records import Reading
from qa.records.probabilities import log_odds

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def test_later_files_count_and_words_are_in_the_order_of_bert(tmp_path: Path) -> None:
    words = torch.arange(30527.0)[:, None].expand(-1, 2).contiguous() / 1024
    save_file(
        {
            "embeddings.word_embeddings.weight": words,
            "embeddings.position_embeddings.weight": torch.arange(514.0)[:, None],
            "encoder.layer.0.attention.attn.q.bias": torch.zeros(2),
            "encoder.layer.0.attention.LayerNorm.bias": torch.zeros(2),
        },
        tmp_path / "a",
    )
    save_file({"encoder.encoder.layer.0.attention.self.query.bias": torch.ones(2)}, tmp_path / "b")
    found = merged([tmp_path / "a", tmp_path / "b"])
    expected = {0: 1, 100: 104, 101: 0, 102: 2, 103: 30526, 104: 108, 30521: 30525}
    assert {n: round(float(found[WORDS][n, 0]) * 1024) for n in expected} == expected
    assert found[package_base.PLACES][[0, -1], 0].tolist() == [2, 513]
    assert found["encoder.encoder.layer.0.attention.self.query.bias"].tolist() == [1, 1]
    assert "encoder.encoder.layer.0.attention.output.LayerNorm.bias" in found


def test_weights_that_are_missing_are_named(tmp_path: Path) -> None:
    save_file(
        {
            "embeddings.word_embeddings.weight": torch.zeros(30527, 2),
            "embeddings.position_embeddings.weight": torch.zeros(514, 2),
        },
        tmp_path / "a",
    )
    with pytest.raises(ValueError, match=r"copy_key\.bias"):
        package_base.package([tmp_path / "a"], tmp_path / "out")


def test_only_texts_that_were_held_out_are_read(tmp_path: Path) -> None:
    rows = [
        {"question": "Which?", "context": f"Text {n} is here.", "title": "T",
         "answers": [{"text": str(n)}] if n % 3 else []}
        for n in range(1500)
    ]  # fmt: skip
    file = tmp_path / "rows.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    found = examples([file], 20)
    assert len(found) == 20
    assert sum(not e.golds for e in found) == 8
    assert all(is_held_out(e.passage) for e in found)
    assert all(any(g in e.passage for g in e.golds) for e in found if e.golds)


def test_the_reader_that_knows_better_weighs_more() -> None:
    read = []
    for n in range(200):
        golds = ("gold",) if n % 2 else ()
        right, sure = Reading("gold", -0.1, 0.1), Reading("wrong", -2.0, 0.9)
        large = right if golds else sure
        small = right if n % 3 else sure
        read.append(Read(small, large, golds))
    blend = blend_of(read)
    assert blend.no_answer[2] > 2 * abs(blend.no_answer[1])
    both = blend.together(Reading("wrong", -2.0, 0.9), Reading("gold", -0.1, 0.1))
    assert both.text == "gold"
    assert log_odds(both.no_answer) < -1
    assert both.score <= 0
