"""The page as a part of the server: made, and its streams ended."""

from __future__ import annotations

from fastapi import FastAPI

from qa.desk.listening import relay_progress as relay
from qa.ui import make_page, private_uploads

__all__ = ["end_streams", "make_page", "private_uploads", "relay"]


def end_streams(page: FastAPI) -> None:
    """End the streams of open pages and of Gradio's clients, for which the server would wait."""
    page.state.page.end_streams()
    for route in page.routes:
        stop = getattr(getattr(route, "app", None), "stop_event", None)
        if stop is not None:
            stop.set()
