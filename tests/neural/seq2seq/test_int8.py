"""Encoder-decoders in 8-bit integers: the same answers by CTranslate2 as by transformers."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.support.tiny_models import (
    PAD,
    SENTENCES,
    make_bart,
    make_flan,
    make_pegasus,
    make_t5,
)
from qa.errors import InputError, MissingDependency
from qa.neural.seq2seq.hub import load_hub_generator
from qa.protocols import Generator
from tests.support.threads import one_torch_thread

pytestmark = [pytest.mark.slow, pytest.mark.torch]

NEEDS = pytest.mark.skipif(
    importlib.util.find_spec("ctranslate2") is None,
    reason="CTranslate2 is not installed; `make backends` installs it and runs these tests",
)
QUESTION = "What did the council decide?"


def make_real_pegasus(folder: Path) -> Path:
    """Save a tiny Pegasus that begins its answers as all of its family do."""
    make_pegasus(folder)
    for name in ("config.json", "generation_config.json"):
        content = json.loads((folder / name).read_text())
        content["decoder_start_token_id"] = PAD
        (folder / name).write_text(json.dumps(content))
    return folder


MAKERS = {"t5": make_t5, "flan": make_flan, "bart": make_bart, "pegasus": make_real_pegasus}


@pytest.fixture(scope="module", autouse=True)
def tiny_models_on_one_thread() -> Iterator[None]:
    with one_torch_thread():
        yield


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@NEEDS
@pytest.mark.parametrize("name", MAKERS)
def test_answers_are_those_of_transformers(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Random weights have near ties, so the steps are compared in float32, where both agree.
    monkeypatch.setattr("qa.neural.seq2seq.int8.INT8", "float32")
    folder = str(MAKERS[name](tmp_path / "model"))
    plain = load_hub_generator(folder, device="cpu")
    quick = load_hub_generator(folder, device="cpu", dtype="int8")
    assert isinstance(quick, Generator)
    assert (quick.name, quick.max_input_tokens) == (plain.name, plain.max_input_tokens)
    assert quick.style == plain.style
    passages = [*SENTENCES[:3], "", " ".join(SENTENCES * 9)]
    ours, theirs = (each.answer(QUESTION, passages) for each in (quick, plain))
    assert [reading.text for reading in ours] == [reading.text for reading in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.score == pytest.approx(other.score, abs=1e-2)
        assert mine.no_answer == pytest.approx(other.no_answer, abs=1e-2)
    assert "".join(quick.stream(QUESTION, SENTENCES[0])) == ours[0].text


@NEEDS
def test_a_model_is_converted_once(tmp_path: Path) -> None:
    folder = make_t5(tmp_path / "model")
    first = load_hub_generator(str(folder), dtype="int8", device="cpu")
    (made,) = (tmp_path / "cache" / "copydesk" / "int8").iterdir()
    before = (made / "model.bin").stat().st_mtime_ns
    again = load_hub_generator(str(folder), dtype="int8", device="cpu")
    assert (made / "model.bin").stat().st_mtime_ns == before
    assert again.answer(QUESTION, SENTENCES[:2]) == first.answer(QUESTION, SENTENCES[:2])
    assert len(again.summarize(SENTENCES * 9, 2)) <= 2


def test_a_missing_package_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_t5(tmp_path / "model")
    find: Callable[..., object] = importlib.util.find_spec

    def without(name: str, *rest: object) -> object:
        return None if name == "ctranslate2" else find(name, *rest)

    monkeypatch.setattr("importlib.util.find_spec", without)
    with pytest.raises(MissingDependency, match=r"pip install 'copydesk\[int8\]'") as caught:
        load_hub_generator(str(folder), dtype="int8", device="cpu")
    assert "\n" not in str(caught.value)


def test_other_devices_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.device_count", lambda: 1)
    with pytest.raises(InputError, match="int8 runs on a CPU only"):
        load_hub_generator(str(tmp_path), dtype="int8", device="cuda")
