"""How good comparisons are: ``python -m benchmarks.comparisons --data DIR --half develop``.

Puts the 36 questions of ``benchmarks/data/comparisons.jsonl`` to the articles of 18 running
stories of archive_news (by address; its text is not kept here), each with one or two articles
on another event of the kind, which have to be silent. Every article has its accepted answers, []
where it has to be silent, and "" among them where it may be; they were written before any was
asked. A comparison is good if no article's voice is wrong, missed or false, and the relation is
one of those that fit. The rules are written beside the ``develop`` half; of the ``held`` one only
counts are printed. The ``third`` halves came later, on six stories more.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from benchmarks.stories import DATA, add_stories, is_right, show_comparison
from qa.desk import Desk
from qa.records import ArticleAnswer, Comparison, ReaderName

QUESTIONS = DATA / "comparisons.jsonl"
HALVES = ("develop", "held", "third-develop", "third-held")
GRADES = ("right", "wrong", "missed", "false", "rightly silent")


def main() -> None:
    """Print every comparison of the half that is developed on, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder of archive_news")
    parser.add_argument("--half", choices=HALVES, default="develop")
    parser.add_argument("--library", type=Path, help="a library to fill and keep")
    parser.add_argument("--only", metavar="STORY", help="one story's comparisons alone")
    parser.add_argument("--reader", choices=get_args(ReaderName), default="auto")
    options = parser.parse_args()
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["half"] == options.half]
    with TemporaryDirectory() as scratch:
        path = options.library or Path(scratch) / "library.copydesk"
        with Desk.open(path, reader=options.reader) as desk:
            add_stories(desk, rows, options.data, Path(scratch))
            put = [row for row in rows if options.only in (None, row["story"])]
            run(desk, put, shown=options.half.endswith("develop"))


def run(desk: Desk, rows: Sequence[Mapping[str, Any]], *, shown: bool) -> None:
    """Put the comparisons to the desk, and print the counts; with ``shown`` what comes, too."""
    story = story_articles(desk, rows)
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    started = time.perf_counter()
    for row in (row for row in rows if "compare" in row):
        chosen = story[row["story"]]
        made = desk.compare(row["compare"], articles=chosen)
        by_id = {answer.article_id: answer for answer in made.answers}
        answers = [by_id[each] for each in chosen]
        counted = graded(made, chosen, row)
        grades = counted[: len(chosen)]
        warned = [_is_warned(*each) for each in zip(grades, answers, strict=True)]
        for kind in (row["kind"], "sum"):
            table[kind].update(counted)
            table[kind].update({"comparisons": 1, "right but warned": sum(warned)})
        if shown:
            show_comparison(made)
            expected = "/".join(row["relation"])
            good = "GOOD" if "good" in counted else "BAD"
            print(f"   {good}; relation {made.relation}, {expected} expected")
            for answer, own, gold in zip(answers, grades, row["gold"], strict=True):
                print(f"   {own:<14} {answer.answer!r} of {gold} {answer.confidence:.2f}")
                for reason in answer.support.reasons if own == "right" else ():
                    print(f"      warning: {reason}")
    _show(table)
    print(f"{time.perf_counter() - started:.0f} s")


def story_articles(desk: Desk, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the ids of each story's articles, in the order of the rows."""
    ids = {info.url: info.id for info in desk.articles()}
    story: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if "url" in row:
            story[row["story"]].append(ids[row["url"]])
    return story


def graded(made: Comparison, chosen: Sequence[str], row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the grade of each article's voice, and "relation" and "good" where these are so."""
    by_id = {answer.article_id: answer for answer in made.answers}
    grades = [grade(by_id[each], gold) for each, gold in zip(chosen, row["gold"], strict=True)]
    fits = made.relation in row["relation"]
    good = fits and not {"wrong", "missed", "false"}.intersection(grades)
    return (*grades, *["relation"] * fits, *["good"] * good)


def grade(answer: ArticleAnswer, gold: list[Any]) -> str:
    """Return how an article's voice stands to its accepted answers."""
    may_be_silent = not gold or "" in gold
    if answer.label == "silent":
        return "rightly silent" if may_be_silent else "missed"
    if not gold:
        return "false"
    return "right" if is_right(answer.answer, gold) else "wrong"


def _is_warned(own: str, answer: ArticleAnswer) -> bool:
    """Say whether a right voice is shown as one that its article does not bear out."""
    return own == "right" and not answer.support.supported


def _show(table: Mapping[str, Counter[str]]) -> None:
    heads = (*GRADES, "right but warned", "relation", "good", "comparisons")
    print("\n| kind | " + " | ".join(heads) + " |\n" + "| --- " * (len(heads) + 1) + "|")
    for kind, counts in sorted(table.items(), key=lambda each: each[1]["comparisons"]):
        print(f"| {kind} | " + " | ".join(str(counts[head]) for head in heads) + " |")


if __name__ == "__main__":
    main()
