"""Average checkpoints of one architecture: ``python -m models.average OUT FOLDER...``.

Wortsman et al. 2022, "Model soups": runs that start from one another lie in one basin, and
their mean generalises better than each of them.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

WEIGHTS = "model.safetensors"


def average(folders: list[Path], out: Path, shares: list[float] | None = None) -> None:
    """Write the weighted mean of the weights, beside the last folder's configuration.

    ``shares`` sum to 1, one each (default: equal). Raises ``ValueError`` where the tensors
    of two checkpoints differ in name or shape.
    """
    shares = shares or [1 / len(folders)] * len(folders)
    states = [load_file(folder / WEIGHTS) for folder in folders]
    shapes = [{name: tensor.shape for name, tensor in state.items()} for state in states]
    if any(each != shapes[0] for each in shapes) or len(shares) != len(folders):
        raise ValueError(f"{[str(f) for f in folders]}: not checkpoints of one architecture")
    mean = {
        name: torch.stack([s[name].float() * w for s, w in zip(states, shares, strict=True)])
        .sum(0)
        .to(states[-1][name].dtype)
        for name in states[0]
    }
    shutil.copytree(folders[-1], out, dirs_exist_ok=True)
    save_file(mean, out / WEIGHTS, metadata={"format": "pt"})


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--shares", type=json.loads, help="a JSON list of weights that sum to 1")
    arguments = parser.parse_args()
    average(arguments.folders, arguments.out, arguments.shares)


if __name__ == "__main__":
    main()
