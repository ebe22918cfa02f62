"""Find a transformers checkpoint on disk and refuse what must not or cannot be loaded."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.errors import CopydeskError, DownloadRefused, ModelError

WANTED_FILES = ["*.json", "*.safetensors", "*.model", "*.txt", "*.jinja"]
"""What a download fetches: configuration, tokenizer, safe weights; no pickles, no code."""

_PART = r"[A-Za-z0-9](?:[\w.-]{0,94}\w)?"
HUB_NAME = re.compile(rf"(?!.*(?:--|\.\.|\.git\Z)){_PART}(?:/{_PART})?", re.ASCII)
"""What huggingface.co takes for the name of a model."""
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.h5", "*.msgpack")
_OTHER_HEADS = ("EncoderModel", "Classification", "QuestionAnswering")
_EXAMPLES = "such as google/flan-t5-base or facebook/bart-large-cnn"


def find_folder(name: str, *, allow_download: bool = False) -> Path:
    """Return the folder that holds the model ``name``: a folder, or a name on huggingface.co.

    A hub name is looked up in the local Hugging Face cache first, so that what was
    fetched once is used without the network.

    Raises:
        DownloadRefused: the name is not on this disk and ``allow_download`` is false.
        ModelError: no such folder, not a name, or the download failed.
    """
    path = Path(name).expanduser()
    try:
        if name.strip() and path.is_dir():  # an empty path is the current folder
            return path
        exists = path.is_file()
    except (OSError, ValueError):  # longer than the file system allows, or a NUL in it
        exists = False
    if exists:
        raise ModelError(
            f"{name} is a file; --model takes the folder that holds config.json, or a .gguf file"
        )
    if not HUB_NAME.fullmatch(name):
        raise ModelError(
            f"{shorten(name)!r} is neither a folder on this disk nor a model name; "
            f"give a folder with config.json, or a name {_EXAMPLES}"
        )
    return _find_in_cache(name) or _download(name, allow_download)


def read_config(folder: Path, name: str) -> dict[str, Any]:
    """Return ``config.json`` of a folder that holds a loadable encoder-decoder.

    Nothing but JSON is read: a folder is refused before any of its weights are opened.

    Raises:
        ModelError: not a model, not an encoder-decoder, weights only as pickles, or in
            need of its own Python code.
    """
    config = read_safe_config(folder, name)
    _require_seq2seq(config, name)
    require_safetensors(folder, config, name)
    return config


def read_safe_config(folder: Path, name: str) -> dict[str, Any]:
    """Return ``config.json`` of a folder with a model of any kind that needs no code of its own.

    Raises:
        ModelError: not a model, or in need of its own Python code.
    """
    config = _read_json(folder / "config.json", name)
    if config is None:
        adapter = " (only an adapter)" if (folder / "adapter_config.json").exists() else ""
        raise ModelError(
            f"{name} is not a model folder{adapter}: it has no config.json; "
            "give a folder made by transformers' save_pretrained"
        )
    tokenizer = _read_json(folder / "tokenizer_config.json", name) or {}
    if config.get("auto_map") or tokenizer.get("auto_map"):
        raise ModelError(
            f"{name} needs Python code of its own (auto_map in its configuration), which "
            f"Copydesk never runs; use a model that transformers knows, {_EXAMPLES}"
        )
    return config


def architecture_of(config: dict[str, Any]) -> str:
    """Return the class of model that ``config.json`` names first, "" for none."""
    named = config.get("architectures")
    return str(named[0]) if isinstance(named, list) and named else ""


_SILENCE = threading.RLock()
"""Both readers are loaded at once: what one silences the other must not take for the usual."""


@contextlib.contextmanager
def silence_libraries() -> Iterator[None]:
    """Silence transformers' and the hub's bars, logs and warnings, one thread at a time."""
    with _SILENCE, _silenced():
        yield


@contextlib.contextmanager
def _silenced() -> Iterator[None]:
    import huggingface_hub.utils
    import transformers.utils

    hub_logging: Any = huggingface_hub.utils.logging
    logging: Any = transformers.utils.logging
    bars, level, hub_level = (
        logging.is_progress_bar_enabled(),
        logging.get_verbosity(),
        hub_logging.get_verbosity(),
    )
    logging.disable_progress_bar()
    logging.set_verbosity_error()
    hub_logging.set_verbosity_error()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if bars:
            logging.enable_progress_bar()
        logging.set_verbosity(level)
        hub_logging.set_verbosity(hub_level)


@contextlib.contextmanager
def failures_named(name: str) -> Iterator[None]:
    """Turn whatever a foreign model fails with while it reads into ``ModelError``.

    That may be too little memory, a broken template, or a language it lacks.
    """
    try:
        yield
    except CopydeskError:
        raise
    except Exception as error:
        raise ModelError(
            f"{name} failed while reading ({first_line(error)}); try --device cpu, "
            "--dtype float32, or another --model"
        ) from error


def first_line(error: BaseException) -> str:
    """Return what an error of another library says, as one short line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return shorten(lines[0] if lines else type(error).__name__)


