"""Any transformers encoder-decoder: how it is found, refused, prompted, read and streamed."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from operator import ge
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest
import torch
import transformers

from benchmarks.support.tiny_models import (
    SENTENCES,
    WINDOW,
    make_bart,
    make_flan,
    make_led,
    make_mbart,
    make_pegasus,
    make_t5,
    make_t5gemma,
    make_trained_flan,
    tiny_tokenizer,
)
from qa.errors import DownloadRefused, InputError, ModelError
from qa.neural.seq2seq.devices import pick_device, pick_dtype
from qa.neural.seq2seq.hub import load_hub_generator
from qa.neural.seq2seq.prompts import (
    INSTRUCTION,
    PLAIN,
    REFUSAL,
    T5,
    is_refusal,
    largest_fitting,
    longest_prefix,
    may_become_refusal,
    prompt_style,
)
from qa.neural.seq2seq.transformers_generator import TransformersGenerator
from qa.protocols import Generator
from tests.support.threads import one_torch_thread

pytestmark = [pytest.mark.slow, pytest.mark.torch]

QUESTION = "What did the council decide?"
COST, SCORE = "What is the cost?", "Who won the cup?"
PRICE = "about $1.2bn in all"
BRIDGE = "The bridge will cost $1.2bn."


@pytest.fixture(scope="module", autouse=True)
def tiny_models_on_one_thread() -> Iterator[None]:
    with one_torch_thread():
        yield


@pytest.fixture(scope="module")
def bart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bart(tmp_path_factory.mktemp("models") / "tiny-bart")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> TransformersGenerator:
    """Knows what the bridge costs, and that the passage says nothing of a cup."""
    known = [(COST, BRIDGE, PRICE), (SCORE, BRIDGE, REFUSAL)]
    examples = [(INSTRUCTION.question.format(question=q, passage=p), a) for q, p, a in known]
    folder = make_trained_flan(tmp_path_factory.mktemp("models") / "flan-tiny", examples)
    return load_hub_generator(str(folder))


def copy(folder: Path, to: Path, **changes: Any) -> Path:
    """Copy a model folder; ``changes`` go into its config.json, None removes a key."""
    to.mkdir()
    for file in folder.iterdir():
        (to / file.name).write_bytes(file.read_bytes())
    config = json.loads((to / "config.json").read_text())
    config.update(changes)
    kept = {key: value for key, value in config.items() if value is not None}
    (to / "config.json").write_text(json.dumps(kept))
    return to


def refusal(name: object, error: type[ModelError] = ModelError, **options: Any) -> str:
    """The one line that refuses to load ``name``."""
    with pytest.raises(error) as caught:
        load_hub_generator(str(name), **options)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 700
    return message


# What loads


@pytest.mark.parametrize(
    ("make", "style", "window"),
    [
        (make_t5, T5, WINDOW),
        (make_flan, INSTRUCTION, WINDOW),
        (make_bart, PLAIN, WINDOW),
        (make_pegasus, PLAIN, WINDOW),
        (make_led, PLAIN, WINDOW),
        (make_mbart, PLAIN, WINDOW),
        (make_t5gemma, INSTRUCTION, 96),
    ],
)
def test_families(make: Callable[[Path], Path], style: object, window: int, tmp_path: Path) -> None:
    generator = load_hub_generator(str(make(tmp_path / "some-model")))
    assert isinstance(generator, Generator)
    assert generator.name == "some-model"
    assert generator.style == style
    assert generator.max_input_tokens == window
    (reading,) = generator.answer(QUESTION, [SENTENCES[0]])
    assert reading.spans is None
    assert "".join(generator.stream(QUESTION, SENTENCES[0])) == reading.text


def test_loading_and_reading_are_silent(
    bart: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("transformers")
    logger.addHandler(caplog.handler)  # it does not pass records on to the root
    try:
        generator = load_hub_generator(str(bart))
        generator.answer(QUESTION, list(SENTENCES))
        generator.summarize(SENTENCES, 1)
        "".join(generator.stream(QUESTION, "A long one. " * 500))
    finally:
        logger.removeHandler(caplog.handler)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_the_program_around_keeps_its_progress_bars(bart: Path) -> None:
    from transformers.utils import logging as levels

    before = levels.get_verbosity(), levels.is_progress_bar_enabled()
    load_hub_generator(str(bart))
    assert (levels.get_verbosity(), levels.is_progress_bar_enabled()) == before


def test_importing_it_is_light() -> None:
    code = "import sys, qa.neural.seq2seq.hub; print({'torch', 'transformers'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_tokenizer_without_limit(tmp_path: Path) -> None:
    folder = make_t5(tmp_path / "t5", model_max_length=int(1e30))
    assert load_hub_generator(str(folder)).max_input_tokens == 512
    named = copy(folder, tmp_path / "named", n_positions=77)
    assert load_hub_generator(str(named)).max_input_tokens == 77


def test_positions_bound_a_boastful_tokenizer(tmp_path: Path) -> None:
    folder = make_bart(tmp_path / "bart")
    tiny_tokenizer(model_max_length=4096).save_pretrained(folder)
    generator = load_hub_generator(str(folder))
    assert generator.max_input_tokens == WINDOW
    assert len(generator.answer(QUESTION, ["word " * 2_000])) == 1


# What is refused


def test_a_name_that_is_not_on_this_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    message = refusal("google/flan-t5-base", DownloadRefused)
    for part in ("google/flan-t5-base", "huggingface.co", "weights", "--allow-download"):
        assert part in message


def test_a_download_without_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
    message = refusal("google/flan-t5-base", allow_download=True)
    assert "could not be fetched from huggingface.co" in message
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    for proxy in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(proxy, raising=False)
    message = refusal("google/flan-t5-base", allow_download=True)
    assert "could not be fetched from huggingface.co" in message
    assert "network" in message


def snapshot(cache: Path, repository: str) -> Path:
    """Where the hub's client keeps the files of a repository's main branch."""
    home = cache / f"models--{repository.replace('/', '--')}"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text("0" * 40)
    return home / "snapshots" / ("0" * 40)


def test_what_was_fetched_once_is_used_offline(
    bart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    folder = snapshot(tmp_path, "someone/tiny-bart")
    folder.parent.mkdir()
    copy(bart, folder)
    for allow in (False, True):
        generator = load_hub_generator("someone/tiny-bart", allow_download=allow)
        assert generator.name == "someone/tiny-bart"
    (folder / "model.safetensors").unlink()
    assert "--allow-download" in refusal("someone/tiny-bart", DownloadRefused)


@pytest.mark.parametrize(
    "name",
    [
        "./no/such/folder",
        "/no/such/folder",
        "a/b/c",
        "a--b",
        "a/b.git",
        "a/b-",
        "",
        " ",
        "x" * 5_000,
        "a\x00b",
        "-rf",
        "../x",
    ],
)
def test_neither_folder_nor_name(name: str) -> None:
    assert "neither a folder" in refusal(name)


def test_a_file_is_not_a_folder(bart: Path) -> None:
    assert "is a file" in refusal(bart / "config.json")


def test_a_folder_that_is_not_a_model(tmp_path: Path) -> None:
    assert "no config.json" in refusal(tmp_path)
    (tmp_path / "adapter_config.json").write_text("{}")
    assert "only an adapter" in refusal(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00\x01", "null"])
def test_a_damaged_config(content: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(content)
    assert "config.json" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"]}, "GPT2LMHeadModel"),
        ({"model_type": "llama", "architectures": ["LlamaForCausalLM"]}, "LlamaForCausalLM"),
        ({"model_type": "bert", "architectures": ["BertForMaskedLM"]}, "BertForMaskedLM"),
        ({"architectures": ["T5EncoderModel"]}, "T5EncoderModel"),
        ({"architectures": ["BartForSequenceClassification"]}, "BartForSequenceClassification"),
        ({"is_encoder_decoder": False}, "BartForConditionalGeneration"),
        ({"model_type": "qwen2_audio", "is_encoder_decoder": None, "architectures": None}, "qwen2"),
        ({"model_type": "made-up", "architectures": None}, "made-up"),
        ({"model_type": "made-up", "architectures": {"T5": 1}}, "made-up"),
        ({"model_type": None, "architectures": None}, "unknown"),
    ],
)
def test_not_an_encoder_decoder(
    changes: dict[str, Any], named: str, bart: Path, tmp_path: Path
) -> None:
    message = refusal(copy(bart, tmp_path / "other", **changes))
    assert named in message
    assert "encoder-decoder" in message


def test_a_real_decoder_only_model(tmp_path: Path) -> None:
    config = transformers.GPT2Config(n_layer=1, n_head=1, n_embd=8, vocab_size=400)
    transformers.GPT2LMHeadModel(config).save_pretrained(tmp_path)
    tiny_tokenizer().save_pretrained(tmp_path)
    assert "GPT2LMHeadModel" in refusal(tmp_path)


@pytest.mark.parametrize("suffix", ["pytorch_model.bin", "weights.pt", "model.ckpt"])
def test_pickles_are_not_opened(suffix: str, bart: Path, tmp_path: Path) -> None:
    folder = copy(bart, tmp_path / "pickled")
    (folder / "model.safetensors").rename(folder / suffix)
    message = refusal(folder)
    assert "pickles" in message
    assert "save_pretrained" in message


def test_a_config_that_names_a_pickle(bart: Path, tmp_path: Path) -> None:
    folder = copy(bart, tmp_path / "named", transformers_weights="adapter_model.bin")
    assert "pickles" in refusal(folder)


def test_no_weights(bart: Path, tmp_path: Path) -> None:
    folder = copy(bart, tmp_path / "empty")
    (folder / "model.safetensors").unlink()
    assert "no weights" in refusal(folder)


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json"])
def test_code_of_its_own_is_not_run(file: str, bart: Path, tmp_path: Path) -> None:
    folder = copy(bart, tmp_path / "coded")
    trap = tmp_path / "ran"
    (folder / "code.py").write_text(f"open({str(trap)!r}, 'w').close()\n")
    content = json.loads((folder / file).read_text())
    content["auto_map"] = {"AutoModelForSeq2SeqLM": "code.Model", "AutoTokenizer": "code.T"}
    (folder / file).write_text(json.dumps(content))
    assert "auto_map" in refusal(folder)
    assert not trap.exists()


@pytest.mark.parametrize("keep", [0, 7, 200, -50])
def test_damaged_weights(keep: int, bart: Path, tmp_path: Path) -> None:
    folder = copy(bart, tmp_path / "damaged")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:keep])
    assert "cannot be loaded" in refusal(folder)


def test_weights_of_another_shape(bart: Path, tmp_path: Path) -> None:
    assert "cannot be loaded" in refusal(copy(bart, tmp_path / "wide", decoder_ffn_dim=64))


def test_weights_that_lack_a_layer(bart: Path, tmp_path: Path) -> None:
    message = refusal(copy(bart, tmp_path / "deep", decoder_layers=2))
    assert "incomplete" in message
    assert "decoder.layers.1" in message


def test_a_missing_tokenizer(bart: Path, tmp_path: Path) -> None:
    folder = copy(bart, tmp_path / "mute")
    for file in folder.glob("tokenizer*"):
        file.unlink()
    assert "no usable tokenizer" in refusal(folder)


def test_a_tokenizer_of_another_model(bart: Path, tmp_path: Path) -> None:
    folder = copy(bart, tmp_path / "mixed")
    tokenizer = tiny_tokenizer()
    tokenizer.add_tokens([f"extra{n}" for n in range(9)])
    tokenizer.save_pretrained(folder)
    assert "not from one checkpoint" in refusal(folder)


@pytest.mark.parametrize(
    "options", [{"device": "warp"}, {"device": "cuda:99"}, {"device": "meta"}, {"dtype": "int4"}]
)
def test_bad_flags(options: dict[str, str], bart: Path) -> None:
    with pytest.raises(InputError, match=next(iter(options.values()))):
        load_hub_generator(str(bart), **options)  # type: ignore[arg-type]


# Where and how it runs


def test_the_device_flag_wins() -> None:
    assert pick_device("cpu") == torch.device("cpu")
    assert pick_device(None).type == ("cuda" if torch.cuda.is_available() else "cpu")


def test_the_dtype_follows_flag_then_device() -> None:
    cpu, gpu = torch.device("cpu"), torch.device("cuda")
    assert pick_dtype("bfloat16", cpu, torch.float32) == torch.bfloat16
    assert pick_dtype(None, gpu, torch.bfloat16) == torch.bfloat16
    assert pick_dtype(None, gpu, None) == torch.float32
    assert pick_dtype(None, cpu, torch.float16) == torch.float32
    assert pick_dtype(None, cpu, torch.float32) == torch.float32


@pytest.mark.parametrize(("native", "expected"), [(True, "bfloat16"), (False, "float32")])
def test_a_cpu_gets_bfloat16_only_where_native(
    native: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "_is_avx512_bf16_supported", lambda: native, raising=False)
    monkeypatch.setattr(torch.cpu, "_is_amx_tile_supported", lambda: False, raising=False)
    chosen = pick_dtype(None, torch.device("cpu"), torch.bfloat16)
    assert chosen == getattr(torch, expected)


def test_it_reads_in_bfloat16_too(bart: Path) -> None:
    generator = load_hub_generator(str(bart), dtype="bfloat16")
    (reading,) = generator.answer(QUESTION, [SENTENCES[0]])
    assert reading.score <= 0.0


# Prompts


@pytest.mark.parametrize(
    ("model_type", "name", "gated", "style"),
    [
        ("t5", "google/flan-t5-base", True, INSTRUCTION),
        ("t5", "declare-lab/flan-alpaca", False, INSTRUCTION),
        ("t5", "/models/renamed", True, INSTRUCTION),
        ("t5", "google-t5/t5-small", False, T5),
        ("mt5", "google/mt5-small", True, T5),
        ("t5gemma", "google/t5gemma-2b-2b-ul2-it", False, INSTRUCTION),
        ("bart", "facebook/bart-large-cnn", False, PLAIN),
        ("pegasus", "google/pegasus-xsum", False, PLAIN),
    ],
)
def test_the_prompts_of_a_family(model_type: str, name: str, gated: bool, style: object) -> None:
    assert prompt_style(model_type, name, gated=gated) == style


def test_braces_in_texts_are_not_fields() -> None:
    prompt = INSTRUCTION.question.format(question="{passage}", passage="{0} {question!r}")
    assert prompt.endswith("\n\n{0} {question!r}\n\n{passage}")


@pytest.mark.parametrize("text", ["unanswerable", " Unanswerable.", "No answer!", "UNANSWERABLE"])
def test_refusals_are_known(text: str) -> None:
    assert is_refusal(text)
    assert all(may_become_refusal(text[:end]) for end in range(len(text) + 1))


@pytest.mark.parametrize("text", ["", "5%", "No answer 5", "unanswerable questions", "not"])
def test_answers_are_no_refusals(text: str) -> None:
    assert not is_refusal(text)


def test_the_largest_that_fits() -> None:
    for limit in range(9):
        for bound in range(9):
            assert largest_fitting(limit, partial(ge, bound)) == min(limit, bound)


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("one two three", 99, "one two three"),
        ("one two three", 8, "one two"),
        ("one two three", 7, "one two"),
        ("one two three", 6, "one"),
        ("endless", 3, "end"),
        ("   ", 2, ""),
        ("one", 0, ""),
    ],
)
def test_texts_are_cut_after_words(text: str, room: int, kept: str) -> None:
    assert longest_prefix(text, lambda part: len(part) <= room) == kept


class Recorder:
    """A tokenizer that notes what it is given to read, and is otherwise the one it wraps."""

    def __init__(self, wrapped: Any) -> None:
        self.wrapped = wrapped
        self.batches: list[list[str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.wrapped, name)

    def __call__(self, text: Any, **options: Any) -> Any:
        if isinstance(text, list):
            self.batches.append(text)
        return self.wrapped(text, **options)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], tuple[Any, Recorder]]:
    """Load a model with its tokenizer under watch."""

    def load(folder: Path) -> tuple[Any, Recorder]:
        generator = load_hub_generator(str(folder))
        recorder = Recorder(generator._runner._tokenizer)
        monkeypatch.setattr(generator._runner, "_tokenizer", recorder)
        return generator, recorder

    return load


def test_only_the_passage_is_cut(bart: Path, read: Callable[[Path], tuple[Any, Recorder]]) -> None:
    generator, recorder = read(bart)
    words = [f"w{n}" for n in range(400)]
    generator.answer(QUESTION, [" ".join(words)])
    ((prompt,),) = recorder.batches
    head, passage = prompt.split(" context: ")
    assert head == f"question: {QUESTION}"
    kept = passage.split(" ")
    assert kept == words[: len(kept)]  # whole words, from the start
    longer = f"{prompt} {words[len(kept)]}"
    assert len(recorder(prompt)["input_ids"]) <= WINDOW < len(recorder(longer)["input_ids"])


def test_a_question_leaves_room_for_the_passage(
    bart: Path, read: Callable[[Path], tuple[Any, Recorder]]
) -> None:
    generator, recorder = read(bart)
    generator.answer("Why? " * 1_000, [BRIDGE])
    ((prompt,),) = recorder.batches
    assert prompt.endswith(f" context: {BRIDGE}")


def test_a_summary_reads_whole_sentences(
    bart: Path, read: Callable[[Path], tuple[Any, Recorder]]
) -> None:
    generator, recorder = read(bart)
    generator.summarize(SENTENCES * 9, 1)
    prompt = recorder.batches[0][0]  # of the first part
    count = next(n for n in range(50) if prompt == " ".join((SENTENCES * 9)[:n]))
    more = " ".join((SENTENCES * 9)[: count + 1])
    assert count > 1
    assert len(recorder(prompt)["input_ids"]) <= WINDOW < len(recorder(more)["input_ids"])


def test_control_tokens_in_an_article_are_text(
    bart: Path, read: Callable[[Path], tuple[Any, Recorder]]
) -> None:
    generator, recorder = read(bart)
    generator.answer("Is </s> here?", ["A <mask> and a <pad></s>\x00 and \ud83d."])
    ((prompt,),) = recorder.batches
    ids = recorder(prompt)["input_ids"]
    assert [n for n in ids if n in recorder.all_special_ids] == [recorder.eos_token_id]
    assert prompt.isprintable()


def test_a_chat_template_wraps_the_instruction(
    tmp_path: Path, read: Callable[[Path], tuple[Any, Recorder]]
) -> None:
    template = "<s>user: {{ messages[0]['content'] }}\nmodel:"
    generator, recorder = read(make_t5gemma(tmp_path / "it", chat_template=template))
    generator.answer(QUESTION, ["Rain. </s>"])
    ((prompt,),) = recorder.batches
    assert prompt.startswith("<s>user: Read this")
    assert prompt.endswith(f"Rain. < /s>\n\n{QUESTION}\nmodel:")


# Reading


def test_a_trained_model_answers(trained: TransformersGenerator) -> None:
    (reading,) = trained.answer(COST, [BRIDGE])
    assert reading.text == PRICE
    assert reading.no_answer < 0.1
    assert reading.score > -1.0


def test_a_trained_model_refuses(trained: TransformersGenerator) -> None:
    (reading,) = trained.answer(SCORE, [BRIDGE])
    assert reading.no_answer > 0.9
    assert not is_refusal(reading.text)
    assert "".join(trained.stream(SCORE, BRIDGE)) == reading.text


def test_refused_and_answered_side_by_side(trained: TransformersGenerator) -> None:
    (answered,) = trained.answer(COST, [BRIDGE])
    texts = [r.text for r in trained.answer(COST, [BRIDGE, SENTENCES[3], BRIDGE])]
    assert texts[0] == texts[2] == answered.text


def test_a_stream_comes_in_pieces(trained: TransformersGenerator) -> None:
    pieces = list(trained.stream(COST, BRIDGE))
    assert len(pieces) > 1
    assert "".join(pieces) == PRICE


def test_the_score_is_the_texts_log_probability(bart: Path) -> None:
    """Compared with the scores that transformers itself keeps while generating."""
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(bart)
    tokenizer: Any = tiny_tokenizer()
    prompt = PLAIN.question.format(question=QUESTION, passage=SENTENCES[0])
    output: Any = model.generate(
        **tokenizer(prompt, return_tensors="pt", return_token_type_ids=False),
        max_new_tokens=64,
        do_sample=False,
        forced_eos_token_id=None,
        return_dict_in_generate=True,
        output_scores=True,
    )
    steps = model.compute_transition_scores(output.sequences, output.scores, normalize_logits=True)
    (reading,) = load_hub_generator(str(bart)).answer(QUESTION, [SENTENCES[0]])
    assert reading.score == pytest.approx(float(steps.sum()), abs=1e-2)
    assert reading.no_answer == pytest.approx(1 - float(steps.mean().exp()), abs=1e-3)


def test_a_summarisers_settings_stay_out_of_answers(bart: Path, tmp_path: Path) -> None:
    folder = copy(bart, tmp_path / "cnn")
    settings = json.loads((folder / "generation_config.json").read_text())
    settings |= {"num_beams": 2, "min_length": 40, "no_repeat_ngram_size": 2, "max_length": 60}
    settings |= {"do_sample": True, "temperature": 0.5}
    (folder / "generation_config.json").write_text(json.dumps(settings))
    plain, tuned = load_hub_generator(str(bart)), load_hub_generator(str(folder))
    assert tuned.answer(QUESTION, [BRIDGE]) == plain.answer(QUESTION, [BRIDGE])
    assert tuned.summarize(SENTENCES, 1) != plain.summarize(SENTENCES, 1)
    assert tuned.summarize(SENTENCES, 1) == tuned.summarize(SENTENCES, 1)


def test_an_empty_text_is_no_answer(bart: Path, tmp_path: Path) -> None:
    """Its end token is whatever this model says first, so that it says nothing."""
    model: Any = transformers.AutoModelForSeq2SeqLM.from_pretrained(bart)
    end = model.config.eos_token_id
    with torch.no_grad():
        model.final_logits_bias[0, end] = 1e4
    folder = copy(bart, tmp_path / "silent")
    model.save_pretrained(folder)
    generator = load_hub_generator(str(folder))
    (reading,) = generator.answer(QUESTION, [BRIDGE])
    assert (reading.text, reading.no_answer) == ("", 1.0)
    assert generator.summarize(SENTENCES, 2) == []
    assert list(generator.stream(QUESTION, BRIDGE)) == []


@pytest.fixture
def broken(bart: Path, tmp_path: Path) -> TransformersGenerator:
    """Every weight of its decoder is no number."""
    model: Any = transformers.AutoModelForSeq2SeqLM.from_pretrained(bart)
    with torch.no_grad():
        for weight in model.get_decoder().layers.parameters():
            weight.fill_(float("nan"))
    folder = copy(bart, tmp_path / "broken")
    model.save_pretrained(folder)
    return load_hub_generator(str(folder))


def test_scores_that_are_no_numbers(broken: TransformersGenerator) -> None:
    with pytest.raises(ModelError, match="--dtype float32"):
        broken.answer(QUESTION, [BRIDGE])


def test_failures_are_named(bart: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generator = load_hub_generator(str(bart))

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA out of memory\nTried to allocate 2 GiB")

    before = set(threading.enumerate())  # some of which may end meanwhile
    monkeypatch.setattr(generator._runner._model, "generate", fail)
    for call in (
        lambda: generator.answer(QUESTION, [BRIDGE]),
        lambda: generator.summarize(SENTENCES, 1),
        lambda: list(generator.stream(QUESTION, BRIDGE)),
    ):
        with pytest.raises(ModelError, match=r"tiny-bart failed .*CUDA out of memory\)"):
            call()
    assert not set(threading.enumerate()) - before
