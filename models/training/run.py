"""One size from its settings to its weights."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

from models.start import minilm_reader, mpnet_file, mpnet_reader
from models.training.checkpoints import WEIGHTS, load_model, load_tensors, save_model
from models.training.held_out import HeldOut, judge, read_held_out
from models.training.loop import Run, progress, train
from models.training.network import prepare
from models.training.producer import Producer
from models.training.settings import Settings
from qa.neural.embedder import default_folder
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration as Model
from qa.neural.seq2seq.shards import is_sharded, unpacked

STATE = "resume.pt"
"""What a run that was cut off goes on from; it goes when the run is done."""


def train_size(
    settings: Settings, data: Path, out: Path, start: Sequence[Path], teacher: Path
) -> Path:
    """Train one size, or go on with it; return the folder of its averaged weights.

    Leaves under ``out``/size: ``average`` and ``last``, folders of weights of which the better one
    is to ship; ``curve.jsonl``, the checkpoints' figures; ``log.txt``.

    Raises:
        FileNotFoundError: there is no teacher.
        ValueError: the weights to start from do not fit.
    """
    folder = out / settings.size
    average, last = folder / "average", folder / "last"
    folder.mkdir(parents=True, exist_ok=True)
    if (last / WEIGHTS).exists() and not (folder / STATE).exists():
        return average
    tokenizer = default_folder()
    run = Run(first_weights(settings, out, start), settings, teacher=_teacher(settings, teacher))
    if (folder / STATE).exists():
        run.resume(folder / STATE)
    held = read_held_out(settings, data, tokenizer / "tokenizer.json")

    def tell(line: str) -> None:
        _write(folder / "log.txt", line)

    def keep() -> None:
        save_model(run.model, average, tokenizer, run.weights(average=True))
        with run.averaged():
            _write(folder / "curve.jsonl", json.dumps(_figures(run, held, "average")))
        run.save(folder / STATE)

    tell(f"{'goes on' if run.position.step else 'begins'}: {progress(run)}")
    with Producer(settings, data, tokenizer / "tokenizer.json", run.position) as batches:
        train(run, batches, tell, keep)
    keep()
    _write(folder / "curve.jsonl", json.dumps(_figures(run, held, "last")))
    save_model(run.model, last, tokenizer, run.weights(average=False))
    (folder / STATE).unlink()
    return average


def first_weights(settings: Settings, out: Path, start: Sequence[Path]) -> Model:
    """Return the model that a run begins as: a folder's, or the encoder's with ``start`` on top."""
    folders = [path for path in start if path.is_dir()]
    if folders:
        model = load_model(folders[0])
    elif settings.size == "base":
        model = mpnet_reader(mpnet_file(out / "encoder"))
    else:
        model = minilm_reader()
    prepare(model, settings.dropout)
    stored: dict[str, Tensor] = {}
    for path in start:
        if not path.is_dir():
            stored |= load_file(path)  # a tensor and its scale may lie in two shards
    load_tensors(model, model.state_dict() | unpacked(stored))
    return model


def _teacher(settings: Settings, folder: Path) -> Model | None:
    if not settings.taught:
        return None
    if not ((folder / WEIGHTS).exists() or is_sharded(folder)):
        raise FileNotFoundError(f"{folder} holds no teacher: train base first, or name --teacher")
    return prepare(load_model(folder), 0.0)


def _figures(run: Run, held: HeldOut, which: str) -> dict[str, object]:
    found = judge(run.model, held, run.on_device)
    return {
        "weights": which, "seconds": round(run.spent), "step": run.position.step,
        "rows": run.rows, "loss": run.loss(True), "claim_loss": run.loss(False), **found,
    }  # fmt: skip


def _write(file: Path, line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    with file.open("a", encoding="utf-8") as lines:
        lines.write(line + "\n")
