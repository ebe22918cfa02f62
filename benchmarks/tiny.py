"""Write a tiny random model of another architecture: ``python -m benchmarks.tiny t5 FOLDER``.

``copydesk eval ... --model FOLDER`` then runs the path of every hub model: its prompts, its
free text, the alignment of that with the passages. The figures prove the plumbing, not quality.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.support.tiny_models import make_bart, make_t5

MAKERS = {"t5": make_t5, "bart": make_bart}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=MAKERS)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    MAKERS[arguments.kind](arguments.folder)


if __name__ == "__main__":
    main()
