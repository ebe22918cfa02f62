"""all-MiniLM-L6-v2 by itself: the vectors of sentence-transformers, and near ones in integers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from qa.errors import ModelError
from qa.neural.bert import activation_bits
from qa.neural.embedder import DEFAULT_EMBEDDER, _load, default_folder
from qa.neural.minilm import MAX_TOKENS, MiniLM
from qa.protocols import Embedder

TEXTS = [
    "The bridge across the river is closed for repairs.",
    "Cup.",
    "A snowstorm shut schools in the north on Monday, officials said. " * 8,
    "The central bank raised its key interest rate to 2.5%.",
    "",
    "Der Bürgermeister eröffnete die Brücke. \U0001f389",
    "word " * 100,
    "\ud800 broken \0",
]


@pytest.fixture(scope="module")
def exact() -> MiniLM:
    return MiniLM(default_folder(), DEFAULT_EMBEDDER, int8=False)


@pytest.fixture(scope="module")
def fast() -> MiniLM:
    return MiniLM(default_folder(), DEFAULT_EMBEDDER, int8=True)


@pytest.mark.slow
def test_its_vectors_are_those_of_sentence_transformers(exact: MiniLM) -> None:
    reference = _load(default_folder(), DEFAULT_EMBEDDER, "cpu")
    assert isinstance(exact, Embedder)
    assert (exact.dimension, exact.max_tokens) == (reference.dimension, reference.max_tokens)
    assert exact.count_tokens(TEXTS) == reference.count_tokens(TEXTS)
    assert np.abs(exact.encode_passages(TEXTS) - reference.encode_passages(TEXTS)).max() < 1e-5
    for text in TEXTS:
        assert np.abs(exact.encode_query(text) - reference.encode_query(text)).max() < 1e-5


def test_integers_are_near(exact: MiniLM, fast: MiniLM) -> None:
    cosines = (exact.encode_passages(TEXTS) * fast.encode_passages(TEXTS)).sum(axis=1)
    # Sentences; without words next to nothing of a text is left to average errors over.
    assert cosines[:4].min() > 0.98
    assert cosines.min() > 0.9
    assert cosines.min() < 0.9999  # they are integers, then
    # Questions are never rounded.
    assert np.array_equal(exact.encode_query(TEXTS[0]), fast.encode_query(TEXTS[0]))


OLD_CPU = """
import json, sys, torch
torch.backends.quantized.engine = "fbgemm"
from qa.neural.bert import activation_bits
from tests.neural.test_minilm import DEFAULT_EMBEDDER, TEXTS, MiniLM, default_folder
ways = [MiniLM(default_folder(), DEFAULT_EMBEDDER, int8=int8) for int8 in (False, True)]
exact, fast = (way.encode_passages(TEXTS[:4]) for way in ways)
print(json.dumps([activation_bits(), float((exact * fast).sum(axis=1).min())]))
"""


@pytest.mark.slow
@pytest.mark.skipif(
    "fbgemm" not in torch.backends.quantized.supported_engines, reason="not an x86 CPU"
)
def test_a_cpu_that_sums_in_16_bits_is_found_and_near() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", OLD_CPU],
        env={**os.environ, "FBGEMM_ENABLE_INSTRUCTIONS": "AVX2"},
        capture_output=True,
        text=True,
        check=True,
    )
    bits, least = json.loads(ran.stdout)
    assert bits == 7
    assert least > 0.98


def test_a_row_is_the_same_in_any_company(fast: MiniLM) -> None:
    whole = fast.encode_passages(TEXTS)
    assert whole.dtype == np.float32
    assert np.linalg.norm(whole, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.abs(whole - fast.encode_passages(TEXTS[::-1])[::-1]).max() < 1e-5
    for text, row in zip(TEXTS, whole, strict=True):
        assert np.abs(fast.encode_passages([text])[0] - row).max() < 1e-5
    assert fast.encode_passages([]).shape == (0, 384)


def test_a_pytorch_without_integers_gives_float32(
    exact: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(torch, "quantize_per_channel")
    activation_bits.cache_clear()
    other = MiniLM(default_folder(), DEFAULT_EMBEDDER, int8=True)
    activation_bits.cache_clear()
    assert np.array_equal(other.encode_passages(TEXTS[:2]), exact.encode_passages(TEXTS[:2]))


def test_threads_share_it(fast: MiniLM) -> None:
    whole = fast.encode_passages(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(fast.encode_passages, [TEXTS[:5]] * 4):
            assert np.abs(rows - whole[:5]).max() < 1e-5


def test_long_texts_are_cut(exact: MiniLM) -> None:
    cut = exact.encode_query("word " * (MAX_TOKENS - 2))
    assert np.abs(cut - exact.encode_query("word " * 5_000)).max() < 1e-6
    assert exact.count_tokens(["word " * 5_000]) == [5_000]


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_folder_without_its_parts_is_refused(tmp_path: Path, missing: str) -> None:
    for path in default_folder().iterdir():
        if path.is_file() and path.name != missing:
            (tmp_path / path.name).symlink_to(path)
    with pytest.raises(ModelError, match="cannot be loaded from"):
        MiniLM(tmp_path, "x", int8=False)
