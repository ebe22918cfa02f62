"""Chooses between the shipped checkpoints, any encoder-decoder, and any model that chats."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from qa.errors import ModelError
from qa.grounding.judging import ClaimBlend, read_claim_blend
from qa.neural.resources import models_dir
from qa.neural.weights import weights_digest
from qa.protocols import Generator, PointingGenerator
from qa.records import Checkpoint, ReaderName

DEFAULT_MODEL = "copydesk-small"
DEFAULT_SHA256 = "2e938d233c8c175a0306c4ba5ae8ad2d50884aef67a4ec8d2488714434bd5aaa"
"""Of the list of models/copydesk-small's weights: see ``weights_digest``."""
DEFAULT_CHECKPOINT = Checkpoint(DEFAULT_MODEL, DEFAULT_SHA256)
BASE_MODEL = "copydesk-base"
"""The large reader; its folder may be missing. Its index has the hashes of its weights."""
_REINSTALL = "reinstall it with `pip install --force-reinstall copydesk`"
BLEND = "cascade.json"
"""In the folder of the large reader: how its scores and the small one's are combined."""
CLAIMS = "claims.json"
"""Beside it: how what the large reader says of claims is weighed against the exact checks."""


def load_generator(
    name: str | None = None,
    *,
    allow_download: bool = False,
    device: str | None = None,
    dtype: str | None = None,
) -> Generator:
    """Load the small shipped model (``name`` None), or one from a folder or by its hub name.

    Raises:
        ModelError: nothing usable is there, or the shipped weights were altered.
        MissingDependency: what runs a GGUF file is not installed.
        DownloadRefused: a hub name is not on this disk and ``allow_download`` is false.
    """
    from qa.neural.seq2seq.checkpoint import find_folder
    from qa.neural.seq2seq.copydesk import load_copydesk
    from qa.neural.seq2seq.hub import load_hub_generator

    if name is None or name == DEFAULT_MODEL:
        folder = models_dir() / DEFAULT_MODEL
        if (found := weights_digest(folder)) != DEFAULT_SHA256:
            told = f"have the sha256 {found[:12]}..., not {DEFAULT_SHA256[:12]}..."
            raise ModelError(
                f"{folder}: its weights {told if found else 'are missing'}; {_REINSTALL}"
            )
        return load_copydesk(folder, name=DEFAULT_MODEL, device=device, dtype=dtype)
    if name == BASE_MODEL and has_base():
        return load_copydesk(models_dir() / BASE_MODEL, name=name, device=device, dtype=dtype)
    if name.endswith(".gguf"):
        from qa.neural.chat.loading import load_gguf

        return load_gguf(name, device=device, dtype=dtype)
    folder = find_folder(name, allow_download=allow_download)
    if _model_type(folder) == "copydesk":
        return load_copydesk(folder, name=folder.resolve().name, device=device, dtype=dtype)
    from qa.neural.chat.loading import is_causal, load_chat

    if is_causal(folder, name):
        shown = folder.resolve().name if Path(name).expanduser().is_dir() else name
        return load_chat(folder, shown, device=device, dtype=dtype)
    return load_hub_generator(name, allow_download=allow_download, device=device, dtype=dtype)


def load_reader(
    reader: ReaderName = "auto", *, device: str | None = None, dtype: str | None = None
) -> Generator:
    """Load the shipped reader of that name; "small" opens no file of base.

    Raises:
        ModelError: base is asked for and not there, or weights were altered.
    """
    from qa.neural.cascade import Cascade, read_blend

    if reader == "auto":
        reader = "cascade" if has_base() else "small"
    if reader == "small":
        return load_generator(device=device, dtype=dtype)
    if not has_base():
        raise ModelError(f"{models_dir() / BASE_MODEL}: not there; use the reader small")
    if reader == "base":
        return load_generator(BASE_MODEL, device=device, dtype=dtype)
    with ThreadPoolExecutor(1) as pool:  # each takes a core
        loading = pool.submit(load_pointer, device=device, dtype=dtype)
        base = load_generator(BASE_MODEL, device=device, dtype=dtype)
        small = loading.result()
    return Cascade(small, base, read_blend(models_dir() / BASE_MODEL / BLEND))


def load_claim_blend() -> ClaimBlend | None:
    """Return how the large reader's word on claims is weighed; None where that was not fitted."""
    return read_claim_blend(models_dir() / BASE_MODEL / CLAIMS)


def has_base() -> bool:
    """Return whether the large reader is installed."""
    return (models_dir() / BASE_MODEL / "config.json").is_file()


def base_checkpoint() -> Checkpoint:
    """Return the large reader's name and weights, without loading it."""
    return Checkpoint(BASE_MODEL, weights_digest(models_dir() / BASE_MODEL))


def load_pointer(
    name: str | None = None,
    *,
    allow_download: bool = False,
    device: str | None = None,
    dtype: str | None = None,
) -> PointingGenerator:
    """Load a reader that knows where its answers begin: the one named, else the shipped one.

    Raises:
        ModelError, DownloadRefused: as ``load_generator``.
    """
    made = load_generator(name, allow_download=allow_download, device=device, dtype=dtype)
    return made if isinstance(made, PointingGenerator) else load_pointer(device=device)


def _model_type(folder: Path) -> str:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(config.get("model_type", "")) if isinstance(config, dict) else ""
