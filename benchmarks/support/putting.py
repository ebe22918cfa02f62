"""The sets that ``benchmarks.rules`` puts to a desk: questions, stories, kinds, comparisons."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import comparisons, stories
from benchmarks import kinds as written
from benchmarks.kinds import grade
from benchmarks.support import plain_sets
from benchmarks.support.outcomes import DEV, Outcome, Row
from qa.desk import Desk
from qa.evaluate import data as rows_of
from qa.evaluate.harness import add_texts
from qa.evaluate.metrics import exact_match, f1
from qa.neural.resources import seeds_dir
from qa.protocols import Generator

KINDS = Path(__file__).parent.parent / "data" / "kinds.jsonl"
NEWS_ROWS = 400
SETS = ("articles", "stories", "written", "plain", "comparisons")
"""What may be asked: each question to its article, stories, ``benchmarks.kinds``, what needs no
reader, and the halves of ``benchmarks.comparisons`` that are developed on."""
WRITTEN = "written"
COMPARED = "comparisons"


class Questions:
    """All questions of the chosen sets, with a library for each that needs one."""

    def __init__(
        self,
        data: Path,
        limit: int | None,
        model: Generator,
        stack: ExitStack,
        sets: Collection[str] = SETS,
    ) -> None:
        """Read the rows and add the articles; ``stack`` closes the libraries."""
        scratch = Path(stack.enter_context(TemporaryDirectory()))

        def opened(name: str) -> Desk:
            return stack.enter_context(Desk.open(scratch / f"{name}.copydesk", model=model))

        self.rows: list[Row] = []
        self._libraries: dict[str, Desk] = {}
        if "articles" in sets:
            self.rows += read_rows(data, limit)
            self._desk = opened("articles")
            self._ids = add_texts(self._desk, {row.text: row.title for row in self.rows})
        if "stories" in sets:
            for name, path in stories.SETS.items():
                told = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
                group = f"{name} stories"
                self._libraries[group] = opened(name)
                stories.add_stories(self._libraries[group], told, data, scratch)
                asked = [row for row in stories.of_half(told, "develop") if "ask" in row]
                self.rows += [Row(group, row["ask"], tuple(row["gold"])) for row in asked]
        if WRITTEN in sets:
            self._libraries[WRITTEN] = opened(WRITTEN)
            self._libraries[WRITTEN].add(written.DATA / "kinds", seeds_dir())
            self.rows += [
                Row(WRITTEN, row["question"], tuple(row["gold"]), kind=row["kind"])
                for row in written.rows()
            ]
        if "plain" in sets:
            self.rows += plain_sets.read_rows(data, limit)
        if COMPARED in sets:
            self._add_comparisons(opened(COMPARED), data, scratch)

    def _add_comparisons(self, desk: Desk, data: Path, scratch: Path) -> None:
        lines = comparisons.QUESTIONS.read_text("utf-8").splitlines()
        told = [row for row in map(json.loads, lines) if row["half"].endswith("develop")]
        stories.add_stories(desk, told, data, scratch)
        self._libraries[COMPARED] = desk
        self._compared = comparisons.story_articles(desk, told)
        self.rows += [Row(COMPARED, row["compare"], (row,)) for row in told if "compare" in row]

    def ask(self, row: Row) -> Outcome:
        """Return what comes of one question."""
        if row.group == COMPARED:
            return self._compare(row.question, row.golds[0])
        if row.group in self._libraries:
            answer = self._libraries[row.group].ask(row.question)
            if row.group == WRITTEN:
                graded: str = grade(row.kind, answer.answer, list(row.golds))
            else:
                graded = stories.graded(answer, list(row.golds))
            return Outcome(answer.answer, answer.answerable, graded, confidence=answer.confidence)
        if row.group in plain_sets.GROUPS:
            return plain_sets.outcome_of(row)
        answer = self._desk.ask(row.question, articles=[self._ids[row.text]], force=True)
        if row.group not in DEV:
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

    def _compare(self, question: str, row: Mapping[str, Any]) -> Outcome:
        made = self._libraries[COMPARED].compare(question, articles=self._compared[row["story"]])
        graded = comparisons.graded(made, self._compared[row["story"]], row)
        said = [(answer.answer, answer.label) for answer in made.answers]
        return Outcome(f"{made.relation}: {said}", True, grades=graded)


def read_rows(data: Path, limit: int | None) -> Iterator[Row]:
    """Yield the rows of both dev sets and of the kinds, each of which has its own article."""
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
