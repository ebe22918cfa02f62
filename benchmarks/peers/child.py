"""One system in a process of its own: ``build`` or ``ask``; prints one line of JSON.

Times are of the clock and of the processor: on a busy machine only the latter say something, and
with one thread they are what an idle core would take.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.peers.systems import SYSTEMS, Row


class Watch:
    """Seconds of the clock and of the processor since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> dict[str, float]:
        """Return both."""
        wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
        return {"wall_s": round(wall, 4), "cpu_s": round(cpu, 4)}


def build(name: str, folder: Path, articles: list[Row]) -> dict[str, Any]:
    """Index the articles: the first call, models loaded within."""
    watch = Watch()
    passages = SYSTEMS[name](folder).build(articles)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {**watch.read(), "passages": passages, "bytes": size, **memory()}


def ask(name: str, folder: Path, articles: list[Row], questions: list[str]) -> dict[str, Any]:
    """Open, ask once cold, then warm; summarise. The processor's time begins with the process."""
    system = SYSTEMS[name](folder)
    system.open()
    started = round(time.process_time(), 3)
    watch = Watch()
    system.ask(questions[0])
    first = watch.read()
    cold = round(time.process_time(), 3)
    return {
        "start_cpu_s": started,
        "cold_answer_cpu_s": cold,
        "first_answer": first,
        "answer": spread(system.ask, questions[1:]),
        "summary": spread(system.summarize, articles[: max(1, len(questions) // 2)]),
        **memory(),
    }


def spread(work: Callable[[Any], str], items: list[Any]) -> dict[str, float]:
    """Return the median and the 95th percentile of milliseconds."""
    walls, cpus = [], []
    for item in items:
        watch = Watch()
        work(item)
        read = watch.read()
        walls.append(1_000 * read["wall_s"])
        cpus.append(1_000 * read["cpu_s"])
    return {
        "n": len(items),
        "cpu_p50_ms": round(statistics.median(cpus), 1),
        "cpu_p95_ms": round(sorted(cpus)[int(0.95 * (len(cpus) - 1))], 1),
        "wall_p50_ms": round(statistics.median(walls), 1),
    }


def memory() -> dict[str, float]:
    """Return the most memory that this process has had."""
    return {"peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}


def main() -> None:
    """``build|ask SYSTEM FOLDER INPUT.json``."""
    what, name, folder, given = sys.argv[1], sys.argv[2], Path(sys.argv[3]), sys.argv[4]
    plain = json.loads(Path(given).read_text("utf-8"))
    articles = [Row(**row) for row in plain["articles"]]
    questions = plain["questions"]
    made = (
        build(name, folder, articles) if what == "build" else ask(name, folder, articles, questions)
    )
    print(json.dumps(made))


if __name__ == "__main__":
    main()
