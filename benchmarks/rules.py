"""What each rule of English gains: ``python -m benchmarks.rules --data DIR [--out FILE.json]``.

Every question of the dev sets and of ``benchmarks/data/kinds.jsonl`` is put to its own article,
those of ``benchmarks.stories`` to the library of their set, those of ``benchmarks.kinds`` to
theirs, and every claim of ``grounding_dev`` is checked, without a reader; first with all rules,
then with one rule left out at a time (``--only`` names some). A rule is left out by putting
another function in its place, one that changes nothing; ``RULES`` names both. Asked again is only
where the two say something else, and the reader's work is kept.

The table has, for each rule, what is lost without it: F1 and exact match of forced answers in
points on both dev sets, right and wrong answers to the questions of each kind, to those on
stories and to the written ones of ``benchmarks.kinds``, claims judged right, and how many answers
are others at all, or surer or less sure by a hundredth. A rule that loses nothing here pays for
nothing.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import kinds as written
from benchmarks import stories
from benchmarks.kinds import grade
from benchmarks.support.leaving_out import watching, without
from benchmarks.support.remembering import Remembering
from benchmarks.support.stand_ins import RULES
from qa.desk import Desk
from qa.evaluate import data as rows_of
from qa.evaluate.harness import add_texts
from qa.evaluate.metrics import exact_match, f1, mean
from qa.grounding.check import check_claim
from qa.neural.resources import seeds_dir
from qa.neural.seq2seq.loading import load_generator
from qa.protocols import Generator
from qa.text.sentences import split_sentences

KINDS = Path(__file__).parent / "data" / "kinds.jsonl"
NEWS_ROWS = 400
WRITTEN = "written"
"""The group of the questions of ``benchmarks.kinds``."""
CLAIMS = "claims"
"""The group of the claims of ``grounding_dev``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question or claim of a set, what is right, and its article; "" for a whole library."""

    group: str
    question: str
    golds: tuple[Any, ...]
    text: str = ""
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, whether it is shown, and what it is worth: a grade, or F1 and exact match.

    ``confidence`` in [0, 1] is the answer's own.
    """

    answer: str
    shown: bool
    grade: str = ""
    overlap: float = 0.0
    exact: float = 0.0
    confidence: float = 0.0


class Questions:
    """All questions, with a library of their articles and one for each set of stories."""

    def __init__(self, data: Path, limit: int | None, model: Generator, stack: ExitStack) -> None:
        """Read the rows and add the articles; ``stack`` closes the libraries."""
        scratch = Path(stack.enter_context(TemporaryDirectory()))

        def opened(name: str) -> Desk:
            return stack.enter_context(Desk.open(scratch / f"{name}.copydesk", model=model))

        self.rows = list(read_rows(data, limit))
        self._desk = opened("articles")
        self._ids = add_texts(
            self._desk, {row.text: row.title for row in self.rows if row.group != CLAIMS}
        )
        self._stories: dict[str, Desk] = {}
        for name, path in stories.SETS.items():
            told = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            group = f"{name} stories"
            self._stories[group] = opened(name)
            stories.add_stories(self._stories[group], told, data, scratch)
            asked = [row for row in stories.of_half(told, "develop") if "ask" in row]
            self.rows += [Row(group, row["ask"], tuple(row["gold"])) for row in asked]
        self._written = opened("written")
        self._written.add(written.DATA / "kinds", seeds_dir())
        self.rows += [
            Row(WRITTEN, row["question"], tuple(row["gold"]), kind=row["kind"])
            for row in written.rows()
        ]

    def ask(self, row: Row) -> Outcome:
        """Return what comes of one question."""
        if row.group in self._stories:
            told = self._stories[row.group].ask(row.question)
            graded = stories.graded(told, list(row.golds))
            return Outcome(told.answer, told.answerable, graded, confidence=told.confidence)
        if row.group == CLAIMS:
            sources = [row.text[start:end] for start, end in split_sentences(row.text)]
            verdict = check_claim(row.question, sources)
            graded = "right" if (str(verdict.supported),) == row.golds else "wrong"
            return Outcome(str(verdict.supported), True, graded)
        if row.group == WRITTEN:
            whole = self._written.ask(row.question)
            return Outcome(
                whole.answer,
                whole.answerable,
                grade(row.kind, whole.answer, list(row.golds)),
                confidence=whole.confidence,
            )
        answer = self._desk.ask(row.question, articles=[self._ids[row.text]], force=True)
        if row.group not in ("wiki", "news"):
            shown = answer.answer if answer.answerable else ""
            kind = row.group if row.golds else "unanswerable"
            return Outcome(shown, answer.answerable, grade(kind, shown, list(row.golds)))
        return Outcome(
            answer.answer,
            answer.answerable,
            "" if row.golds else "unscored",
            f1(answer.answer, row.golds) if row.golds else 0.0,
            exact_match(answer.answer, row.golds) if row.golds else 0.0,
            answer.confidence,
        )


