"""The version of the package, which nothing has to import the front door for."""

from __future__ import annotations

__version__ = "0.1.0"
