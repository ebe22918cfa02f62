"""Feed damaged files to every reader, and count what comes of it.

Each input is a valid file of its kind, made by a real writer, with random damage: bytes
flipped, cut, doubled and spliced, and pieces that are known to hurt. Inside zip-based files the
members are damaged before they are packed, else all would end at a checksum. An input is a
function of seed, parser and number, so each one can be made again:

    python -m benchmarks.fuzz --count 100000
    python -m benchmarks.fuzz --parser pdf --only 4711

A crash is anything but documents and failures; a hang is more than 5 s of processor time. Both
end the run with code 1, and are named by their number. The parsers run in processes of their
own, so that a crash of one in C is counted too.
"""

from __future__ import annotations

import argparse
import functools
import io
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from qa.articles import article_from_document
from qa.errors import ArticleError
from qa.readers import Limits, read_items
from qa.types import Document, Failure
from tests import made_files as made

SECONDS = 5.0
# The start of a process costs as much as some hundred inputs.
CHUNK = 1_000
# Tighter than the defaults, so that limits are met as well.
LIMITS = Limits(unpacked_mb=5, characters=2_000_000, pages=200)
SUFFIX = {"text": ".txt", "feed": ".xml"}
MAX_BYTES = 200_000

NASTY = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae"),
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b'<!ENTITY a "b">', b"&a;", b"&#0;"),
    *(b"&#xD800;", b"&#99999999;", b"<div>" * 300, b"</p>", b"<table><tr><td>", b"<svg><style>"),
    *(b"<script>", b"<template>", b"<plaintext>", b"<title>", b"<meta charset=utf-7>", b"<?xml"),
    *(b"[" * 500, b'{"text":', b"\\ud800", b"1e999", b"-" * 400, b"9" * 5_000, b"Infinity"),
    *(b"\n\nFrom ", b"\nboundary=", b"=?utf-8?b?", b"?=", b"=?x?q?=FF?=", b"\nContent-Type: "),
    *(b"multipart/mixed; boundary=a\n\n--a\n", b"Content-Transfer-Encoding: base64\n\n", b"\r"),
    *(b" obj", b"endobj", b"stream\n", b"endstream", b"/Length 99999999", b"/Kids[1 0 R 1 0 R]"),
    *(b"/Filter[/FlateDecode/FlateDecode/LZWDecode]", b"/Type/Pages/Count 99999", b"xref\n0 9\n"),
    *(
        b"startxref\n0",
        b"/Prev 0",
        b"<<" * 200,
        b"(((((",
        b"BT /F1 9 Tf (",
        b") Tj T* ",
        b"PK\x05\x06",
    ),
)


@dataclass
class Outcome:
    """What a run of inputs came to; ``slowest`` is (seconds, number)."""

    inputs: int = 0
    documents: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    unforeseen: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)

    def add(self, other: Outcome) -> None:
        """Count ``other`` in."""
        self.inputs += other.inputs
        self.documents += other.documents
        self.failures += other.failures
        self.unforeseen += other.unforeseen
        self.crashes += other.crashes
        self.slowest = max(self.slowest, other.slowest)


class Hang(BaseException):
    """Raised by the clock; no ``except Exception`` of a parser can swallow it."""


@functools.cache
def seeds(parser: str) -> tuple[bytes, ...]:
    """Return valid files of a kind."""
    text = "\n\n".join(made.PARAGRAPHS)
    html = "".join(f"<p>{part}</p>" for part in made.PARAGRAPHS)
    items = [
        made.rss_item(
            "One", html * 2, link="https://c.example/1", date="Fri, 14 Mar 2025 09:30 GMT"
        ),
        made.rss_item("Two", "<p>Short.</p>", link="https://c.example/2"),
    ]
    plain, rich = made.mail(text), made.mail(text, html=made.PAGE)
    both = (bytes(plain), bytes(rich), bytes(made.mail("", html=html)))
    made_by: dict[str, Callable[[], tuple[bytes, ...]]] = {
        "text": lambda: (f"---\ntitle: T\n---\n{text}".encode(), text.encode("utf-16")),
        "html": lambda: (
            made.PAGE.encode(),
            f"<ul><li>{html}<table><tr><td>1<td>2</table><pre> x\n y</pre>".encode(),
            html.encode("cp1252", "replace"),
        ),
        "feed": lambda: (
            made.rss(items),
            b'<feed xmlns="http://www.w3.org/2005/Atom"><title>C</title><entry><title>F</title>'
            b'<link href="https://c.example/1"/><updated>2025-03-14T09:30:00Z</updated><content '
            b'type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            + html.encode() * 2
            + b"</div></content></entry></feed>",
        ),
        "jsonl": lambda: (
            made.jsonl({"text": text, "title": "T", "date": "2025-03-14"}, {"text": "x", "n": [1]}),
        ),
        "eml": lambda: both,
        "mbox": lambda: (made.mbox([plain, rich]),),
        "pdf": lambda: (
            made.pdf([text, made.PARAGRAPHS[0]], title="T", compress=False),
            made.pdf([text]),
            made.picture_pdf(["x", ""]),
        ),
        "docx": lambda: (made.docx(),),
        "epub": lambda: (made.epub({"A": text, "B": text}),),
        "zip": lambda: (
            made.packed({"a.txt": text, "b.html": made.PAGE, "c.zip": made.packed({"d.md": text})}),
        ),
    }
    return made_by[parser]()


