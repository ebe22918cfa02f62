"""Copydesk: ask, summarise and compare news articles with local models."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qa.errors import (
    ArticleError,
    ArticleNotFound,
    CopydeskError,
    DownloadRefused,
    EmbedderMismatch,
    InputError,
    LibraryError,
    MissingDependency,
    ModelError,
)
from qa.version import __version__

if TYPE_CHECKING:
    from qa.desk import Desk
    from qa.records import Answer, Citation, Comparison, Filters, Summary

__all__ = [
    "Answer",
    "ArticleError",
    "ArticleNotFound",
    "Citation",
    "Comparison",
    "CopydeskError",
    "Desk",
    "DownloadRefused",
    "EmbedderMismatch",
    "Filters",
    "InputError",
    "LibraryError",
    "MissingDependency",
    "ModelError",
    "Summary",
    "__version__",
]

_RECORDS = ("Answer", "Citation", "Comparison", "Filters", "Summary")
_HOMES = {"Desk": "qa.desk", **dict.fromkeys(_RECORDS, "qa.records")}


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that ``import qa`` stays instant."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, those not imported yet included."""
    return sorted(__all__)
