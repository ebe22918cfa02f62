"""Measure Copydesk on labelled files: ``copydesk eval`` and the benchmarks call these.

Every function returns plain dicts, lists and scalars, ready for JSON. Nothing
but the timings changes from run to run.
"""

from __future__ import annotations

from qa.evaluate.archive import evaluate_archive
from qa.evaluate.grounding import evaluate_grounding
from qa.evaluate.harness import DeskOptions, OpenDesk
from qa.evaluate.qa import evaluate_qa
from qa.evaluate.retrieval import evaluate_retrieval
from qa.evaluate.summaries import evaluate_summaries

__all__ = [
    "DeskOptions",
    "OpenDesk",
    "evaluate_archive",
    "evaluate_grounding",
    "evaluate_qa",
    "evaluate_retrieval",
    "evaluate_summaries",
]