def read_rows(data: Path, limit: int | None) -> Iterator[Row]:
    """Yield the rows of both dev sets, of the kinds and of the claims."""
    for group, name, most in (
        ("wiki", "qa_dev_wiki.jsonl.gz", limit),
        ("news", "qa_dev_news.jsonl.gz", limit or NEWS_ROWS),
    ):
        for row in rows_of.sample(rows_of.read(data / name, rows_of.qa_row), most):
            yield Row(group, row.question, row.golds, row.context, row.title)
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
            row["kind"], row["question"], tuple(row["gold"]), article["text"], article["title"]
        )
    for claim in rows_of.sample(
        rows_of.read(data / "grounding_dev.jsonl.gz", rows_of.grounding_row), limit
    ):
        yield Row(CLAIMS, claim.claim, (str(claim.supported),), claim.document)


def figures(rows: Sequence[Row], outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return percentages for the dev sets, and counts of right and wrong for the others.

    "Brier" is the mean squared error of the confidence, times 100: on the dev sets, where all
    answers are shown, and on stories, of the answers there.
    """
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for row, outcome in zip(rows, outcomes, strict=True):
        groups[row.group].append(outcome)
    found: dict[str, float] = {}
    for group, own in groups.items():
        if group in ("wiki", "news"):
            scored = [each for each in own if not each.grade]
            found[f"{group} F1"] = 100 * (mean([each.overlap for each in scored]) or 0.0)
            found[f"{group} EM"] = 100 * (mean([each.exact for each in scored]) or 0.0)
            found[f"{group} Brier"] = _brier((each.confidence, each.exact) for each in own)
        else:
            for value in ("right", "wrong"):
                found[f"{group} {value}"] = sum(each.grade == value for each in own)
            if group.endswith("stories"):
                said = [each for each in own if each.answer]
                found[f"{group} Brier"] = _brier((e.confidence, e.grade == "right") for e in said)
    return found


def _brier(sure: Iterable[tuple[float, float]]) -> float:
    """Return 100 times the mean squared difference of each pair."""
    return 100 * (mean([(each - right) ** 2 for each, right in sure]) or 0.0)


def ask_all(
    questions: Questions, rules: Mapping[str, Any]
) -> tuple[list[Outcome], dict[str, set[int]]]:
    """Return what comes of every question, and on which rows each rule says anything."""
    touched: dict[str, set[int]] = {rule: set() for rule in rules}
    outcomes: list[Outcome] = []
    with watching(rules, lambda rule: touched[rule].add(len(outcomes))):
        for row in questions.rows:
            outcomes.append(questions.ask(row))
    return outcomes, touched


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
    with ExitStack() as stack:
        model: Generator = Remembering(load_generator(None))
        questions = Questions(options.data, options.limit, model, stack)
        rules = {rule: RULES[rule] for rule in options.only}
        first, touched = ask_all(questions, rules)
        full = figures(questions.rows, first) | {"other answers": 0}
        passes = {}
        for rule, stand in rules.items():
            other = list(first)
            with without(rule, stand):
                for at in touched[rule]:
                    other[at] = questions.ask(questions.rows[at])
            changes = sum(
                (a.answer, a.shown) != (b.answer, b.shown)
                or abs(a.confidence - b.confidence) > 0.01
                for a, b in zip(first, other, strict=True)
            )
            passes[rule] = figures(questions.rows, other) | {"other answers": changes}
            print(f"{rule}: {len(touched[rule])} touched", file=sys.stderr, flush=True)
    print(table(full, passes))
    if options.out is not None:
        options.out.write_text(json.dumps({"all": full, **passes}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
