"""Cross-encoders as rerankers: loaded from a folder, and what they change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import numpy as np
import pytest
import torch
import transformers

from benchmarks.support.tiny_models import EOS, PAD, WINDOW, tiny_tokenizer
from qa.errors import DownloadRefused, ModelError
from qa.index.retrieval import rerank
from qa.neural.reranker import CrossEncoderReranker, load_reranker
from qa.protocols import Reranker, Vectors
from qa.question import read
from qa.records import Hit, Passage

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """Save a random BERT that scores pairs in ``folder``; return the folder."""
    tokenizer = tiny_tokenizer(cls_token="<s>", sep_token="</s>")
    torch.manual_seed(0)
    kind: Any = transformers.BertConfig
    config = kind(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=WINDOW,
        type_vocab_size=2,
        initializer_range=0.5,
        num_labels=labels,
        pad_token_id=PAD,
        eos_token_id=EOS,
    )
    folder.mkdir(parents=True, exist_ok=True)
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_a_folder_is_a_reranker(tmp_path: Path) -> None:
    reranker = load_reranker(str(make_cross_encoder(tmp_path / "cross")), device="cpu")
    assert isinstance(reranker, Reranker)
    assert reranker.name == "cross"
    passages = ["The bridge is closed.", "Rain.", "half \ud83d", "word " * 500, ""]
    scores = reranker.score("Who closed it?", passages)
    assert scores.shape == (5,)
    assert len(set(scores.tolist())) > 1
    turned = reranker.score("Who closed it?", passages[::-1])
    assert turned[::-1] == pytest.approx(scores, abs=1e-5)
    assert reranker.score("Who?", []).shape == (0,)


def test_what_gives_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="gives 3 scores a pair"):
        load_reranker(str(make_cross_encoder(tmp_path / "three", labels=3)), device="cpu")


def test_a_hub_name_is_not_fetched_unasked() -> None:
    with pytest.raises(DownloadRefused, match="--allow-download"):
        load_reranker("cross-encoder/no-such-model")


@pytest.mark.parametrize(
    ("predict", "told"),
    [
        (Mock(side_effect=RuntimeError("out of memory")), "failed while reading .out of memory"),
        (Mock(return_value=[1.0, float("nan")]), "its scores are not numbers"),
    ],
)
def test_what_fails_is_said_in_one_line(predict: Mock, told: str) -> None:
    with pytest.raises(ModelError, match=told):
        CrossEncoderReranker(Mock(predict=predict), "cross").score("Who?", ["a", "b"])


class Longest:
    """Prefers long passages."""

    name = "longest"

    def score(self, question: str, passages: Sequence[str]) -> Vectors:
        return np.array([len(passage) for passage in passages], dtype=np.float32)


def test_the_best_come_first_and_equals_keep_their_order() -> None:
    texts = ["bb", "a", "cc", "dddd"]
    hits = [Hit(Passage("0" * 16, 0, len(t), t), "T", "", 0.5, 1.0, 0.1) for t in texts]
    found = rerank(hits, Longest(), read("Which?", "2025-01-01"), 3)
    assert [hit.passage.text for hit in found] == ["dddd", "bb", "cc"]
    assert found[0].score == len("T\ndddd")
    assert (found[0].dense, found[0].lexical) == (0.5, 1.0)
