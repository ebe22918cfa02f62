"""Feed damaged files to every reader, and count what comes of it.

What an input is, ``benchmarks.damage`` says; each is a function of seed, parser and number:

    python -m benchmarks.fuzz --count 100000 --state runs/fuzz
    python -m benchmarks.fuzz --parser pdf --only 4711

A crash is anything but documents and failures; a hang is more than 5 s of processor time. Both
end the run with code 1, and are named by their number. The parsers run in processes of their
own, so that a crash of one in C is counted too. The parsers take turns, a chunk each; with
``--state`` what each came to is kept in FOLDER/PARSER.json, and a later run goes on from there.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.damage import PARSERS, made_input, seeds, small_seeds
from qa.errors import ArticleError
from qa.records import Document, Failure
from qa.sources.articles import article_from_document
from qa.sources.parsers import Limits, read_items
from qa.sources.parsers.worker import bound_memory

__all__ = ["PARSERS", "check", "made_input", "run", "seeds", "small_seeds"]

SECONDS = 5.0
# By the clock on the wall, for what waits or is stuck in C, where no exception can end it: then
# the process ends. Far more than SECONDS, since others may use the machine.
WALL_SECONDS = 300.0
# The start of a process costs as much as some hundred inputs.
CHUNK = 5_000
# Tighter than the defaults, so that limits are met as well.
LIMITS = Limits(unpacked_mb=5, characters=2_000_000, pages=200)
SUFFIX = {"text": ".txt", "feed": ".xml"}


@dataclass
class Outcome:
    """What a run of inputs came to; ``slowest`` is (seconds, number).

    ``refused`` counts inputs that gave a failure, ``failures`` what these say.
    """

    inputs: int = 0
    documents: int = 0
    refused: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    unforeseen: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)
    seconds: float = 0.0

    def add(self, other: Outcome) -> None:
        """Count ``other`` in."""
        self.inputs += other.inputs
        self.documents += other.documents
        self.refused += other.refused
        self.failures += other.failures
        self.unforeseen += other.unforeseen
        self.crashes += other.crashes
        self.hangs += other.hangs
        self.slowest = max(self.slowest, other.slowest)
        self.seconds += other.seconds

    @classmethod
    def read(cls, text: str) -> Outcome:
        """Return what was written as JSON; keys of no field are ignored."""
        told: dict[str, Any] = json.loads(text)
        told["failures"] = Counter(told["failures"])
        told["unforeseen"] = Counter(told["unforeseen"])
        told["slowest"] = tuple(told["slowest"])
        return cls(**{key: told[key] for key in cls.__dataclass_fields__})


class Hang(BaseException):
    """Raised by the clock; no ``except Exception`` of a parser can swallow it."""


def check(data: bytes, parser: str) -> tuple[int, list[str]]:
    """Read one input; return how many documents it gave, and the reasons of its failures.

    Raises:
        AssertionError: what came out breaks a reader's promise.
    """
    documents, reasons = 0, []
    name = f"x{SUFFIX.get(parser, f'.{parser}')}"
    for item in read_items(data, name, limits=LIMITS):
        if isinstance(item, Failure):
            assert item.reason.startswith(f"{item.path}: "), item
            item.reason.encode("utf-8")
            reasons.append(item.reason[len(item.path) + 2 :])
            continue
        assert item.title == " ".join(item.title.split()), item.title
        json.dumps(item.to_dict(), ensure_ascii=False).encode("utf-8")
        if not isinstance(item, Document):
            continue
        documents += 1
        assert item.text.strip()
        assert "\0" not in item.text
        assert list(item.pages) == sorted(item.pages)
        assert not item.pages or (item.pages[0] >= 0 and item.pages[-1] <= len(item.text))
        try:
            article = article_from_document(item, name)
        except ArticleError as error:
            reasons.append(str(error).partition(": ")[2])
        else:
            assert article.text == item.text
    return documents, reasons


def run(parser: str, numbers: Sequence[int], seed: int, at: Path | None = None) -> Outcome:
    """Read the inputs of ``numbers``; ``at`` is told which one is being read."""
    outcome = Outcome()

    def ring(signal_number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGVTALRM, ring)
    began = time.process_time()
    try:
        for number in numbers:
            data = made_input(parser, number, seed)
            if at is not None:
                at.write_text(str(number))
                signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
            started = time.process_time()
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                documents, reasons = check(data, parser)
            except Hang:
                outcome.hangs.append(f"{parser} {number}: over {SECONDS:g} s")
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                outcome.crashes.append(f"{parser} {number}: {type(error).__name__}: {error}"[:300])
            else:
                outcome.documents += documents
                outcome.refused += bool(reasons)
                for reason in reasons:
                    outcome.failures[_sort(reason)] += 1
                    if found := re.search(r"does not know \((\w+)", reason):
                        outcome.unforeseen[found[1]] += 1
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            outcome.inputs += 1
            outcome.slowest = max(outcome.slowest, (time.process_time() - started, number))
    finally:
        signal.signal(signal.SIGVTALRM, before)
        if at is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
    outcome.seconds = time.process_time() - began
    return outcome


def _sort(reason: str) -> str:
    """Return a reason without what differs from input to input."""
    lean = re.sub(r"\([^()]*\)?|\d[\d,.]*|'[^']*'|[^\x20-\x7e]+", "_", reason)
    return lean.partition(";")[0][:60]


def _run_apart(parser: str, start: int, count: int, seed: int) -> Outcome:
    """Run a chunk in a process of its own; go on after an input that ends it."""
    total, end = Outcome(), start + count
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder) / "at"
        while start < end:
            at.write_text(str(start))
            done = subprocess.run(
                [
                    *(sys.executable, "-W", "ignore", "-m", "benchmarks.fuzz"),
                    *("--parser", parser, "--seed", str(seed), "--start", str(start)),
                    *("--count", str(end - start), "--at", str(at)),
                ],
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode == 0:
                total.add(Outcome.read(done.stdout))
                break
            if done.returncode > 0:
                raise SystemExit(f"the harness failed: {done.stderr[-2_000:]}")
            last = int(at.read_text())
            if done.returncode == -signal.SIGALRM:
                total.hangs.append(f"{parser} {last}: over {WALL_SECONDS:g} s by the clock")
            else:
                total.crashes.append(f"{parser} {last}: ended its process ({done.returncode})")
            # What came before it in the chunk is read again without it.
            if last > start:
                total.add(_run_apart(parser, start, last - start, seed))
            total.inputs += 1
            start = last + 1
    return total


def _all(parsers: Sequence[str], given: argparse.Namespace) -> dict[str, Outcome]:
    """Run chunks of all parsers in turn until the count or the time is reached."""
    totals: dict[str, Outcome] = {}
    for parser in parsers:
        kept = _kept(parser, given)
        totals[parser] = Outcome.read(kept.read_text()) if kept and kept.exists() else Outcome()
    began = time.monotonic()
    while left := [name for name in parsers if totals[name].inputs < given.count]:
        for parser in left:
            if given.minutes and time.monotonic() - began > 60 * given.minutes:
                return totals
            total = totals[parser]
            count = min(CHUNK, given.count - total.inputs)
            total.add(_run_apart(parser, given.start + total.inputs, count, given.seed))
            if kept := _kept(parser, given):
                beside = kept.with_suffix(".new")
                beside.write_text(json.dumps(vars(total), indent=1) + "\n")
                beside.replace(kept)
    return totals


def _kept(parser: str, given: argparse.Namespace) -> Path | None:
    if given.state is None:
        return None
    given.state.mkdir(parents=True, exist_ok=True)
    return Path(given.state / f"{parser}-{given.seed}-{given.start}.json")


def _print(totals: dict[str, Outcome], seed: int) -> None:
    print(f"{'parser':8} {'inputs':>8} {'refused':>8} {'documents':>10} {'unforeseen':>10}", end="")
    print(f" {'crashed':>8} {'hung':>5} {'mean':>8} {'slowest':>9}  seed {seed}")
    for parser, total in totals.items():
        mean = 1_000 * total.seconds / max(1, total.inputs)
        print(
            f"{parser:8} {total.inputs:8,} {total.refused:8,} {total.documents:10,} "
            f"{total.unforeseen.total():10,} {len(total.crashes):8} {len(total.hangs):5} "
            f"{mean:5.1f} ms {total.slowest[0]:7.2f} s  (input {total.slowest[1]})",
        )
        for kind, times in total.unforeseen.most_common(6):
            print(f"    unforeseen {kind}: {times:,}")
        for bad in (*total.crashes[:20], *total.hangs[:20]):
            print(f"    BAD {bad}")
        for reason, times in total.failures.most_common(4):
            print(f"    {times:8,}  {reason}")


def main() -> int:
    """Run all parsers, or one, and print a table."""
    parse = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parse.add_argument("--count", type=int, default=100_000, help="inputs per parser")
    parse.add_argument(
        "--parser", choices=PARSERS, action="append", help="repeatable; default: all"
    )
    parse.add_argument("--seed", type=int, default=0)
    parse.add_argument("--start", type=int, default=0, help="number of the first input")
    parse.add_argument("--only", type=int, help="read one input and print what it gives")
    parse.add_argument("--minutes", type=float, default=0.0, help="in all; 0: until the count")
    parse.add_argument("--state", type=Path, help="folder to keep counts in, and go on from")
    parse.add_argument("--at", type=Path, help=argparse.SUPPRESS)
    given = parse.parse_args()
    parsers: list[str] = given.parser or list(PARSERS)
    if given.only is not None:
        for parser in parsers:
            data = made_input(parser, given.only, given.seed)
            print(data[:2_000])
            print(check(data, parser))
        return 0
    if given.at is not None:
        bound_memory(LIMITS.memory_mb)
        numbers = range(given.start, given.start + given.count)
        outcome = run(parsers[0], numbers, given.seed, given.at)
        print(json.dumps(vars(outcome)))
        return 0
    totals = _all(parsers, given)
    _print(totals, given.seed)
    return 1 if any(total.crashes or total.hangs for total in totals.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
