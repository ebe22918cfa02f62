"""Weights between those that a run began with and those that it ended with.

``python -m models.interpolate START TRAINED TARGET --share 0.7`` writes a folder like TRAINED.
A run on new rows forgets some of what its start knew; on the way between both, what they know
adds up (Wortsman et al. 2022, WiSE-FT). Held-out rows choose the share.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from models.training.checkpoints import load_model, save_model
from qa.neural.embedder import default_folder


def interpolate(start: Path, trained: Path, target: Path, share: float) -> None:
    """Write ``share``, in [0, 1], of the trained weights and the rest of the start's.

    Weights that the start lacks, a head that is new, are the trained ones.
    """
    model, before = load_model(trained), load_model(start).state_dict()
    weights = model.state_dict()
    for name in weights.keys() & before.keys():
        weights[name] = before[name].lerp(weights[name], share)
    save_model(model, target, default_folder(), weights)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", type=Path)
    parser.add_argument("trained", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--share", type=float, default=0.7, help="of the trained: 0 to 1")
    arguments = parser.parse_args()
    interpolate(arguments.start, arguments.trained, arguments.target, arguments.share)


if __name__ == "__main__":
    main()
