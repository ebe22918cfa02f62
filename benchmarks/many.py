"""Add thousands of small files with bad ones among them: ``python -m benchmarks.many``.

Every bad file must be in the report by its name, every good one in the library; a second run
must read none of the good ones and name the bad ones again.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.support.hash_embedder import HashEmbedder
from qa.desk import Desk
from qa.records import AddReport

# A byte that is no UTF-8, a NUL, nothing, blanks, half a PDF, half a zip, a feed that is none.
BAD = {
    ".txt": (b"caf\xe9 au lait", b"a\0b", b"", b" \n\t\n"),
    ".pdf": (b"%PDF-1.7\n1 0 obj", b"no pdf"),
    ".zip": (b"PK\x03\x04half",),
    ".xml": (b"<rss><channel></channel></rss>",),
}
BAD_SHARE = 0.01


def write(folder: Path, count: int, seed: int) -> set[str]:
    """Write ``count`` files; return the names of the bad ones."""
    chosen, bad = random.Random(seed), set()
    for number in range(count):
        if chosen.random() < BAD_SHARE:
            suffix = chosen.choice(list(BAD))
            path = folder / f"{number:06}{suffix}"
            path.write_bytes(chosen.choice(BAD[suffix]))
            bad.add(path.name)
        else:
            (folder / f"{number:06}.txt").write_text(
                f"Report {number}\n\nIt is {number} degrees.\n"
            )
    return bad


def counts(report: AddReport) -> str:
    """Return the report in numbers."""
    return (
        f"{len(report.added)} added, {len(report.unchanged)} unchanged, "
        f"{len(report.replaced)} replaced, {len(report.failed)} failed"
    )


def main() -> None:
    """Parse the arguments, add twice, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    right = True
    with TemporaryDirectory() as work:
        folder = Path(work) / "news"
        folder.mkdir()
        bad = write(folder, args.files, args.seed)
        print(f"{args.files} files, {len(bad)} of them bad")
        for _ in range(2):
            with Desk.open(Path(work) / "library", embedder=HashEmbedder()) as desk:
                began = time.perf_counter()
                report = desk.add(folder)
                took = time.perf_counter() - began
                stored = len(desk.articles())
            named = {Path(failure.path).name for failure in report.failed}
            right &= named == bad and stored == args.files - len(bad)
            print(f"{counts(report)} in {took:.1f} s; the bad ones are named: {named == bad}")
    sys.exit(not right)


if __name__ == "__main__":
    main()