def shorten(text: str, limit: int = 200) -> str:
    """Return ``text``, cut to ``limit`` characters so that a message stays one line."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _find_in_cache(name: str) -> Path | None:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        found = Path(snapshot_download(name, local_files_only=True, allow_patterns=WANTED_FILES))
    except (LocalEntryNotFoundError, OSError):
        return None
    # An interrupted download, or one by a program content with pickles, lacks these.
    return found if (found / "config.json").exists() and _has_safetensors(found) else None


def _download(name: str, allow_download: bool) -> Path:
    if not allow_download:
        raise DownloadRefused(
            f"{name} is not on this disk; it would fetch the model's configuration, tokenizer and "
            "safetensors weights from huggingface.co, which is off by default; "
            "allow it with --allow-download, or give a folder"
        )
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import RepositoryNotFoundError

    try:
        with silence_libraries():
            return Path(snapshot_download(name, allow_patterns=WANTED_FILES))
    except RepositoryNotFoundError:
        raise ModelError(
            f"{name}: huggingface.co shows no such model; check the spelling, or, for a private "
            "or gated one, log in with 'hf auth login'"
        ) from None
    except Exception as error:  # the hub client raises its HTTP library's own types too
        raise ModelError(
            f"{name} could not be fetched from huggingface.co ({first_line(error)}); "
            "check the network and HF_HUB_OFFLINE, or give a folder"
        ) from error


def _read_json(path: Path, name: str) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise ModelError(f"{name}: {path.name} cannot be read ({first_line(error)})") from error
    if not isinstance(content, dict):
        raise ModelError(f"{name}: {path.name} is damaged: it holds no JSON object")
    return content


def _require_seq2seq(config: dict[str, Any], name: str) -> None:
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING
    from transformers.models.auto.modeling_auto import (
        MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES as SEQ2SEQ,
    )

    model_type = str(config.get("model_type", ""))
    architecture = architecture_of(config) or model_type or "unknown"
    if model_type in SEQ2SEQ and not any(head in architecture for head in _OTHER_HEADS):
        is_pair = config.get("is_encoder_decoder")
        if is_pair is None:
            is_pair = getattr(CONFIG_MAPPING[model_type], "is_encoder_decoder", False)
        if is_pair:
            return
    raise ModelError(
        f"{name} is a {architecture} (model type {model_type!r}), not a text encoder-decoder that "
        f"transformers knows; use one, {_EXAMPLES}"
    )


def require_safetensors(folder: Path, config: dict[str, Any], name: str) -> None:
    """Raise ``ModelError`` where a folder's weights are pickles, or not there."""
    named = config.get("transformers_weights")
    unsafe = isinstance(named, str) and ".safetensors" not in named
    if _has_safetensors(folder) and not unsafe:
        return
    if unsafe or _has_any_weights(folder):
        raise ModelError(
            f"{name} has its weights only as pickles, which can run code when they are opened; "
            "save it again with save_pretrained, which writes model.safetensors"
        )
    raise ModelError(f"{name} has no weights: model.safetensors is missing from its folder")


def _has_safetensors(folder: Path) -> bool:
    names = ("model.safetensors", "model.safetensors.index.json")
    return any((folder / name).is_file() for name in names)


def _has_any_weights(folder: Path) -> bool:
    return _has_safetensors(folder) or any(
        next(folder.glob(pattern), None) is not None for pattern in _PICKLES
    )
