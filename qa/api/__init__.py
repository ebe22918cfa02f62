"""The doors for other programs: a typed REST API over one desk, or one for each user.

Importing this package loads no FastAPI; ``create_app`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qa.api.progress import relay_progress

if TYPE_CHECKING:
    from fastapi import FastAPI

    from qa.desk import Desk

__all__ = ["create_app", "relay_progress"]


def create_app(desk: Desk, **options: Any) -> FastAPI:
    """Return the application over ``desk``; ``options`` are those of ``qa.api.app.create_app``.

    Open the desk with ``progress=relay_progress``, so that each request hears of its own work.
    """
    from qa.api.app import create_app as create

    return create(desk, **options)
