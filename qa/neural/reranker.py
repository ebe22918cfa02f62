"""A cross-encoder that reads question and passage together, to put the best passages first."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from qa.errors import ModelError
from qa.neural.minilm import replace_surrogates
from qa.neural.seq2seq.checkpoint import (
    find_folder,
    first_line,
    read_safe_config,
    require_safetensors,
    silence_libraries,
)
from qa.neural.seq2seq.devices import pick_device
from qa.neural.weights import weights_digest
from qa.protocols import Vectors
from qa.records import Checkpoint

BATCH_SIZE = 16


class CrossEncoderReranker:
    """A ``Reranker`` over a cross-encoder of sentence-transformers; one call at a time."""

    def __init__(self, model: Any, name: str, sha256: str = "") -> None:
        """Wrap a loaded model; ``sha256`` is its weights'."""
        self._sha256 = sha256
        self._model = model
        self._name = name
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Return the hub name, or the name of the model's folder."""
        return self._name

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return the name and the weights."""
        return (Checkpoint(self._name, self._sha256),)

    def score(self, question: str, passages: Sequence[str]) -> Vectors:
        """Return (n,) float32, higher where a passage answers the question better.

        Raises:
            ModelError: the model failed, or its scores are not numbers.
        """
        if not passages:
            return np.zeros(0, dtype=np.float32)
        asked = replace_surrogates(question)
        pairs = [(asked, replace_surrogates(passage)) for passage in passages]
        try:
            with self._lock:
                found = self._model.predict(
                    pairs, batch_size=BATCH_SIZE, show_progress_bar=False, convert_to_numpy=True
                )
            scores: Vectors = np.asarray(found, dtype=np.float32).reshape(len(passages))
        except Exception as error:  # too little memory, for one
            raise ModelError(
                f"{self._name} failed while reading ({first_line(error)}); try --device cpu, or "
                "another --reranker"
            ) from error
        if not np.isfinite(scores).all():
            raise ModelError(f"{self._name}: its scores are not numbers; use another --reranker")
        return scores


def load_reranker(
    name: str, *, allow_download: bool = False, device: str | None = None
) -> CrossEncoderReranker:
    """Load the cross-encoder ``name``, a folder or a hub name.

    Raises:
        ModelError: it is not there, is damaged, or gives no single score.
        DownloadRefused: a hub name is not on this disk and ``allow_download`` is false.
        InputError: an unknown device.
    """
    place = pick_device(device)
    folder = find_folder(name, allow_download=allow_download)
    require_safetensors(folder, read_safe_config(folder, name), name)
    from sentence_transformers import CrossEncoder

    try:
        with silence_libraries():
            model = CrossEncoder(
                str(folder),
                device=str(place),
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
    except Exception as error:  # any exception of a foreign folder's parsing means one thing
        raise ModelError(
            f"{name}: cannot be loaded ({first_line(error)}); give a cross-encoder of "
            "sentence-transformers, such as cross-encoder/ms-marco-MiniLM-L6-v2"
        ) from error
    if model.num_labels != 1:
        raise ModelError(
            f"{name}: gives {model.num_labels} scores a pair, and a reranker gives one; use "
            "another, such as cross-encoder/ms-marco-MiniLM-L6-v2"
        )
    shown = folder.resolve().name if folder.name in name else name
    return CrossEncoderReranker(model, shown, weights_digest(folder))