PARSERS = ("text", "html", "feed", "jsonl", "eml", "mbox", "pdf", "docx", "epub", "zip")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` with one to eight pieces of damage."""
    made_of = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        size = len(made_of)
        at = chance.randrange(size + 1)
        span = min(size - at, chance.choice((1, 2, 8, 50, 400, 3_000)))
        kind = chance.randrange(8)
        if kind == 0 and size:
            made_of[min(at, size - 1)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            made_of[at : at + span] = chance.randbytes(span)
        elif kind == 2:
            del made_of[at : at + span]
        elif kind == 3:
            made_of[at:at] = made_of[at : at + span] * chance.choice((1, 2, 30))
        elif kind == 4:
            made_of[at:at] = chance.choice(NASTY)
        elif kind == 5:
            made_of[at : at + span] = chance.choice(NASTY) * chance.choice((1, 1, 20))
        elif kind == 6:
            other = chance.randrange(size + 1)
            made_of[at : at + span] = made_of[other : other + span]
        elif chance.random() < 0.3:
            del made_of[at:]
        del made_of[MAX_BYTES:]
    return bytes(made_of)


def made_input(parser: str, number: int, seed: int) -> bytes:
    """Return input ``number``."""
    chance = random.Random(f"{seed}:{parser}:{number}")
    data = chance.choice(seeds(parser))
    if parser in ("docx", "epub", "zip") and chance.random() < 0.8:
        return _damaged_inside(data, chance)
    return damaged(data, chance)


def _damaged_inside(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    wanted = [
        name for name in members if name.endswith((".xml", ".opf", ".xhtml", ".html", ".zip"))
    ]
    for name in chance.sample(wanted, min(len(wanted), chance.choice((1, 1, 2)))):
        members[name] = damaged(members[name], chance)
    return made.packed(members, deflate=False)


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
    try:
        for number in numbers:
            data = made_input(parser, number, seed)
            if at is not None:
                at.write_text(str(number))
            started = time.process_time()
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                documents, reasons = check(data, parser)
            except Hang:
                outcome.crashes.append(f"{parser} {number}: over {SECONDS:g} s")
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                outcome.crashes.append(f"{parser} {number}: {type(error).__name__}: {error}"[:300])
            else:
                outcome.documents += documents
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
                told = json.loads(done.stdout)
                told["failures"] = Counter(told["failures"])
                told["unforeseen"] = Counter(told["unforeseen"])
                told["slowest"] = tuple(told["slowest"])
                total.add(Outcome(**told))
                break
            if done.returncode > 0:
                raise SystemExit(f"the harness failed: {done.stderr[-2_000:]}")
            last = int(at.read_text())
            total.crashes.append(f"{parser} {last}: ended its process ({done.returncode})")
            # What came before it in the chunk is read again without it.
            if last > start:
                total.add(_run_apart(parser, start, last - start, seed))
            total.inputs += 1
            start = last + 1
    return total


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
    parse.add_argument("--minutes", type=float, default=0.0, help="per parser; 0: until the count")
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
        numbers = range(given.start, given.start + given.count)
        outcome = run(parsers[0], numbers, given.seed, given.at)
        print(json.dumps(vars(outcome)))
        return 0
    bad = 0
    print(
        f"{'parser':8} {'inputs':>8} {'documents':>10} {'failures':>9} {'unforeseen':>10}", end=""
    )
    print(f" {'crashes':>8} {'slowest':>9}  seed {given.seed}")
    for parser in parsers:
        total, began = Outcome(), time.monotonic()
        for start in range(given.start, given.start + given.count, CHUNK):
            if given.minutes and time.monotonic() - began > 60 * given.minutes:
                break
            count = min(CHUNK, given.start + given.count - start)
            total.add(_run_apart(parser, start, count, given.seed))
        print(
            f"{parser:8} {total.inputs:8,} {total.documents:10,} {total.failures.total():9,} "
            f"{total.unforeseen.total():10,} {len(total.crashes):8} {total.slowest[0]:7.2f} s"
            f"  (input {total.slowest[1]})",
            flush=True,
        )
        for kind, times in total.unforeseen.most_common(6):
            print(f"    unforeseen {kind}: {times:,}")
        for crash in total.crashes[:20]:
            print(f"    CRASH {crash}")
        for reason, times in total.failures.most_common(4):
            print(f"    {times:8,}  {reason}")
        bad += len(total.crashes)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
