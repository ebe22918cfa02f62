"""Kill adding at random moments, and look at what is left: ``python -m benchmarks.kills``.

Each round changes some files of a folder, starts ``Desk.sync`` on it in another process, and
kills that (SIGKILL) after a random part of the time that a whole run takes. Then:

- the library opens, and SQLite's and FTS5's own checks find nothing;
- every article that the process reported is there, with the text of its file;
- every article is whole: all passages, as many vectors and words, and no rows without one;
- every file stands for one article, its text before or after the change.

Every tenth round begins with a new library, so that its making is killed, too. In the end a
run that nobody kills must leave exactly what the folder holds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.support.hash_embedder import HashEmbedder
from qa.desk import Desk
from qa.ingest import store
from qa.ingest.sources import origin_of
from qa.records import ProgressEvent
from qa.sources.articles import article_from_text

ROOT = Path(__file__).resolve().parent.parent
FILES = 40
SENTENCES = 60
NEW_LIBRARY_EVERY = 10
# Passages embedded together: one article's, a few articles', the default.
BATCHES = (1, 8, store.BATCH_PASSAGES)


@dataclass(slots=True)
class Tally:
    """What the rounds came to; ``wrong`` is empty if nothing was lost."""

    rounds: int = 0
    killed: int = 0
    reported: int = 0
    whole: float = 0.0
    wrong: list[str] = field(default_factory=list)


def story(number: int, edition: int) -> str:
    """Return a text of several passages that no other file or edition shares."""
    lines = [f"Report {number}, edition {edition}\n"]
    lines += [
        f"Line {line} of report {number} says that bridge {number * line + edition} is closed."
        for line in range(SENTENCES)
    ]
    return "\n".join(lines)


def child(library: Path, folder: Path, batch: int) -> None:
    """Sync, and say what is stored as soon as it is: the process that is killed."""
    store.BATCH_PASSAGES = batch

    def told(event: ProgressEvent) -> None:
        if event.article_id:
            sys.stdout.write(json.dumps({"stored": event.article_id}) + "\n")
            sys.stdout.flush()

    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()
    with Desk.open(library, embedder=HashEmbedder()) as desk:
        desk.sync(folder, progress=told)
    sys.stdout.write('{"done": true}\n')


@dataclass(frozen=True, slots=True)
class Ran:
    """What a child said: ids of stored articles, whether it came to its end; and its time."""

    stored: list[str]
    done: bool
    seconds: float


def run(library: Path, folder: Path, batch: int, wait: float | None) -> Ran:
    """Run a child, killed ``wait`` seconds after it is ready, or never."""
    command = [sys.executable, "-m", "benchmarks.kills", "--child", str(batch)]
    process = subprocess.Popen(
        [*command, str(library), str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert process.stdout is not None
    if not process.stdout.readline():
        raise SystemExit("the process that is to be killed does not start; see above")
    began = time.monotonic()
    if wait is not None:
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
    out, _ = process.communicate()
    # A last line that the kill cut in two was not reported.
    lines = [json.loads(line) for line in out.splitlines() if line.endswith("}")]
    stored = [line["stored"] for line in lines if "stored" in line]
    return Ran(stored, {"done": True} in lines, time.monotonic() - began)


def faults(library: Path) -> list[str]:
    """Return what is wrong with the file, whatever it should hold."""
    db = sqlite3.connect(library)
    found = [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"foreign key of {row[0]}" for row in db.execute("PRAGMA foreign_key_check")]
    db.execute("INSERT INTO words (words) VALUES ('integrity-check')")
    db.rollback()
    halves = db.execute(
        "SELECT a.id FROM articles a LEFT JOIN vectors v ON v.article = a.number WHERE a.passages "
        "<> (SELECT count(*) FROM passages p WHERE p.article = a.number) OR v.data IS NULL OR "
        "length(v.data) <> a.passages * 2 * (SELECT value FROM settings WHERE key = 'dimension')"
    )
    found += [f"{row[0]} is a half" for row in halves]
    lonely = db.execute(
        "SELECT count(*) FROM articles WHERE number NOT IN (SELECT article FROM origins)"
    ).fetchone()[0]
    found += [f"{lonely} articles of no file"] if lonely else []
    words = db.execute("SELECT count(*) FROM words_docsize").fetchone()[0]
    passages = db.execute("SELECT count(*) FROM passages").fetchone()[0]
    if words != passages:
        found.append(f"{words} entries of words for {passages} passages")
    db.close()
    return found


def held(library: Path, folder: Path) -> dict[str, list[str]]:
    """Return the texts that the library holds for each file's name."""
    texts: dict[str, list[str]] = {}
    with Desk.open(library, embedder=HashEmbedder()) as desk:
        below = origin_of(folder / "x")[:-1]
        for origin in desk._index.origins_under(below):
            name = Path(origin.origin).name
            texts.setdefault(name, []).append(desk.article(origin.article_id).text)
        everything = len(desk.articles())
    if everything != sum(map(len, texts.values())):
        texts[""] = [f"{everything} articles"]
    return texts


