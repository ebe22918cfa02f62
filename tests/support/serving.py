"""An application on a port of loopback, for clients that need a real one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI

from qa.api import create_app
from qa.desk import Desk
from qa.server.running import make_server
from qa.ui import make_page
from qa.ui.server import listen


def all_doors(desk: Desk) -> FastAPI:
    """Return the application, made where a loop runs: Gradio would else leave one open."""

    async def make() -> FastAPI:
        return create_app(desk, pages=make_page(desk))

    return asyncio.run(make())


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """Yield the address of ``app``, without a slash at its end."""
    ready = threading.Event()
    with listen("127.0.0.1", 0) as listener:
        server = make_server(app, listener, "127.0.0.1", ready=lambda _: ready.set())
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert ready.wait(30), "the server did not start"
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)
