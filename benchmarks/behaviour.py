"""What Copydesk says, to be compared before and after a change of the code.

``python -m benchmarks.behaviour record OUT.json --data DIR`` runs the commands on labelled
files and on 50 articles of an archive, and keeps their JSON without times. ``python -m
benchmarks.behaviour compare BEFORE.json AFTER.json`` prints what differs and exits with 1 if
anything does. Only the command line is called, so both work on any commit. With ``--share
0.2`` a fifth of the rows and articles is taken, for a first look.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ARTICLES = 50
EVERY = 160
"""Each so many-th article of the archive is taken."""
QUESTIONS = 40
ROWS = 300
DEV = ("qa_dev_wiki", "qa_dev_news")
TIMES = ("timings_ms", "p50_ms", "p95_ms", "mean_ms", "seconds")
"""Keys that differ from run to run."""

Json = Any


def run(*arguments: str) -> Json:
    """Return what ``copydesk ARGUMENTS --json`` prints, or its error as text."""
    from qa.cli import cli

    kept = io.BytesIO()
    said = io.TextIOWrapper(kept, encoding="utf-8", write_through=True)
    try:
        with redirect_stdout(said):
            cli.main([*arguments, "--json"], standalone_mode=False)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return without_times(json.loads(kept.getvalue()))


def without_times(value: Json) -> Json:
    """Return JSON without what differs from run to run; numbers to nine places."""
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if not is_time(key)}
        return {key: without_times(each) for key, each in kept.items()}
    if isinstance(value, list):
        return [without_times(each) for each in value]
    return round(value, 9) if isinstance(value, float) else value


def is_time(key: str) -> bool:
    """Say whether a key names a measured time, or when something was added."""
    return key in TIMES or key.endswith("_ms") or key.startswith("ms_") or key == "added"


def lines(path: Path) -> Iterator[Json]:
    """Yield the rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def evaluated(data: Path, folder: Path, share: float) -> Json:
    """Return every answer to the first rows of the dev sets, with the figures."""
    found = {}
    for name in DEV:
        some, rows = folder / f"{name}.jsonl", folder / f"{name}.rows.jsonl"
        first = islice(lines(data / f"{name}.jsonl.gz"), int(ROWS * share))
        some.write_text("".join(json.dumps(row) + "\n" for row in first), encoding="utf-8")
        figures = run("eval", "qa", str(some), "--rows", str(rows))
        answers = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
        found[name] = {"figures": figures, "answers": answers}
    return found


def asked(data: Path, folder: Path, share: float) -> Json:
    """Return what the commands say of some articles of the archive."""
    last = int(ARTICLES * share) * EVERY
    news = list(islice(lines(data / "archive_news.jsonl.gz"), 0, last, EVERY))
    file, library = folder / "news.jsonl", str(folder / "library.copydesk")
    file.write_text("".join(json.dumps(row) + "\n" for row in news), encoding="utf-8")
    run("add", str(file), "--library", library)
    listed = run("list", "--library", library)
    ids = [row["id"] for row in listed["articles"]]
    count = int(QUESTIONS * share)
    rows = islice(lines(data / "archive_questions.jsonl.gz"), count)
    questions = [row["question"] for row in rows]
    own = [f"What happened to {row['title'].split(':')[0]}?" for row in news[:count]]
    claims = [row["text"][:400].rpartition(".")[0] + "." for row in news]
    here = ("--library", library)
    return {
        "list": listed,
        "quotes": {each: run("quotes", each, *here) for each in ids},
        "summaries": {each: run("summarize", each, *here) for each in ids},
        "several": run("summarize", *ids[:8], *here),
        "about": {q: run("summarize", "--about", q, *here) for q in questions[:10]},
        "answers": {q: run("ask", q, "--explain", *here) for q in questions + own},
        "comparisons": {q: run("compare", q, *here) for q in questions[:10] + own[:15]},
        "verified": {claim: run("verify", claim, *here) for claim in claims},
    }


def record(out: Path, data: Path, share: float) -> None:
    """Write what every command says to ``out``."""
    with TemporaryDirectory() as folder:
        found = {**evaluated(data, Path(folder), share), **asked(data, Path(folder), share)}
    out.write_text(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False), "utf-8")


def differences(before: Json, after: Json, where: str = "") -> Iterator[str]:
    """Yield one line for each place where two values differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from differences(before.get(key), after.get(key), f"{where}/{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, f"{where}/{place}")
    elif before != after:
        yield f"{where}: {json.dumps(before)[:200]} -> {json.dumps(after)[:200]}"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("out", type=Path)
    recording.add_argument("--data", type=Path, required=True)
    recording.add_argument("--share", type=float, default=1.0)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    options = parser.parse_args()
    if options.command == "record":
        record(options.out, options.data, options.share)
        return
    before, after = (json.loads(p.read_text("utf-8")) for p in (options.before, options.after))
    found = list(differences(before, after))
    print("\n".join(found) or "the same")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
