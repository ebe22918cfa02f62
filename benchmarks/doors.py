"""Whether every door gives the same answer: ``python -m benchmarks.doors --data DIR``.

Puts 60 questions of an archive, each to its own article, through ``ask``, ``stream``, a chat, a
comparison of that article alone, one with another article beside it, and the evaluation.
Prints where answer, confidence, citations or support differ, and exits with 1 if any does.
Beside another article a comparison may find an article silent; what it shows is compared.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qa.desk import Desk
from qa.evaluate.harness import OpenDesk, add_texts
from qa.evaluate.qa import evaluate_qa
from qa.records import Answer, ArticleAnswer, Citation, Support

QUESTIONS = 60
LEAST_DIFFERENCE = 1e-5
"""Confidences nearer than this are the same: passages read in another batch round otherwise."""
EVALUATED_DIGITS = 4
"""Decimals of the confidence that the evaluation writes."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the article that it is put to."""

    question: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a door gives; ``answer`` is "" where it gives none."""

    answer: str
    answerable: bool
    confidence: float
    citations: tuple[Citation, ...]
    support: Support

    def like(self, other: Said) -> bool:
        """Say whether both are the same but for rounding."""
        pairs = (
            (self.confidence, other.confidence),
            (self.support.score, other.support.score),
        )
        return (
            (self.answer, self.answerable, self.citations, self.support.reasons)
            == (other.answer, other.answerable, other.citations, other.support.reasons)
            and self.support.supported == other.support.supported
            and all(math.isclose(a, b, abs_tol=LEAST_DIFFERENCE) for a, b in pairs)
        )


def said(answer: Answer | ArticleAnswer) -> Said:
    """Return what an answer has in common with those of the other doors."""
    return Said(
        answer.answer, answer.answerable, answer.confidence, answer.citations, answer.support
    )


def differences(
    cases: Sequence[Case], folder: Path, open_desk: OpenDesk = Desk.open
) -> Iterator[str]:
    """Yield one line for each door that does not say what ``ask`` says."""
    evaluated = evaluation(cases, folder, open_desk)
    with open_desk(folder / "doors.copydesk") as desk:
        ids = add_texts(desk, {case.text: case.title for case in cases})
        others = [*dict.fromkeys(ids.values())]
        for number, case in enumerate(cases):
            own = ids[case.text]
            first = said(desk.ask(case.question, articles=[own]))
            beside = next(each for each in others[number % len(others) :] + others if each != own)
            for door, other in doors(desk, case.question, own, beside):
                if not other.like(first):
                    yield f"{door}: {case.question}\n  {other}\n  {first}"
            row = evaluated[number]
            shown = row["answer"] if row["answerable"] else ""
            sure = abs(row["confidence"] - first.confidence) < 10.0**-EVALUATED_DIGITS
            if shown != first.answer or not sure:
                yield f"eval: {case.question}\n  {row}\n  {first}"


def doors(desk: Desk, question: str, own: str, beside: str) -> Iterator[tuple[str, Said]]:
    """Yield the name of each door and what it says to a question of the article ``own``."""
    stream = desk.stream(question, articles=[own])
    text = "".join(stream)
    yield "stream", said(stream.answer)
    if text != stream.answer.answer:
        yield f"pieces of stream: {text!r}", Said("", False, 0.0, (), Support(False, 0.0))
    yield "chat", said(desk.chat().ask(question, articles=[own]).answer)
    (alone,) = desk.compare(question, articles=[own]).answers
    yield "compare", said(alone)
    for each in desk.compare(question, articles=[own, beside]).answers:
        if each.article_id == own and each.answerable:
            yield "compare with another", said(each)


def evaluation(cases: Sequence[Case], folder: Path, open_desk: OpenDesk) -> list[dict[str, Any]]:
    """Return the rows that ``copydesk eval qa --rows`` writes for the cases."""
    asked, rows = folder / "asked.jsonl", folder / "rows.jsonl"
    lines = [
        {"question": c.question, "context": c.text, "title": c.title, "answers": []} for c in cases
    ]
    asked.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    evaluate_qa(asked, rows_to=rows, open_desk=open_desk)
    return [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]


def archive(data: Path, count: int) -> list[Case]:
    """Return the first questions of an archive, each with the first of its articles."""
    with gzip.open(data / "archive_news.jsonl.gz", "rt", encoding="utf-8") as file:
        articles = {row["url"]: row for row in map(json.loads, file)}
    found = []
    with gzip.open(data / "archive_questions.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            known = [articles[url] for url in row["relevant"] if url in articles]
            if known:
                found.append(Case(row["question"], known[0]["title"], known[0]["text"]))
            if len(found) == count:
                break
    return found


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        cases = archive(options.data, options.questions)
        found = list(differences(cases, Path(folder)))
    print("\n".join(found) or f"the same for {len(cases)} questions")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
