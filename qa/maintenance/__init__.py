"""Care of a library: copies of it, checks and repair, and vectors of another embedder."""

from __future__ import annotations

from qa.maintenance.check import check_library
from qa.maintenance.exporting import FORMATS, export
from qa.maintenance.importing import import_file
from qa.maintenance.reindex import reindex
from qa.maintenance.reports import CheckReport, ExportReport, Problem, ReindexReport

__all__ = [
    "FORMATS",
    "CheckReport",
    "ExportReport",
    "Problem",
    "ReindexReport",
    "check_library",
    "export",
    "import_file",
    "reindex",
]
