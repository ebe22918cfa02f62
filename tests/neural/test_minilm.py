"""all-MiniLM-L6-v2 by itself: the vectors of sentence-transformers, and near ones in integers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from qa.errors import ModelError
from qa.neural.embedder import DEFAULT_EMBEDDER, _load, default_folder
from qa.neural.minilm import MAX_TOKENS, MiniLM
from qa.neural.onnx import encoder
from qa.protocols import Embedder

pytestmark = pytest.mark.torch

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


def test_wide_sums_give_the_same_integers(fast: MiniLM, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "needs_wide_sums", lambda: True)
    other = MiniLM(default_folder(), DEFAULT_EMBEDDER, int8=True)
    assert np.abs(other.encode_passages(TEXTS) - fast.encode_passages(TEXTS)).max() < 1e-5


def test_a_row_is_the_same_in_any_company(fast: MiniLM) -> None:
    whole = fast.encode_passages(TEXTS)
    assert whole.dtype == np.float32
    assert np.linalg.norm(whole, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.abs(whole - fast.encode_passages(TEXTS[::-1])[::-1]).max() < 1e-5
    for text, row in zip(TEXTS, whole, strict=True):
        assert np.abs(fast.encode_passages([text])[0] - row).max() < 1e-5
    assert fast.encode_passages([]).shape == (0, 384)


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


def test_a_query_s_vector_is_made_once_and_cannot_be_changed(
    exact: MiniLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = exact.encode_query("Which pier was closed in the storm of 1907?")
    monkeypatch.setattr(exact, "_encode", None)
    assert np.array_equal(exact.encode_query("Which pier was closed in the storm of 1907?"), first)
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 2.0
