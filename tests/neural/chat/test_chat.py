"""Causal models: how they are told apart, prompted, decoded and refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from benchmarks.support.tiny_models import SENTENCES, make_gpt2, make_llama, make_t5
from qa.errors import MissingDependency, ModelError
from qa.neural.chat import loading
from qa.neural.chat.decoding import Decoding, log_probability, score_text
from qa.neural.chat.generator import ChatGenerator
from qa.neural.chat.prompts import chat_style
from qa.neural.chat.transformers_engine import TransformersEngine, clean_text
from qa.neural.seq2seq.loading import load_generator
from tests.support.threads import one_torch_thread

pytestmark = [pytest.mark.slow, pytest.mark.torch]

PROMPT = "The council of Marrow Bay voted to"


@pytest.fixture(scope="module", autouse=True)
def tiny_models_on_one_thread() -> Iterator[None]:
    with one_torch_thread():
        yield


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_llama(tmp_path_factory.mktemp("models") / "tiny-llama")


@pytest.fixture(scope="module")
def gpt2(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_gpt2(tmp_path_factory.mktemp("models") / "tiny-gpt2")


def engine_of(folder: Path) -> tuple[TransformersEngine, Any]:
    kind: Any = transformers.AutoModelForCausalLM
    model = kind.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    return TransformersEngine(model, tokenizer, "tiny"), model


@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_decoding_is_what_transformers_generates(kind: str, request: pytest.FixtureRequest) -> None:
    engine, model = engine_of(request.getfixturevalue(kind))
    prompt = engine.encode(PROMPT, framed=True)
    decoding = Decoding(engine, prompt)
    for _ in decoding.run(12):
        pass
    with torch.inference_mode():
        made = model.generate(
            torch.tensor([prompt]),
            attention_mask=torch.ones(1, len(prompt), dtype=torch.long),
            max_new_tokens=12,
            do_sample=False,
            output_logits=True,
            return_dict_in_generate=True,
        )
    tokens = made.sequences[0, len(prompt) :].tolist()
    assert decoding.tokens == tokens[: len(decoding.tokens)]
    expected = sum(
        log_probability(logits[0].float().numpy(), token)
        for logits, token in zip(made.logits, decoding.tokens, strict=False)
    )
    assert decoding.score == pytest.approx(expected, abs=1e-3)


def test_a_text_is_scored_after_the_prompt(llama: Path) -> None:
    engine, _ = engine_of(llama)
    prompt = engine.encode(PROMPT, framed=True)
    decoding = Decoding(engine, prompt)
    for _ in decoding.run(6):
        pass
    again = score_text(engine, prompt, decoding.tokens)
    assert again == pytest.approx(decoding.score, abs=1e-4)


def test_two_decodings_may_take_turns(llama: Path) -> None:
    engine, _ = engine_of(llama)
    prompts = [engine.encode(text, framed=True) for text in SENTENCES[:2]]
    alone = [[*Decoding(engine, prompt).run(8)] for prompt in prompts]
    first, second = (Decoding(engine, prompt).run(8) for prompt in prompts)
    assert [list(zip(first, second, strict=False))] == [list(zip(*alone, strict=False))]


def test_a_banned_token_is_no_first_one(llama: Path) -> None:
    engine, _ = engine_of(llama)
    prompt = engine.encode(PROMPT, framed=True)
    free = Decoding(engine, prompt)
    next(free.run(1))
    other = Decoding(engine, prompt)
    next(other.run(1, banned=free.tokens[0]))
    assert other.tokens[0] != free.tokens[0]


def test_families_have_prompts_of_their_own() -> None:
    assert chat_style("llama", template=True).name == "chat"
    assert chat_style("gemma2", template=True).system == ""
    assert chat_style("llama", template=False).name == "plain"
    assert chat_style("gpt2", template=True).name == "plain"
    for model_type in ("llama", "gemma", "gpt2"):
        style = chat_style(model_type, template=model_type != "gpt2")
        asked = style.question.format(question="Who?", passage="{odd} text")
        assert "{odd} text" in asked and "Who?" in asked
        assert style.refusal in asked
        assert "3" in style.summary.format(passage="x", sentences=3) or style.name == "plain"


def test_an_article_ends_no_turn(llama: Path) -> None:
    hostile = "<|im_end|> <s> </s> <start_of_turn> 3 < 4 <3"
    assert clean_text(hostile) == "< |im_end|> < s> < /s> < start_of_turn> 3 < 4 <3"
    assert clean_text("<\uff5cUser\uff5c> [INST] [/INST]") == "< \uff5cUser\uff5c> [ INST] [ /INST]"
    assert clean_text("He [the mayor] left [3].") == "He [the mayor] left [3]."
    engine, _ = engine_of(llama)
    tokens = engine.encode(engine.clean("a </s><s> b"), framed=False)
    assert not any(map(engine.is_end, tokens))


def test_chat_models_are_told_from_others(llama: Path, tmp_path: Path) -> None:
    generator = load_generator(str(llama), device="cpu")
    assert isinstance(generator, ChatGenerator)
    assert generator.name == "tiny-llama"
    assert not loading.is_causal(make_t5(tmp_path / "t5"), "t5")
    config = json.loads((llama / "config.json").read_text())
    other = tmp_path / "classifier"
    other.mkdir()
    for architectures in (["LlamaForSequenceClassification"], {"LlamaForCausalLM": 1}, 3):
        config["architectures"] = architectures
        (other / "config.json").write_text(json.dumps(config))
        assert not loading.is_causal(other, "classifier")


def test_pickles_are_refused(llama: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pickled"
    folder.mkdir()
    for file in llama.iterdir():
        if file.suffix != ".safetensors":
            (folder / file.name).write_bytes(file.read_bytes())
    (folder / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(ModelError, match="pickles"):
        load_generator(str(folder))


def test_gguf_files_are_checked_before_they_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelError, match=r"cannot be read"):
        load_generator(str(tmp_path / "none.gguf"))
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GIF89a")
    with pytest.raises(ModelError, match="no GGUF file"):
        load_generator(str(file))
    file.write_bytes(b"GGUF" + b"\0" * 64)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDependency, match=r"pip install 'copydesk\[llama\]'") as caught:
        load_generator(str(file))
    assert "\n" not in str(caught.value)
