"""Write a base checkpoint as it ships: 8-bit weights in files under 50 MB, and their hashes.

``python -m models.package_base OUT WEIGHTS...`` takes MPNet's own weights and a training run's;
later files count before earlier ones. ``models.calibrate`` and ``models.calibrate_cascade`` come
afterwards.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import AutoTokenizer

from models.start import base_config, bert_order, rename_mpnet
from qa.neural.resources import models_dir
from qa.neural.seq2seq.loading import DEFAULT_MODEL
from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration
from qa.neural.seq2seq.shards import unpacked, write_shards

CONFIG = base_config()
WORDS = "encoder.embeddings.word_embeddings.weight"
PLACES = "encoder.embeddings.position_embeddings.weight"


def merged(files: Sequence[Path]) -> dict[str, Tensor]:
    """Return the tensors of all files by the project's names, word pieces in BERT's order."""
    stored: dict[str, Tensor] = {}
    for file in files:
        for name, value in load_file(file).items():
            if not name.startswith(("pooler.", "salience.")) and not name.endswith("position_ids"):
                stored[renamed(name)] = value
    found = unpacked(stored)
    if len(found[WORDS]) > CONFIG.vocab_size:
        found[WORDS] = bert_order(found[WORDS])
    found[PLACES] = found[PLACES][-CONFIG.max_position_embeddings :]  # the first two are reserved
    return found


def renamed(name: str) -> str:
    """Return the project's name of one of MPNet's own tensors; others stay as they are."""
    if not name.startswith(("embeddings.", "encoder.layer.", "encoder.relative_")):
        return name
    return f"encoder.{rename_mpnet(name)}"


def package(files: Sequence[Path], target: Path) -> None:
    """Write the folder ``target``.

    Raises:
        ValueError: the files lack a weight, or hold one too many.
    """
    tensors = merged(files)
    with torch.device("meta"):
        wanted = CopydeskForConditionalGeneration(CONFIG).state_dict().keys()
    if tensors.keys() != wanted:
        raise ValueError(f"missing or too many: {sorted(tensors.keys() ^ wanted)[:5]}")
    target.mkdir(parents=True, exist_ok=True)
    write_shards(tensors, target)
    CONFIG.save_pretrained(target)
    AutoTokenizer.from_pretrained(models_dir() / DEFAULT_MODEL).save_pretrained(target)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    arguments = parser.parse_args()
    package(arguments.weights, arguments.target)
    for path in sorted(arguments.target.iterdir()):
        sys.stdout.write(f"{path.name}\t{path.stat().st_size}\n")


if __name__ == "__main__":
    main()
