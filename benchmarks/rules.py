"""What each rule of English gains: ``python -m benchmarks.rules --data DIR [--out FILE.json]``.

Every question of the dev sets and of ``benchmarks/data/kinds.jsonl`` is put to its own article,
with all rules and then with one rule left out at a time. The reader's work is kept from one
pass to the next, so that a pass costs the rules alone. A rule is left out by putting another
function in its place, one that changes nothing; ``RULES`` names both.

The table has, for each rule, what is lost without it: F1 and exact match of forced answers in
points on both dev sets, and right and wrong answers to the questions of each kind. A rule that
loses nothing here pays for nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from benchmarks.kinds import grade
from benchmarks.support.remembering import Remembering
from qa.answering.choice import Choice
from qa.desk import Desk
from qa.evaluate import data as rows_of
from qa.evaluate.harness import add_texts
from qa.evaluate.metrics import exact_match, f1, mean
from qa.protocols import Generator

KINDS = Path(__file__).parent / "data" / "kinds.jsonl"
NEWS_ROWS = 400
Stand = Callable[..., Any]


def unchanged(*arguments: Any, **_: Any) -> Any:
    """Return the choice among the arguments as it is."""
    return next(each for each in arguments if isinstance(each, Choice))


def always(value: Any) -> Stand:
    """Return a function that says ``value`` to everything."""
    return lambda *_, **__: value


NEVER = re.compile(r"(?!)")
"""A pattern that matches nothing."""


def as_read(question: Any, hits: Any, readings: Sequence[Any]) -> list[Any]:
    """Return the readings as they are."""
    return list(readings)


RULES: dict[str, Any] = {
    # module.name of a function, or of a pattern: what takes its place
    "answering.choice.normalize_confidence": unchanged,
    "answering.confinement.confine": lambda question, hits, readings, article: list(readings),
    "answering.headlines.add_headlines": lambda _, hits, readings, *__: (hits, readings),
    "answering.tense.without_wrong_times": as_read,
    "answering.counted.without_other_counts": as_read,
    "answering.described.without_described": as_read,
    "answering.rivals.find_counting": lambda _, hits, *__: list(range(len(hits))),
    "answering.confinement._table": always(None),
    "answering.choice.topic_probability": always(1.0),
    "answering.fitting.answer_types.prefer_answer_type": unchanged,
    "answering.fitting.amounts.fit_amount": unchanged,
    "answering.fitting.dates.narrow_to_date": unchanged,
    "answering.fitting.dates._REMARK": NEVER,
    "answering.fitting.dates._TIMED": NEVER,
    "answering.fitting.lists.complete_list": unchanged,
    "answering.fitting.why.answer_why": unchanged,
    "answering.fitting.yes_no.answer_yes_no": unchanged,
    "answering.verdict._leaves_open": always(False),
    "answering.verdict._is_told_before": always(False),
    "answering.verdict._keeps_order": always(True),
    "answering.verdict._denied": always(False),
    "language.enumeration.find_bullets": always([]),
    "language.enumeration._is_apposition": always(False),
    "language.enumeration._RANGE": NEVER,
    "question.kinds._is_manner": always(False),
    "question.kinds._LIST_VERB": NEVER,
    "question.kinds._WHO_ARE": NEVER,
    "question.kinds._LIST_NOUN": NEVER,
    "question.kinds._CALLED": NEVER,
    "question.kinds._TIMES": NEVER,
    "question.kinds._REASONS": NEVER,
    "question.kinds._LEAD": NEVER,
    "question.reading._count": always(0),
    "question.measures.has_measure": always(True),
    "question.measures.is_figure": always(False),
    "question.measures._is_vague": always(False),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One question of one set, the text of its article, and what is right."""

    group: str
    question: str
    text: str
    title: str
    golds: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Scores of one pass over all rows: lists in [0, 1] by set, and grades by kind."""

    overlap: dict[str, list[float]] = field(default_factory=dict)
    exact: dict[str, list[float]] = field(default_factory=dict)
    grades: dict[str, Counter[str]] = field(default_factory=dict)

    def figures(self) -> dict[str, float]:
        """Return percentages for the dev sets, and counts of right and wrong for the kinds."""
        found: dict[str, float] = {}
        for group, values in self.overlap.items():
            found[f"{group} F1"] = 100 * (mean(values) or 0.0)
            found[f"{group} EM"] = 100 * (mean(self.exact[group]) or 0.0)
        for kind, counts in self.grades.items():
            found[f"{kind} right"] = counts["right"]
            found[f"{kind} wrong"] = counts["wrong"]
        return found


def read_rows(data: Path, limit: int | None) -> Iterator[Row]:
    """Yield the rows of both dev sets and of the kinds."""
    for group, name, most in (
        ("wiki", "qa_dev_wiki.jsonl.gz", limit),
        ("news", "qa_dev_news.jsonl.gz", limit or NEWS_ROWS),
    ):
        for row in rows_of.sample(rows_of.read(data / name, rows_of.qa_row), most):
            yield Row(group, row.question, row.context, row.title, row.golds)
    kinds = [json.loads(line) for line in KINDS.read_text("utf-8").splitlines()]
    wanted = {row["url"] for row in kinds}
    articles: dict[str, Any] = {}
    with gzip.open(data / "archive_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            if article["url"] in wanted:
                articles.setdefault(article["url"], article)
    for row in islice(kinds, 0, None, max(1, len(kinds) // (limit or len(kinds)))):
        article = articles[row["url"]]
        yield Row(
            row["kind"], row["question"], article["text"], article["title"], tuple(row["gold"])
        )


def score(desk: Desk, rows: Sequence[Row], ids: dict[str, str]) -> Tally:
    """Put every question to its article."""
    tally = Tally()
    for row in rows:
        answer = desk.ask(row.question, articles=[ids[row.text]], force=True)
        if row.group in ("wiki", "news"):
            if row.golds:
                tally.overlap.setdefault(row.group, []).append(f1(answer.answer, row.golds))
                tally.exact.setdefault(row.group, []).append(exact_match(answer.answer, row.golds))
            continue
        shown = answer.answer if answer.answerable else ""
        kind = row.group if row.golds else "unanswerable"
        grades = tally.grades.setdefault(row.group, Counter())
        grades[grade(kind, shown, list(row.golds))] += 1
    return tally


@contextmanager
def without(rule: str) -> Iterator[None]:
    """Put the stand-in of a rule wherever a module of the package has the rule's function."""
    module, _, name = rule.rpartition(".")
    home = __import__(f"qa.{module}", fromlist=[name])
    own = getattr(home, name)
    places = [(m, n) for m, n in attributes() if getattr(m, n) is own]
    for place, attribute in places:
        setattr(place, attribute, RULES[rule])
    try:
        yield
    finally:
        for place, attribute in places:
            setattr(place, attribute, own)


