"""Writes a small reader's trained folder as it ships: float16 in files under 50 MB, with hashes.

``python -m models.package runs/small/average models/copydesk-small`` prints the sha256 that
``qa/neural/seq2seq/loading.py`` has to hold. The tokenizer and the model card of the target stay.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from safetensors.torch import load_file

from qa.neural.seq2seq.shards import write_shards
from qa.neural.weights import weights_digest

TOKENIZER = ("tokenizer.json", "tokenizer_config.json")


def package(source: Path, target: Path) -> str:
    """Write ``target`` and return the sha256 of its weights' list."""
    target.mkdir(parents=True, exist_ok=True)
    write_shards(load_file(source / "model.safetensors"), target, pack=False)
    shutil.copyfile(source / "config.json", target / "config.json")
    for name in TOKENIZER:
        if not (target / name).exists():
            shutil.copyfile(source / name, target / name)
    return weights_digest(target)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    arguments = parser.parse_args()
    sys.stdout.write(package(arguments.source, arguments.target) + "\n")


if __name__ == "__main__":
    main()
