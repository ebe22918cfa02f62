"""Sets that rules are measured on without a reader: claims, verdicts on passages, quotes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import quotes
from benchmarks.libraries.quotes import by_rules, labelled, read_labels, score
from benchmarks.support.outcomes import Outcome, Row
from qa.answering.verdict import find_verdict
from qa.evaluate import data as rows_of
from qa.grounding.check import check_claim
from qa.question.claims import read_claim
from qa.text.sentences import split_sentences

CLAIMS = "claims"
"""The claims of ``grounding_dev``."""
NEWS, EDITED = "news claims", "edited claims"
"""Samples of ``grounding_more``: summaries of news that people judged, and edits of sentences."""
FEVER, BOOLQ = "fever", "boolq"
"""FEVER-symmetric, asked "Is it true that ...", and the training slice of BoolQ."""
QUOTED, SPOKEN = "quotes", "he and she"
"""The labelled articles of ``benchmarks.quotes``: words and speakers, and who "he" is."""

MORE = {
    NEWS: ("defacto", "fib", "frank", "xsumfaith", "factcc-human", "cliff"),
    EDITED: ("paws-wiki", "fm2", "conjnli", "factcc-synthetic", "vitaminc-sample", "negation-mnli"),
}
MOST = 300
"""Claims taken of each of these."""
_CHECKED = (CLAIMS, NEWS, EDITED)
GROUPS = (*_CHECKED, FEVER, BOOLQ, QUOTED, SPOKEN)


def read_rows(data: Path, limit: int | None) -> Iterator[Row]:
    """Yield all rows; ``limit`` samples the claims and the questions."""
    for claim in rows_of.sample(
        rows_of.read(data / "grounding_dev.jsonl.gz", rows_of.grounding_row), limit
    ):
        yield Row(CLAIMS, claim.claim, (str(claim.supported),), claim.document)
    several = {source: group for group, names in MORE.items() for source in names}
    more: dict[str, list[dict[str, Any]]] = {source: [] for source in several}
    for row in _lines(data, "grounding_more", *several):
        more[row["source"]].append(row)
    for source, found in more.items():
        for row in rows_of.sample(found, min(MOST, limit or MOST)):
            golds = (str(row["supported"]),)
            yield Row(several[source], row["claim"], golds, row["document"])
    for row in rows_of.sample(list(_lines(data, "grounding_train", "fever-symmetric")), limit):
        said = row["claim"].strip().rstrip(".")
        gold = "yes" if row["supported"] else "no"
        yield Row(FEVER, f"Is it true that {said}?", (gold,), row["document"])
    for row in rows_of.sample(list(_lines(data, "yesno_train", "boolq-train-slice")), limit):
        yield Row(BOOLQ, row["question"], (row["answer"],), row["context"], row["title"])
    for text, labels in labelled(data):
        yield Row(QUOTED, "", tuple(labels), text)
    for text, spoken in read_labels(data, quotes.PRONOUNS):
        yield Row(SPOKEN, "", tuple(spoken), text)


def _lines(data: Path, name: str, *sources: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (row for row in map(json.loads, lines) if row["source"] in sources)


def outcome_of(row: Row) -> Outcome:
    """Return what comes of one row of these sets."""
    if row.group in _CHECKED:
        sources = [row.text[start:end] for start, end in split_sentences(row.text)]
        verdict = check_claim(row.question, sources)
        graded = "right" if (str(verdict.supported),) == row.golds else "wrong"
        return Outcome(str(verdict.supported), True, graded)
    if row.group == QUOTED:
        found = by_rules(row.text)
        scores = score(by_rules, [(row.text, list(row.golds))]) if found else {}
        grades = [
            name
            for name in ("words", "speaker", "place")
            for _ in range(round(scores.get(f"{name} R", 0.0) * len(row.golds) / 100))
        ]
        return Outcome(str(found), True, grades=(*grades, *["found"] * len(found)))
    if row.group == SPOKEN:
        given = tuple(quotes.grades(row.text, row.golds))
        return Outcome(str(given), True, grades=given)
    said = find_verdict(read_claim(row.question), row.text, "", row.title)
    word = said.said if said is not None else ""
    decided = word in ("yes", "no")
    return Outcome(
        word, decided, ("right" if (word,) == row.golds else "wrong") if decided else "open"
    )
