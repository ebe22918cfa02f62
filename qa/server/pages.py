"""The pages as a part of the server: made, and told how far their requests' work is."""

from __future__ import annotations

from fastapi import FastAPI

from qa.api import relay_progress
from qa.desk import Desk
from qa.records import ProgressEvent
from qa.ui import _private_uploads as private_uploads
from qa.ui import build

__all__ = ["end_streams", "make_pages", "private_uploads", "relay"]


def make_pages(desk: Desk, *, local: bool) -> FastAPI:
    """Return the pages over ``desk`` as an application of their own."""
    pages = build(desk)
    from qa.ui.server import make_application

    return make_application(pages, local=local)


def end_streams(pages: FastAPI) -> None:
    """End the stream that each open page holds, which would else keep the server waiting."""
    for route in pages.routes:
        stop = getattr(getattr(route, "app", None), "stop_event", None)
        if stop is not None:
            stop.set()


def relay(event: ProgressEvent) -> None:
    """Tell the request that a step belongs to, whichever door it came by."""
    from qa.ui.page import relay_progress as relay_to_page

    relay_progress(event)
    relay_to_page(event)
