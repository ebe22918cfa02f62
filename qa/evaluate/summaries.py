"""Summaries against human ones, beside other systems' on the same articles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Unpack

from qa.evaluate import data, metrics
from qa.evaluate.harness import (
    DeskOptions,
    OpenDesk,
    add_texts,
    report_progress,
    temporary_desk,
    time_call,
)
from qa.evaluate.rouge import rouge
from qa.records import Progress
from qa.text.sentences import split_sentences

SENTENCES = 3
"""Sentences of a summary, as ``copydesk summarize`` writes them by default."""

LEADS = (2, 3)
"""First sentences that make the baselines: hard to beat on news (See et al. 2017)."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")


def evaluate_summaries(
    path: str | Path,
    *,
    limit: int | None = None,
    open_desk: OpenDesk | None = None,
    progress: Progress | None = None,
    **options: Unpack[DeskOptions],
) -> dict[str, Any]:
    """Summarise every document in three sentences and score by ROUGE.

    ``rouge1_mean``, ``rouge1_max`` and so on for rouge2 and rougeLsum are
    F-measures in [0, 1], mean or max over a document's references, averaged
    over documents. The same code scores, under ``systems``, the outputs stored
    in the file, and under ``baselines`` the first two and three sentences.

    Each also has ``words_mean``; ``novel_facts``, how many of its
    ``sentences`` hold a number or name that the document does not (see the
    function of that name); and ``novel_fact_rate``, their share.
    ``unsupported`` and ``unsupported_rate`` count our own sentences that the
    grounding check flagged.

    ``limit`` takes a seeded sample. Raises ``InputError`` for a bad file.
    """
    rows = data.sample(data.read(path, data.summary_row), limit)
    ours: list[str] = []
    flagged: list[bool] = []
    elapsed: list[float] = []
    with temporary_desk(open_desk, options, progress) as desk:
        # A title of its own: without one the first line is taken for the title, and left out.
        titles = {row.document: f"Document {number}" for number, row in enumerate(rows, 1)}
        ids = add_texts(desk, titles, progress)
        # The first call loads the model, which is no summary's time.
        model = desk.summarize(articles=[ids[rows[0].document]], sentences=SENTENCES).model
        for done, row in enumerate(rows, 1):
            summarize = partial(desk.summarize, articles=[ids[row.document]], sentences=SENTENCES)
            summary, took = time_call(summarize)
            ours.append(summary.summary)
            flagged += [not sentence.supported for sentence in summary.sentences]
            elapsed.append(took)
            report_progress(progress, "read", done, len(rows))
    return {
        "file": Path(path).name,
        "model": model,
        "n": len(rows),
        **score(ours, rows),
        "unsupported": sum(flagged),
        "unsupported_rate": metrics.share(flagged),
        **metrics.latency_percentiles(elapsed),
        "baselines": {
            f"lead-{count}": score([lead(row.document, count) for row in rows], rows)
            for count in LEADS
        },
        "systems": _systems(rows),
    }


def score(summaries: Sequence[str], rows: Sequence[data.SummaryRow]) -> dict[str, Any]:
    """Score one summary a row; rows and summaries are in the same order, one or more."""
    pairs = list(zip(summaries, rows, strict=True))
    per_row = [rouge(summary, row.references) for summary, row in pairs]
    scores: dict[str, Any] = {
        name: metrics.mean([values[name] for values in per_row]) for name in per_row[0]
    }
    novel = [
        bool(novel_facts(sentence, row.document))
        for summary, row in pairs
        for sentence in trimmed_sentences(summary)
    ]
    scores["words_mean"] = metrics.mean([float(len(summary.split())) for summary in summaries])
    scores["sentences"] = len(novel)
    scores["novel_facts"] = sum(novel)
    scores["novel_fact_rate"] = metrics.share(novel)
    return scores


def novel_facts(sentence: str, document: str) -> list[str]:
    """Return the sentence's numbers and capitalised words that the document lacks.

    Numbers compare as written ("5" is not in "50"); words without case, since
    a headline may spell a name in capitals. The sentence's first word is
    capitalised whatever it is, and so is no name. Lower-cased systems have
    only their numbers counted.
    """
    numbers, words = set(_NUMBER.findall(document)), set(_words(document.lower()))
    found = [number for number in _NUMBER.findall(sentence) if number not in numbers]
    for word in _words(sentence)[1:]:
        if word[0].isupper() and word.lower() not in words:
            found.append(word)
    return found


def _words(text: str) -> list[str]:
    """Return the words, without a possessive ending: "Trump's" names Trump."""
    return [_POSSESSIVE.sub("", word) for word in _WORD.findall(text)]


def lead(document: str, count: int) -> str:
    """Return the first ``count`` sentences."""
    return " ".join(trimmed_sentences(document)[:count])


def trimmed_sentences(text: str) -> list[str]:
    """Return the sentences without the space around them."""
    return [text[start:end].strip() for start, end in split_sentences(text)]


def _systems(rows: Sequence[data.SummaryRow]) -> Mapping[str, dict[str, Any]]:
    """Score each stored system on the rows that have its output."""
    names = dict.fromkeys(name for row in rows for name in row.systems)
    scored: dict[str, dict[str, Any]] = {}
    for name in names:
        having = [row for row in rows if name in row.systems]
        outputs = [row.systems[name] for row in having]
        scored[name] = {"n": len(having), **score(outputs, having)}
    return scored
