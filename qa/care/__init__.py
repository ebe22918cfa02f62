"""Care of a library: copies of it, checks and repair, and vectors of another embedder."""

from __future__ import annotations

from qa.care.check import check
from qa.care.exporting import FORMATS, export
from qa.care.importing import import_file
from qa.care.reindex import reindex
from qa.care.reports import CheckReport, ExportReport, Problem, ReindexReport

__all__ = [
    "FORMATS",
    "CheckReport",
    "ExportReport",
    "Problem",
    "ReindexReport",
    "check",
    "export",
    "import_file",
    "reindex",
]
