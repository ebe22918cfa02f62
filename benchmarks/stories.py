"""How stories told over days are answered: ``python -m benchmarks.stories --data DIR``.

Puts 72 questions, 6 comparisons and 4 summaries of ``benchmarks/data/twelve_stories.jsonl`` to a
library of twelve running stories, 60 articles of archive_news (by address; its text is not kept
here). ``--set three`` has an older set: 24 questions on three stories among other articles. Every
answer is printed and graded by its gold answers, and then a table by kind of question. What the
page shows as "Possibly", and what it calls undecided, counts as silence.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from qa.answering.sureness import is_weak
from qa.desk import Desk
from qa.errors import InputError
from qa.records import Answer, Comparison, ReaderName, Summary
from qa.ui.views.answers import NOTES

DATA = Path(__file__).parent / "data"
SETS = {
    "twelve": DATA / "twelve_stories.jsonl",
    "three": DATA / "stories.jsonl",
    "more": DATA / "more_stories.jsonl",
}
HALVES = ("develop", "held", "all")
GRADES = ("right", "wrong", "silent")


def main() -> None:
    """Print every answer and the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of archive_news")
    parser.add_argument("--library", type=Path, help="a library to fill and keep")
    parser.add_argument("--set", choices=SETS, default="twelve", help="the questions")
    parser.add_argument("--half", choices=HALVES, default="all", help="a half of the set more")
    parser.add_argument("--only", metavar="STORY", help="one story's questions alone")
    parser.add_argument("--reader", choices=get_args(ReaderName), default="auto")
    parser.add_argument("--what", choices=("ask", "compare", "summarize"), help="one task alone")
    options = parser.parse_args()
    lines = SETS[options.set].read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    with TemporaryDirectory() as scratch:
        path = options.library or Path(scratch) / "library.copydesk"
        with Desk.open(path, reader=options.reader) as desk:
            ids = add_stories(desk, rows, options.data, Path(scratch))
            put = of_half(rows, options.half)
            put = [row for row in put if options.only in (None, row["story"])]
            if options.what in (None, "ask"):
                run_questions(desk, [row for row in put if "ask" in row])
            run_rest(desk, [row for row in put if options.what is None or options.what in row], ids)


def of_half(rows: Iterable[dict[str, Any]], half: str) -> list[dict[str, Any]]:
    """Return the rows of ``half``; a row that names no half is in all of them."""
    return [row for row in rows if half == "all" or row.get("half", half) == half]


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


def run_questions(desk: Desk, rows: Iterable[dict[str, Any]]) -> None:
    """Put every question to the desk, print what comes, and count it by kind."""
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    spent = []
    for row in rows:
        started = time.perf_counter()
        answer = desk.ask(row["ask"])
        spent.append(time.perf_counter() - started)
        grade = graded(answer, row["gold"])
        for kind in (row.get("kind", "all"), "sum"):
            table[kind][grade] += 1
            if grade == "silent" and answer.answer:
                table[kind]["of these possibly"] += is_right(answer.answer, row["gold"])
        show_answer(grade, answer)
    heads = (*GRADES, "of these possibly")
    print("\n| kind | " + " | ".join(heads) + " right |\n" + "| --- " * (len(heads) + 1) + "|")
    for kind, counts in sorted(table.items(), key=lambda each: sum(each[1].values())):
        print(f"| {kind} | " + " | ".join(str(counts[head]) for head in heads) + " |")
    if spent:
        print(f"{sorted(spent)[len(spent) // 2] * 1000:.0f} ms (median)")


def run_rest(desk: Desk, rows: Iterable[dict[str, Any]], ids: dict[str, list[str]]) -> None:
    """Put the comparisons and summaries to the desk, and print what comes."""
    for row in rows:
        if "compare" in row:
            show_comparison(desk.compare(row["compare"], articles=ids[row["story"]]))
        if "summarize" in row:
            about = row["summarize"] or None
            try:
                made = desk.summarize(about=about, articles=ids[row["story"]], sentences=6)
            except InputError as refusal:
                print(f"\n== summary of {about}\n   refused: {refusal}")
                continue
            show_summary(about or row["story"], made)


def graded(answer: Answer, gold: list[Any]) -> str:
    """Return "right", "wrong" or "silent"; no gold, or [""], says that silence is right."""
    absent = gold in ([], [""])
    if not answer.answer or is_weak(answer.confidence) or answer.note in NOTES:
        return "right" if absent else "silent"
    return "right" if not absent and is_right(answer.answer, gold) else "wrong"


def is_right(answer: str, gold: list[Any]) -> bool:
    """Say whether an answer has the words of one gold answer; of a list, all of its items."""
    needed = ([each] if isinstance(each, str) else each for each in gold)
    return any(all(_has_words(answer, item) for item in items) for items in needed)


def _has_words(answer: str, words: str) -> bool:
    """Say whether ``words`` stand in ``answer``, whole: "no" isn't in "not", "700" in "2,700"."""
    pattern = rf"(?<![\w,.$]){re.escape(words)}(?![\w%]|[.,]\d)"
    return bool(words) and re.search(pattern, answer, re.IGNORECASE) is not None


def show_answer(grade: str, answer: Answer) -> None:
    """Print a line for the answer, and one for each other that it brings."""
    dates = {hit.passage.article_id: hit.date for hit in answer.passages}
    day = dates.get(answer.citations[0].article_id, "") if answer.citations else ""
    print(f"{grade:<7}{answer.question}\n       -> {answer.answer!r} {answer.confidence:.2f} {day}")
    for reason in (*answer.support.reasons, *answer.support.doubts):
        print(f"          warning: {reason}")
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
