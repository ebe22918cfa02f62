"""The check that flags claims which the cited text does not support."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Unpack

from qa.evaluate import data, metrics
from qa.evaluate.harness import DeskOptions, report_progress, temporary_desk, time_call
from qa.grounding import check as ground
from qa.records import Progress, Support
from qa.text.sentences import split_sentences


def evaluate_grounding(
    path: str | Path,
    *,
    limit: int | None = None,
    progress: Progress | None = None,
    **options: Unpack[DeskOptions],
) -> dict[str, Any]:
    """Check every claim against its document's sentences, as freely worded summaries are.

    The readers are those of ``Desk.verify`` with the same ``options``: the one that fills the
    claim's gaps, and the judge, where there is one.

    The result has ``balanced_accuracy`` of the verdicts; ``auroc`` of the
    scores, supported being positive; ``supported_recall`` and
    ``unsupported_recall``; ``supported_doubted`` and ``unsupported_doubted``, the
    shares in which the reader sees another fact, which decides nothing; under
    ``edit_types``, for each way of falsifying a claim, how many there are and the
    share flagged (``recall``; a claim edited twice counts under both); and
    milliseconds per claim, the reader's included.

    ``limit`` takes a seeded sample. Raises ``InputError`` for a bad file.
    """
    rows = data.sample(data.read(path, data.grounding_row), limit)
    verdicts: list[Support] = []
    elapsed: list[float] = []
    with temporary_desk(None, options, progress) as desk:
        readers = desk.claim_readers()
        for done, row in enumerate(rows, 1):
            sources = [row.document[start:end] for start, end in split_sentences(row.document)]
            verdict, took = time_call(partial(ground.check_claim, row.claim, sources, *readers))
            verdicts.append(verdict)
            elapsed.append(took)
            report_progress(progress, "read", done, len(rows))
    return {
        "file": Path(path).name,
        "n": len(rows),
        "n_supported": sum(row.supported for row in rows),
        **score(verdicts, rows),
        **metrics.latency_percentiles(elapsed),
    }


def score(verdicts: Sequence[Support], rows: Sequence[data.GroundingRow]) -> dict[str, Any]:
    """Return the scores that ``evaluate_grounding`` describes; one verdict a row, in order."""
    actual = [row.supported for row in rows]
    predicted = [verdict.supported for verdict in verdicts]
    pairs = list(zip(predicted, rows, strict=True))
    edits = sorted({edit for row in rows if not row.supported for edit in row.edit_types})
    flagged = {
        edit: [not kept for kept, row in pairs if not row.supported and edit in row.edit_types]
        for edit in edits
    }
    return {
        "balanced_accuracy": metrics.balanced_accuracy(predicted, actual),
        "auroc": metrics.auroc([verdict.score for verdict in verdicts], actual),
        "supported_recall": metrics.share([kept for kept, row in pairs if row.supported]),
        "unsupported_recall": metrics.share([not kept for kept, row in pairs if not row.supported]),
        "supported_doubted": metrics.share(
            [bool(v.doubts) for v, row in zip(verdicts, rows, strict=True) if row.supported]
        ),
        "unsupported_doubted": metrics.share(
            [bool(v.doubts) for v, row in zip(verdicts, rows, strict=True) if not row.supported]
        ),
        "edit_types": {
            edit: {"n": len(flags), "recall": metrics.share(flags)}
            for edit, flags in flagged.items()
        },
    }
