"""Loads any transformers encoder-decoder: T5, FLAN-T5, BART, PEGASUS, T5Gemma..."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qa.errors import CopydeskError, InputError, ModelError
from qa.neural.seq2seq.checkpoint import find_folder, first_line, read_config, silence_libraries
from qa.neural.seq2seq.devices import pick_device, pick_dtype
from qa.neural.seq2seq.prompts import PromptStyle, prompt_style
from qa.neural.seq2seq.runner import Runner
from qa.neural.seq2seq.transformers_generator import TransformersGenerator
from qa.neural.weights import weights_digest
from qa.records import Checkpoint


def load_hub_generator(
    name: str,
    *,
    allow_download: bool = False,
    device: str | None = None,
    dtype: str | None = None,
) -> TransformersGenerator:
    """Load the encoder-decoder ``name``, a folder or a name on huggingface.co.

    ``device`` and ``dtype`` are flags such as "cuda:0" and "bfloat16", or "int8" on a CPU;
    without them ``pick_device`` and ``pick_dtype`` decide. Only safetensors weights are opened, and
    no code from the folder is run.

    Raises:
        DownloadRefused: the name is not on this disk and ``allow_download`` is false.
        ModelError: it cannot be fetched, is damaged, or is no encoder-decoder.
        InputError: an unknown device or dtype.
    """
    place = pick_device(device)
    int8 = dtype == "int8"
    if int8 and place.type != "cpu":
        raise InputError("int8 runs on a CPU only; add --device cpu, or leave --dtype out")
    # A bad flag is refused before anything is fetched.
    pick_dtype(None if int8 else dtype, place, None)
    folder = find_folder(name, allow_download=allow_download)
    raw = read_config(folder, name)
    from transformers import AutoConfig, AutoModelForSeq2SeqLM, AutoTokenizer

    local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        with silence_libraries():
            config: Any = AutoConfig.from_pretrained(folder, **local)
            tokenizer: Any = AutoTokenizer.from_pretrained(folder, **local)
            if int8:
                return _int8(folder, config, tokenizer, name, raw)
            model: Any
            model, report = AutoModelForSeq2SeqLM.from_pretrained(
                folder,
                config=config,
                dtype=pick_dtype(dtype, place, config.dtype),
                use_safetensors=True,
                output_loading_info=True,
                **local,
            )
            model = model.to(place).eval()
    except CopydeskError:
        raise
    except Exception as error:  # safetensors, tokenizers and transformers share no base class
        raise ModelError(
            f"{name} cannot be loaded: {first_line(error)}; "
            "its folder may be damaged or incomplete: fetch or save it again"
        ) from error
    if report["missing_keys"]:
        missing = sorted(report["missing_keys"])
        raise ModelError(
            f"{name} is incomplete: its weights lack {len(missing)} tensors, the first of them "
            f"{missing[0]}; fetch or save it again"
        )
    runner = Runner(model, tokenizer, name)
    return _generator(runner, folder, name, raw)


def _int8(
    folder: Path, config: Any, tokenizer: Any, name: str, raw: dict[str, Any]
) -> TransformersGenerator:
    from qa.neural.seq2seq.int8 import load_runner

    runner = load_runner(folder, config, tokenizer, name)
    return _generator(runner, folder, name, raw)


def _generator(
    runner: Runner, folder: Path, name: str, raw: dict[str, Any]
) -> TransformersGenerator:
    checkpoint = Checkpoint(_shown(folder, name), weights_digest(folder))
    return TransformersGenerator(runner, checkpoint, style=_style(raw, name))


def _shown(folder: Path, name: str) -> str:
    return folder.resolve().name if Path(name).expanduser().is_dir() else name


def _style(raw: dict[str, Any], name: str) -> PromptStyle:
    return prompt_style(
        str(raw["model_type"]),
        f"{name} {raw.get('_name_or_path', '')}",
        gated="gated" in str(raw.get("feed_forward_proj", "")),
    )
