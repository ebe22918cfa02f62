"""Add an archive and ask it meanwhile: ``python -m benchmarks.load ARTICLES.jsonl.gz --limit N``.

First the articles are added from JSON Lines files of 200: articles/s, passages/s, memory at
every quarter (it should stay flat), bytes of the library per article. Then another process
adds as many again (or ``--again N``) under changed texts, while 8 threads of this one search:
errors and latencies. ``--embedder hash`` takes an embedder that costs next to nothing, which
leaves the rest of the work to be measured; ``float32`` and ``int8`` are all-MiniLM-L6-v2.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.support.hash_embedder import HashEmbedder
from qa.desk import Desk
from qa.neural.embedder import load_embedder
from qa.protocols import Embedder
from qa.records import ProgressEvent

ROOT = Path(__file__).resolve().parent.parent
FILE_ROWS = 200
READERS = 8
# The whole archive is 70 MB; a file of 200 articles is 2.
MAX_MB = 100.0


def embedder_of(name: str) -> Embedder:
    """Return the embedder that a flag names."""
    return HashEmbedder() if name == "hash" else load_embedder(device="cpu", int8=name == "int8")


def resident_mb() -> float:
    """Return how much memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def written(path: Path, folder: Path, limit: int) -> list[str]:
    """Write the first ``limit`` articles as JSON Lines files; return their titles."""
    folder.mkdir()
    titles: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for _, line in zip(range(limit), file, strict=False)]
    for first in range(0, len(rows), FILE_ROWS):
        part = rows[first : first + FILE_ROWS]
        lines = (json.dumps({**row, "date": row.get("date", "").replace("/", "-")}) for row in part)
        (folder / f"{first:06}.jsonl").write_text("\n".join(lines), "utf-8")
        titles += [row["title"] for row in part]
    return titles


def changed(folder: Path, other: Path, limit: int) -> None:
    """Write the first ``limit`` articles with one sentence more, so that all of them are new."""
    other.mkdir()
    for number, path in enumerate(sorted(folder.iterdir())):
        lines = path.read_text("utf-8").splitlines()[: max(0, limit - number * FILE_ROWS)]
        if not lines:
            break
        rows = [json.loads(line) for line in lines]
        more = (json.dumps({**row, "text": row["text"] + "\nUpdated.", "url": ""}) for row in rows)
        (other / path.name).write_text("\n".join(more), "utf-8")


def added(library: Path, folder: Path, embedder: str) -> dict[str, Any]:
    """Add a folder; return the figures."""
    memory: list[float] = []
    last: list[ProgressEvent] = []

    def heard(event: ProgressEvent) -> None:
        if event.stage == "add":
            memory.append(resident_mb())
            last[:] = [event]

    with Desk.open(library, embedder=embedder_of(embedder)) as desk:
        began, used = time.perf_counter(), time.process_time()
        report = desk.add(folder, max_mb=MAX_MB, progress=heard)
        took, used = time.perf_counter() - began, time.process_time() - used
    count = len(report.added)
    quarters = [memory[len(memory) * part // 4 - 1] for part in range(1, 5)] if memory else []
    return {
        "articles": count,
        "unchanged": len(report.unchanged),
        "failed": len(report.failed),
        "passages": last[0].passages if last else 0,
        "seconds": round(took, 1),
        "cpu_seconds": round(used, 1),
        "articles_per_s": round(count / took, 2),
        "passages_per_s": round((last[0].passages if last else 0) / took, 1),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3),
        "mb_at_quarters": [round(each) for each in quarters],
        "bytes_per_article": round(library.stat().st_size / max(count, 1)),
    }


def asked(library: Path, folder: Path, embedder: str, titles: list[str]) -> dict[str, Any]:
    """Search with several threads while another process adds; return errors and latencies."""
    command = [sys.executable, "-m", "benchmarks.load", "--embedder", embedder, "--writer"]
    writer = subprocess.Popen([*command, str(folder), str(library)], cwd=ROOT)
    errors: list[str] = []
    latencies: list[float] = []
    with Desk.open(library, embedder=embedder_of(embedder)) as desk:
        desk.search(titles[0])

        def read(number: int) -> None:
            turn = number
            while writer.poll() is None:
                began = time.perf_counter()
                try:
                    hits = desk.search(titles[turn % len(titles)], top_k=10)
                    for hit in hits[:1]:
                        text = desk.article(hit.passage.article_id).text
                        if text[hit.passage.start : hit.passage.end] != hit.passage.text:
                            errors.append("a passage that is not its article's")
                    if not hits:
                        errors.append("no hit for an article's own title")
                except Exception as error:
                    errors.append(f"{type(error).__name__}: {error}")
                latencies.append(1000 * (time.perf_counter() - began))
                turn += READERS

        threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        total = len(desk.articles())
    return {
        "articles_then": total,
        "writer_code": writer.wait(),
        "searches": len(latencies),
        "errors": len(errors),
        "first_errors": errors[:3],
        "ms_p50": round(float(np.percentile(latencies, 50)), 1) if latencies else None,
        "ms_p95": round(float(np.percentile(latencies, 95)), 1) if latencies else None,
    }


def main() -> None:
    """Parse the arguments, add, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", type=Path, help="gzipped JSON lines: url, title, date, text")
    parser.add_argument("library", type=Path, nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("--limit", type=int, default=500)
    parser.add_argument("--embedder", choices=("int8", "float32", "hash"), default="int8")
    parser.add_argument("--again", type=int, help="articles added while asked; default all")
    parser.add_argument("--keep", type=Path, help="folder to leave the library in")
    parser.add_argument("--writer", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.writer:
        added(args.library, args.articles, args.embedder)
        return
    with TemporaryDirectory() as scratch:
        work = args.keep or Path(scratch)
        library = work / "library.copydesk"
        folder = Path(scratch) / "articles"
        titles = written(args.articles, folder, args.limit)
        print(json.dumps({"add": added(library, folder, args.embedder)}, indent=2), flush=True)
        again = args.limit if args.again is None else args.again
        changed(folder, Path(scratch) / "again", again)
        figures = asked(library, Path(scratch) / "again", args.embedder, titles)
        print(json.dumps({"ask": figures}, indent=2))


if __name__ == "__main__":
    main()