def change(folder: Path, chosen: random.Random, edition: int) -> None:
    """Write some files anew, take a few away, and put some back."""
    for number in range(FILES):
        path = folder / f"{number:03}.txt"
        lot = chosen.random()
        if lot < 0.4 or edition == 0:
            path.write_text(story(number, edition), "utf-8")
        elif lot < 0.5 and number:
            path.unlink(missing_ok=True)


def check(
    library: Path, folder: Path, before: dict[str, list[str]], reported: list[str]
) -> list[str]:
    """Return what a killed run has broken or lost."""
    if not library.exists():
        return [f"{len(reported)} reported, and no library"] if reported else []
    after = held(library, folder)
    wrong = faults(library)
    now = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
    stored = {article_from_text(text).id for texts in after.values() for text in texts}
    wrong += [f"{each} was reported, and is not there" for each in reported if each not in stored]
    for name in sorted({*before, *after}):
        texts = after.get(name, [])
        old, new = before.get(name, []), now.get(name)
        if len(texts) > 1 or (texts and texts[0] != new and texts != old):
            wrong.append(f"{name or 'the library'}: holds what no file ever held")
        if old and new is not None and not texts:
            wrong.append(f"{name}: its article is gone, its file is not")
    return wrong


def kill_rounds(work: Path, kills: int, seed: int = 0) -> Tally:
    """Kill ``kills`` runs in the folder ``work``, and say what came of it."""
    chosen, tally = random.Random(seed), Tally()
    folder, library = work / "news", work / "library.copydesk"
    folder.mkdir()
    change(folder, chosen, 0)
    tally.whole = run(library, folder, BATCHES[-1], None).seconds
    for number in range(1, kills + 1):
        if number % NEW_LIBRARY_EVERY == 0:
            for path in work.glob("library.copydesk*"):
                path.unlink()
        before = held(library, folder) if library.exists() else {}
        change(folder, chosen, number)
        # A run that has half the files to add takes about half as long as the first.
        wait = chosen.random() * tally.whole / (1 if not before else 2)
        ran = run(library, folder, chosen.choice(BATCHES), wait)
        tally.rounds += 1
        tally.killed += not ran.done
        tally.reported += 0 if ran.done else len(ran.stored)
        wrong = check(library, folder, before, ran.stored)
        tally.wrong += [f"round {number}: {each}" for each in wrong]
    done = run(library, folder, BATCHES[-1], None).done
    now = {path.name: [path.read_text("utf-8")] for path in folder.iterdir()}
    if not done or held(library, folder) != now or faults(library):
        tally.wrong.append("the last run, which nobody killed, did not complete the library")
    return tally


def main() -> None:
    """Parse the arguments, kill, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("paths", nargs="*", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child is not None:
        library, folder = args.paths
        child(library, folder, args.child)
        return
    with TemporaryDirectory() as work:
        began = time.monotonic()
        tally = kill_rounds(Path(work), args.kills, args.seed)
    took = time.monotonic() - began
    print(
        f"{tally.rounds} rounds in {took:.0f} s, {tally.killed} killed before their end, "
        f"{tally.reported} articles reported by them, {len(tally.wrong)} faults"
    )
    for each in tally.wrong:
        print(f"  {each}")
    sys.exit(bool(tally.wrong))


if __name__ == "__main__":
    main()
