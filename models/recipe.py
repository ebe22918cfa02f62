"""The shipped model from its data: ``python -m models.recipe --data DIR [--target FOLDER]``.

Makes the news questions, runs the four trainings one from another, averages where the last
begins and what it ends with, packages, fits and calibrates what comes out. A step whose result
is there is passed over and an interrupted run goes on, so that it can be stopped at will; all
lies under ``runs/``.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

RUNS = Path("runs")
NEWS = RUNS / "news.jsonl.gz"
AVERAGE = RUNS / "average"
FINAL = RUNS / "final"
DONE = "done"
"""An empty file in a run's folder that says that the run reached its end."""

Step = tuple[list[str], Path]
"""A module with its arguments, and the file that is there once it has been run."""


def steps(data: Path, target: Path) -> Iterator[Step]:
    """Yield what is to be run, in order."""
    given = ["--data", str(data)]
    yield ["models.training.questions", *given, "--out", str(NEWS)], NEWS
    for number in ("001", "002", "003", "004"):
        if number == "004":
            parts = [str(RUNS / each / "last") for each in ("001", "002", "003")]
            yield ["models.average", str(AVERAGE), *parts], AVERAGE / "model.safetensors"
        run = RUNS / number
        config = f"models/configs/{number}.toml"
        yield ["models.train", config, *given, "--out", str(run)], run / DONE
    parts = [str(RUNS / "003" / "last"), str(RUNS / "004" / "averaged")]
    mixed = ["models.average", str(FINAL), *parts, "--shares", "[0.35, 0.65]"]
    yield mixed, FINAL / "model.safetensors"
    yield ["models.package", str(FINAL), str(target)], target / "model.safetensors"
    yield ["models.salience", str(target), *given, "--limit", "450"], RUNS / "salience.done"
    yield ["models.calibrate", str(target), *given], RUNS / "calibrated.done"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=RUNS / "copydesk-small")
    arguments = parser.parse_args()
    RUNS.mkdir(exist_ok=True)
    for (module, *rest), result in steps(arguments.data, arguments.target):
        if result.exists():
            continue
        sys.stdout.write(f"== {module} {' '.join(rest)}\n")
        sys.stdout.flush()
        done = subprocess.run([sys.executable, "-m", module, *rest], check=False)
        if done.returncode:
            sys.exit(done.returncode)
        result.touch()


if __name__ == "__main__":
    main()
