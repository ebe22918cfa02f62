"""Writes a training run's checkpoint as it ships: float16, calibrated, with its tokenizer.

``python -m models.package runs/001/best models/copydesk-small`` prints the sha256 that
``qa/neural/seq2seq/loading.py`` has to hold.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
from pathlib import Path
from typing import Any

import torch
from transformers import AutoTokenizer

from qa.neural.seq2seq.modeling import CopydeskForConditionalGeneration

KEPT = ("config.json", "generation_config.json", "model.safetensors", "tokenizer.json",
        "tokenizer_config.json", "README.md")  # fmt: skip


def package(source: Path, target: Path) -> str:
    """Write ``target`` and return the sha256 of its weights."""
    model: Any = CopydeskForConditionalGeneration.from_pretrained(source, dtype=torch.float32)
    target.mkdir(parents=True, exist_ok=True)
    model.half().save_pretrained(target)
    AutoTokenizer.from_pretrained(source).save_pretrained(target)
    for path in target.iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    with (target / "model.safetensors").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    sys.stdout.write(package(arguments.source, arguments.target) + "\n")


if __name__ == "__main__":
    main()
