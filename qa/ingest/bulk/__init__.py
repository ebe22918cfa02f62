"""An archive added by several processes or machines, on Ray Data."""

from __future__ import annotations

from qa.ingest.bulk.adding import INSTALL, add_bulk

__all__ = ["INSTALL", "add_bulk"]
