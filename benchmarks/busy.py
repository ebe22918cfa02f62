"""Ask beside other work: ``python -m benchmarks.busy [--others N] [--questions N]``.

So many processes that do nothing but compute want the cores, too, while questions are put to the
sample articles: milliseconds of an answer with OpenMP's threads asleep while they wait, as the
command has them, and spinning, as they do by themselves. ``--others 0`` is an idle machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from qa.desk import Desk
from qa.neural.resources import seed_articles

QUESTIONS = (
    "When will the bridge open?",
    "How many kettles were recalled?",
    "Who was the captain of the Grey Petrel?",
    "What target did Trump demand?",
    "What will the bridge cost?",
)
SPIN = "while True: sum(range(10_000))"


def asked(count: int) -> dict[str, float]:
    """Return percentiles of the milliseconds of ``count`` answers from five passages each."""
    took: list[float] = []
    with TemporaryDirectory() as folder, Desk.open(Path(folder) / "busy.copydesk") as desk:
        desk.add(*seed_articles())
        desk.ask(QUESTIONS[0])  # loads the models
        for number in range(count):
            began = time.perf_counter()
            desk.ask(QUESTIONS[number % len(QUESTIONS)])
            took.append(1000 * (time.perf_counter() - began))
    return {f"ms_p{each}": round(float(np.percentile(took, each)), 1) for each in (50, 95)}


def main() -> None:
    """Parse the arguments, start the others, measure both ways in processes of their own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--others", type=int, default=2)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        print(json.dumps(asked(args.questions)))
        return
    others = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(args.others)]
    try:
        for policy in ("PASSIVE", "ACTIVE"):
            command = [sys.executable, "-m", "benchmarks.busy", "--measure"]
            made = subprocess.run(
                [*command, "--questions", str(args.questions)],
                env={**os.environ, "OMP_WAIT_POLICY": policy},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            print(policy, f"beside {args.others}:", made.stdout.strip(), flush=True)
    finally:
        for other in others:
            other.kill()
            other.wait()


if __name__ == "__main__":
    main()
