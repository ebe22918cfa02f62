"""Measures all systems and draws their growth: python -m benchmarks.peers ARTICLES [--out DIR].

ARTICLES is a folder of text files, or JSON Lines with "title" and "text" (.jsonl or .jsonl.gz).
Writes peers.json, peers.svg and peers.md to DIR. Each system runs in processes of its own, on as
many threads as $OMP_NUM_THREADS says, one after another.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.peers.report import draw, table
from benchmarks.peers.systems import SAME_INDEX, SYSTEMS

SIZES = (10, 1_000, 8_000)
QUESTIONS = 20
LONGEST_S = 3_600
"""A system that takes longer for one step is left out of larger sizes."""


def read_articles(path: Path, most: int) -> list[dict[str, str]]:
    """Return the first articles of a folder or of JSON Lines."""
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.suffix in (".txt", ".md"))
        texts = ((each.stem, each.read_text("utf-8")) for each in islice(files, most))
        return [{"title": title, "text": text} for title, text in texts]
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        rows = (json.loads(line) for line in islice(file, most))
        return [{"title": row.get("title", ""), "text": row["text"]} for row in rows]


def run(what: str, name: str, folder: Path, given: Path) -> dict[str, Any]:
    """Return what a child process measured; what it fails with is in the result."""
    command = [sys.executable, "-m", "benchmarks.peers.child", what, name, str(folder), str(given)]
    quiet = {"HAYSTACK_TELEMETRY_ENABLED": "False", "HF_HUB_OFFLINE": "1"}
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=LONGEST_S, env={**os.environ, **quiet}
        )
    except subprocess.TimeoutExpired:
        return {"error": f"took over {LONGEST_S} s"}
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["no message"])[-1][:300]}
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


def measure(articles: Path, sizes: list[int], names: list[str]) -> list[dict[str, Any]]:
    """Return one result for each size and system, as they are made; progress goes to stderr."""
    rows = read_articles(articles, max(sizes))
    results = []
    for size in sorted(sizes):
        if size > len(rows):
            print(f"only {len(rows)} articles: {size} is left out", file=sys.stderr)
            continue
        some = rows[:size]
        every = max(1, size // QUESTIONS)
        questions = [f"What is said of {row['title'][:80]}?" for row in some[::every]]
        with tempfile.TemporaryDirectory() as top:
            given = Path(top) / "input.json"
            given.write_text(json.dumps({"articles": some, "questions": questions}), "utf-8")
            built: dict[str, dict[str, Any]] = {}
            for name in names:
                owner = SAME_INDEX.get(name, name)
                folder = Path(top) / owner.replace(" ", "_")
                folder.mkdir(exist_ok=True)
                if owner not in built:
                    built[owner] = run("build", owner, folder, given)
                asked = (
                    {"error": "no index"}
                    if "error" in built[owner]
                    else run("ask", name, folder, given)
                )
                results.append({"system": name, "size": size, "index": built[owner], "ask": asked})
                print(json.dumps(results[-1]), file=sys.stderr)
    return results


def machine() -> dict[str, Any]:
    """Return the hardware, the versions and the commit."""
    from importlib.metadata import version

    from qa.desk.versions import commit

    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if "model name" in line), "")
    names = ("torch", "sentence-transformers", "transformers", "txtai", "haystack-ai", "faiss-cpu")
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(1)
    return {
        "cpu": model or platform.processor(),
        "cores_used": len(cores),
        "threads": os.environ.get("OMP_NUM_THREADS", ""),
        "load_before": round(os.getloadavg()[0], 1),
        "day": datetime.now(UTC).date().isoformat(),
        "commit": commit(Path(__file__).parents[2]),
        "versions": {name: version(name) for name in names},
    }


def main() -> None:
    """Measure, and write the three files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    options = parser.parse_args()
    about = machine()
    report = {**about, "results": measure(options.articles, options.sizes, options.systems)}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "peers.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    (options.out / "peers.svg").write_text(draw(report["results"]), "utf-8")
    (options.out / "peers.md").write_text(table(report), "utf-8")


if __name__ == "__main__":
    main()
