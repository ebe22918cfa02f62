"""The reader for ONNX Runtime is the transformers model, without PyTorch."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import AutoTokenizer, DynamicCache

from benchmarks.support.tiny_models import SENTENCES, Encoder, make_copydesk
from qa.errors import ModelError
from qa.neural.onnx.network import load_network
from qa.neural.resources import models_dir
from qa.neural.seq2seq.caching import DecoderCache, WalkCache
from qa.neural.seq2seq.config import CopydeskConfig
from qa.neural.seq2seq.copydesk import MAX_INPUT_TOKENS, load_copydesk, readable
from qa.neural.seq2seq.generation import CopyCache
from qa.neural.seq2seq.loading import DEFAULT_MODEL
from qa.neural.seq2seq.search import find_spans, find_starts
from qa.neural.seq2seq.shapes import ReaderShapes, read_shapes
from qa.neural.seq2seq.shards import load_model
from qa.neural.seq2seq.tokens import ReaderTokens
from qa.neural.seq2seq.torch_network import TorchNetwork

pytestmark = [pytest.mark.slow, pytest.mark.torch]

SHIPPED = models_dir() / DEFAULT_MODEL
FREE = """
import sys
from qa.neural.seq2seq.loading import load_generator
reader = load_generator()
assert reader.answer("Who?", ["Ana Brill met Per Lund."])
assert reader.summarize(["Ana Brill met Per Lund.", "They spoke."], 1)
print(sorted({"torch", "transformers", "sentence_transformers", "scipy"} & sys.modules.keys()))
"""


def test_answering_and_summarising_load_neither_torch_nor_transformers() -> None:
    done = subprocess.run([sys.executable, "-c", FREE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("encoder", ["bert", "mpnet"])
def test_both_forms_read_alike(encoder: Encoder, tmp_path: Path) -> None:
    folder = make_copydesk(tmp_path, encoder, claim_labels=3)
    plain = load_network(folder, None)
    model = TorchNetwork(load_model(folder, torch.float32).eval())
    tokens = ReaderTokens(folder, MAX_INPUT_TOKENS)
    pairs = tokens.pairs(["Who voted?"] * len(SENTENCES), SENTENCES)
    for one, other in zip(find_spans(plain, pairs), find_spans(model, pairs), strict=True):
        assert one is not None and other is not None
        assert (one.first, one.last) == (other.first, other.last)
        assert one.score == pytest.approx(other.score, abs=1e-3)
        assert one.no_answer == pytest.approx(other.no_answer, abs=1e-3)
    for mine, its in zip(find_starts(plain, pairs), find_starts(model, pairs), strict=True):
        np.testing.assert_allclose(mine, its, atol=1e-3, rtol=1e-3)
    states = plain.encode(pairs.ids, pairs.mask, pairs.types)[:, 0]
    lengths = pairs.mask.sum(1)
    for mine, its in (
        (plain.judge(states), model.judge(states)),
        (plain.salience(states, lengths), model.salience(states, lengths)),
    ):
        np.testing.assert_allclose(mine, its, atol=1e-4, rtol=1e-4)


def test_shapes_have_the_defaults_of_the_configuration() -> None:
    known, shapes = CopydeskConfig(), ReaderShapes()
    for field in fields(ReaderShapes):
        assert getattr(shapes, field.name) == getattr(known, field.name), field.name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be loaded"),
        ("[]", "not that of a Copydesk reader"),
        ('{"model_type": "bert"}', "not that of a Copydesk reader"),
        ('{"model_type": "copydesk", "hidden_size": "wide"}', "hidden_size is 'wide'"),
        ('{"model_type": "copydesk", "hidden_size": true}', "hidden_size is True"),
        ('{"model_type": "copydesk", "decoder_layers": 2.5}', "decoder_layers is 2.5"),
    ],
)
def test_a_damaged_configuration_is_refused(text: str, said: str, tmp_path: Path) -> None:
    folder = make_copydesk(tmp_path)
    (folder / "config.json").write_text(text)
    with pytest.raises(ModelError, match=said):
        load_copydesk(folder, name="x", device="cpu")


def test_shapes_of_the_shipped_reader() -> None:
    assert read_shapes(SHIPPED).salience_hidden == 64


@pytest.fixture(scope="module")
def tokens() -> ReaderTokens:
    return ReaderTokens(SHIPPED, MAX_INPUT_TOKENS)


TOKENIZER = AutoTokenizer.from_pretrained(SHIPPED, local_files_only=True)


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=2_000)), min_size=1, max_size=3))
def test_word_pieces_are_those_of_transformers(
    tokens: ReaderTokens, texts: list[tuple[str, str]]
) -> None:
    questions = [tokens.cut(readable(question), 96) for question, _ in texts]
    passages = [readable(passage) for _, passage in texts]
    expected = TOKENIZER(
        questions,
        passages,
        truncation="only_second",
        max_length=MAX_INPUT_TOKENS,
        padding=True,
        return_offsets_mapping=True,
        return_token_type_ids=True,
    )
    pairs = tokens.pairs(questions, passages)
    assert pairs.ids.tolist() == expected["input_ids"]
    assert pairs.mask.tolist() == expected["attention_mask"]
    assert pairs.types.tolist() == expected["token_type_ids"]
    assert pairs.offsets == [[tuple(o) for o in row] for row in expected["offset_mapping"]]
    alone = TOKENIZER(passages, add_special_tokens=False, truncation=True, max_length=9)
    assert tokens.ids(passages, 9) == alone["input_ids"]
    assert tokens.framed(questions[0]) == TOKENIZER(questions[0])["input_ids"]


ASCII = st.text(st.characters(max_codepoint=127), max_size=60)


@given(st.one_of(ASCII, st.text(max_size=60)), st.integers(1, 60))
def test_a_text_is_cut_behind_its_word_pieces(tokens: ReaderTokens, text: str, most: int) -> None:
    text = readable(text)
    made = TOKENIZER(text, add_special_tokens=False, return_offsets_mapping=True)
    offsets = made["offset_mapping"]
    expected = text if len(offsets) <= most else text[: offsets[most - 1][1]]
    assert tokens.cut(text, most) == expected


@pytest.mark.parametrize("made", ["plain", "transformers"])
def test_a_cache_keeps_what_it_is_given(made: str) -> None:
    cache: DecoderCache = (
        WalkCache() if made == "plain" else CopyCache(DynamicCache(), DynamicCache())
    )
    keys, values = torch.randn(2, 3, 2, 4, 5).unbind(0)  # (B, heads, T, H / heads) each
    assert cache.get_seq_length() == 0 and cache.source(0) is None
    cache.extend(0, keys[:, :, :1], values[:, :, :1])
    both = cache.extend(0, keys[:, :, 1:], values[:, :, 1:])
    assert torch.equal(both[0], keys) and torch.equal(both[1], values)
    assert cache.get_seq_length() == 4
    cache.keep_source(0, keys, values)
    cache.copied, cache.copy_keys = keys[:, 0, :, 0], keys[:, 0]
    cache.reorder_cache(torch.tensor([2, 0]))
    kept = cache.source(0)
    assert kept is not None and torch.equal(kept[0], keys[[2, 0]])
    assert torch.equal(cache.copied, keys[[2, 0], 0, :, 0])
    assert torch.equal(cache.copy_keys, keys[[2, 0], 0])
