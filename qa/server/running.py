"""One process that listens until it is told to end, and then finishes what it has begun."""

from __future__ import annotations

import contextlib
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI

from qa.ui.server import page_url

log = logging.getLogger(__name__)

KEEP_SECONDS = 75
"""An idle connection is kept so long, longer than by clients, lest it ends as it is used again."""
GRACE_SECONDS = 30
"""What answers in flight get to end; container runtimes kill after as long or less."""


def run(
    app: FastAPI,
    listener: socket.socket,
    host: str,
    *,
    ready: Callable[[str], None] | None = None,
    stopping: Callable[[], None] | None = None,
) -> None:
    """Serve ``app`` on ``listener`` until SIGTERM or Ctrl-C; ``make_server`` says the rest."""
    server = make_server(app, listener, host, ready=ready, stopping=stopping)
    with contextlib.suppress(KeyboardInterrupt), terminated():
        server.run(sockets=[listener])


@contextlib.contextmanager
def terminated() -> Iterator[None]:
    """Make SIGTERM end this block as Ctrl-C does, so that what it holds open is closed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def make_server(
    app: FastAPI,
    listener: socket.socket,
    host: str,
    *,
    ready: Callable[[str], None] | None = None,
    stopping: Callable[[], None] | None = None,
) -> uvicorn.Server:
    """Return a server that has yet to run; setting ``should_exit`` ends it.

    ``ready`` is called with the address once requests are taken, ``stopping`` before the
    connections that are open get ``GRACE_SECONDS`` to end.
    """
    url = page_url(host, listener.getsockname()[1])

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                log.info("serving %s", url)
                if ready is not None:
                    ready(url)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.copydesk.adding.stop.set()
            if stopping is not None:
                stopping()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_keep_alive=KEEP_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return Server(config)
