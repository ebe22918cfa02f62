"""Copydesk: ask, summarise and compare news articles with local models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.version import __version__

if TYPE_CHECKING:
    from qa.desk import Desk

__all__ = ["Desk", "__version__"]


def __getattr__(name: str) -> Any:
    """Import ``Desk`` on first use, so that ``import qa`` stays instant."""
    if name == "Desk":
        from qa.desk import Desk

        return Desk
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
