"""Load a causal model: a folder or hub name of transformers, or a GGUF file."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from qa.errors import MissingDependency, ModelError
from qa.neural.chat.generator import ChatGenerator
from qa.neural.chat.transformers_engine import TransformersEngine
from qa.neural.seq2seq.checkpoint import (
    architecture_of,
    first_line,
    read_safe_config,
    require_safetensors,
    silence_libraries,
)
from qa.neural.seq2seq.devices import pick_device, pick_dtype
from qa.neural.weights import weights_digest

GGUF = ".gguf"
_MAGIC = b"GGUF"


def is_causal(folder: Path, name: str) -> bool:
    """Say whether a folder holds a causal language model that transformers knows."""
    try:
        config = read_safe_config(folder, name)
    except ModelError:
        return False
    from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES as KNOWN

    heads = ("CausalLM", "LMHeadModel")
    return (
        str(config.get("model_type", "")) in KNOWN
        and architecture_of(config).endswith(heads)
        and not config.get("is_encoder_decoder")
    )


def load_chat(
    folder: Path, shown: str, *, device: str | None = None, dtype: str | None = None
) -> ChatGenerator:
    """Load the causal model of a folder; raises as ``load_hub_generator``."""
    require_safetensors(folder, read_safe_config(folder, shown), shown)
    return _loaded(folder, shown, device, dtype, {"use_safetensors": True}, {})


def load_gguf(name: str, *, device: str | None = None, dtype: str | None = None) -> ChatGenerator:
    """Load a GGUF file: by llama.cpp where it is installed, else by transformers.

    transformers makes float32 of the quantised weights, so that 135 million take 540 MB.

    Raises:
        ModelError: there is no such file, or it is no GGUF, or damaged.
        MissingDependency: neither llama-cpp-python nor gguf is installed.
        InputError: an unknown device or dtype.
    """
    path = Path(name).expanduser()
    place = pick_device(device)
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise ModelError(f"{name} cannot be read ({error.strerror}); give a .gguf file") from None
    if magic != _MAGIC:
        raise ModelError(f"{name} is no GGUF file, whatever its name says; fetch it again")
    if dtype is None and importlib.util.find_spec("llama_cpp") is not None:
        from qa.neural.chat.llama_engine import LlamaEngine

        try:
            engine = LlamaEngine(path, gpu=place.type != "cpu")
        except Exception as error:  # llama.cpp's binding raises ValueError, OSError, bare ones
            raise ModelError(
                f"{name} cannot be loaded by llama.cpp: {first_line(error)}"
            ) from error
        return ChatGenerator(engine, weights_digest(path))
    if any(importlib.util.find_spec(each) is None for each in ("gguf", "accelerate")):
        raise MissingDependency(
            f"{name}: a GGUF file needs llama-cpp-python; install it with "
            "`pip install 'copydesk[llama]'` (or 'copydesk[gguf]', slower, without a compiler)"
        )
    return _loaded(path.parent, path.stem, device, dtype, {}, {"gguf_file": path.name})


def _loaded(
    folder: Path,
    shown: str,
    device: str | None,
    dtype: str | None,
    options: dict[str, Any],
    everywhere: dict[str, Any],
) -> ChatGenerator:
    place = pick_device(device)
    pick_dtype(dtype, place, None)  # a bad flag is refused before anything is opened
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

    local: dict[str, Any] = {
        **{"local_files_only": True, "trust_remote_code": False},
        **everywhere,
    }
    try:
        with silence_libraries():
            config: Any = AutoConfig.from_pretrained(folder, **local)
            tokenizer: Any = AutoTokenizer.from_pretrained(folder, **local)
            kind: Any = AutoModelForCausalLM
            model: Any
            model, report = kind.from_pretrained(
                folder,
                config=config,
                dtype=pick_dtype(dtype, place, config.dtype),
                output_loading_info=True,
                **options,
                **local,
            )
            model = model.to(place).eval()
    except Exception as error:  # safetensors, tokenizers and transformers share no base class
        raise ModelError(
            f"{shown} cannot be loaded: {first_line(error)}; "
            "its folder may be damaged or incomplete: fetch or save it again"
        ) from error
    if missing := sorted(report["missing_keys"]):
        raise ModelError(
            f"{shown} is incomplete: its weights lack {len(missing)} tensors, the first of them "
            f"{missing[0]}; fetch or save it again"
        )
    tokenizer.model_max_length = tokenizer.model_max_length or int(1e30)
    file = everywhere.get("gguf_file", "")
    return ChatGenerator(TransformersEngine(model, tokenizer, shown), weights_digest(folder / file))