def attributes() -> Iterator[tuple[ModuleType, str]]:
    """Yield every name of every loaded module of the package."""
    for name, module in list(sys.modules.items()):
        if name.startswith("qa."):
            yield from ((module, each) for each in list(vars(module)))


def table(full: dict[str, float], passes: dict[str, dict[str, float]]) -> str:
    """Return a Markdown table: the figures with all rules, then what each pass changes."""
    heads = list(full)
    lines = ["| without | " + " | ".join(heads) + " |", "| --- " * (len(heads) + 1) + "|"]
    lines.append("| (all rules) | " + " | ".join(f"{full[h]:.1f}" for h in heads) + " |")
    for rule, found in passes.items():
        changes = (found[h] - full[h] for h in heads)
        lines.append(f"| {rule} | " + " | ".join(f"{c:+.1f}" if c else "" for c in changes) + " |")
    return "\n".join(lines)


def main() -> None:
    """Read the command line; print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="a sample of so many rows of each set")
    parser.add_argument("--only", nargs="*", default=list(RULES), metavar="RULE")
    parser.add_argument("--out", type=Path, help="keep the figures as JSON")
    options = parser.parse_args()
    rows = list(read_rows(options.data, options.limit))
    from qa.neural.seq2seq.loading import load_generator

    generator: Generator = Remembering(load_generator(None))
    with (
        TemporaryDirectory() as folder,
        Desk.open(Path(folder) / "rules.copydesk", model=generator) as desk,
    ):
        ids = add_texts(desk, {row.text: row.title for row in rows})
        full = score(desk, rows, ids).figures()
        passes = {}
        for rule in options.only:
            with without(rule):
                passes[rule] = score(desk, rows, ids).figures()
            print(rule, file=sys.stderr, flush=True)
    print(table(full, passes))
    if options.out is not None:
        options.out.write_text(json.dumps({"all": full, **passes}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
