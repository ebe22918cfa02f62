"""How stories told over days are answered: ``python -m benchmarks.stories --data DIR``.

Puts 24 questions, 6 comparisons and 5 summaries of ``benchmarks/data/stories.jsonl`` to a library
of three running stories and of other articles from archive_news (by address; its text is not
kept here). The answers are printed for a reader to grade; "right" counts what has a gold answer's
words, "wrong" what has not, and "silent" what is not answered.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa.desk import Desk
from qa.errors import InputError
from qa.records import Answer, Comparison, Summary

ROWS = Path(__file__).parent / "data" / "stories.jsonl"


def main() -> None:
    """Print every answer and the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of archive_news")
    parser.add_argument("--library", type=Path, help="a library to fill and keep")
    parser.add_argument("--only", choices=("ask", "compare", "summarize"), help="one kind alone")
    options = parser.parse_args()
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
    with TemporaryDirectory() as scratch:
        path = options.library or Path(scratch) / "library.copydesk"
        with Desk.open(path) as desk:
            ids = add_stories(desk, rows, options.data, Path(scratch))
            run(desk, rows, ids, options.only)


def add_stories(
    desk: Desk, rows: Iterable[dict[str, Any]], data: Path, scratch: Path
) -> dict[str, list[str]]:
    """Add the articles that ``rows`` name; return each story's ids, all of them under ""."""
    story = {row["url"]: row["story"] for row in rows if "url" in row}
    chosen = scratch / "stories.jsonl"
    with gzip.open(data / "archive_news.jsonl.gz", "rt", encoding="utf-8") as file:
        found = [line for line in file if json.loads(line)["url"] in story]
    chosen.write_text("".join(found), encoding="utf-8")
    desk.add(chosen)
    ids: dict[str, list[str]] = {}
    for info in desk.articles():
        ids.setdefault(story[info.url], []).append(info.id)
    return ids | {"": []}


def run(desk: Desk, rows: Iterable[dict[str, Any]], ids: dict[str, list[str]], only: str) -> None:
    """Put every row to the desk and print what comes."""
    counts: Counter[str] = Counter()
    spent = []
    for row in rows:
        if "ask" in row and only in (None, "ask"):
            started = time.perf_counter()
            answer = desk.ask(row["ask"])
            spent.append(time.perf_counter() - started)
            grade = graded(answer.answer, row["gold"])
            counts[grade] += 1
            show_answer(grade, answer)
        if "compare" in row and only in (None, "compare"):
            show_comparison(desk.compare(row["compare"], articles=ids[row["story"]]))
        if "summarize" in row and only in (None, "summarize"):
            about = row["summarize"] or None
            try:
                made = desk.summarize(about=about, articles=ids[row["story"]], sentences=6)
            except InputError as refusal:
                print(f"\n== summary of {about}\n   refused: {refusal}")
                continue
            show_summary(about or row["story"], made)
    if spent:
        print(dict(counts), f"{sorted(spent)[len(spent) // 2] * 1000:.0f} ms (median)")


def graded(answer: str, gold: list[str]) -> str:
    """Return "right", "wrong" or "silent"; gold [""] says that silence is right."""
    if not answer:
        return "right" if gold == [""] else "silent"
    return "right" if any(g and g.casefold() in answer.casefold() for g in gold) else "wrong"


def show_answer(grade: str, answer: Answer) -> None:
    """Print a line for the answer, and one for each other that it brings."""
    dates = {hit.passage.article_id: hit.date for hit in answer.passages}
    day = dates.get(answer.citations[0].article_id, "") if answer.citations else ""
    print(f"{grade:<7}{answer.question}\n       -> {answer.answer!r} {answer.confidence:.2f} {day}")
    if answer.note:
        print(f"          note: {answer.note}")
    for other in getattr(answer, "others", ()):
        print(f"          {'same' if other.same else 'else'} {other.date} {other.answer!r}")


def show_comparison(made: Comparison) -> None:
    """Print each answer's article and label, oldest last, then what is said of them all."""
    print(f"\n== {made.question}: {made.relation}")
    for group in made.groups:
        print(f"   group {group.answer!r}: {len(group.article_ids)}")
    for answer in made.answers:
        print(f"   {answer.label:<8}{answer.date[:10]} {answer.answer!r} | {answer.title[:50]}")
    for difference in made.differences:
        print(f"   differ: {difference.reason} ({difference.kind})")
    for entry in made.timeline:
        print(f"   {entry.date} {entry.answer!r} {'changed' if entry.changed else ''}")


def show_summary(name: str, made: Summary) -> None:
    """Print a line for every sentence."""
    print(f"\n== summary of {name}")
    for sentence in made.sentences:
        print(f"   [{len(sentence.citations)}] {sentence.text}")


if __name__ == "__main__":
    main()
