"""The HTTP side: one socket, one application, and no door open that need not be."""

from __future__ import annotations

import contextlib
import errno
import importlib.resources
import ipaddress
import logging
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qa.errors import CopydeskError, InputError

if TYPE_CHECKING:
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

LARGEST_PORT = 65_535
# Well above the largest article that the library takes, so that mostly its own message, which
# names the file and the remedy, is the one that is read.
UPLOAD_LIMIT = "100mb"
# Nothing comes from, or goes to, another host: not a font, not a script, not a report. Gradio
# evaluates its templates in the page, hence the two `unsafe` words.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "form-action 'self'"
)
# Seconds that open connections get to end after Ctrl-C.
GRACE_SECONDS = 2


def listen(host: str, port: int) -> socket.socket:
    """Bind ``host``:``port`` (0 for any free port) and return the listening socket.

    Raises:
        InputError: ``port`` is out of range, or ``host`` is no address of this machine.
        CopydeskError: The port is taken, or may not be used by this user.
    """
    if not 0 <= port <= LARGEST_PORT:
        raise InputError(f"port {port} is outside 0 to {LARGEST_PORT:,}; choose one with --port")
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(address, family=family)
    except (socket.gaierror, UnicodeError) as error:
        raise InputError(
            f"{host!r} is not a host name or address; use 127.0.0.1 for this machine only"
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CopydeskError(
                f"port {port} on {host} is in use; choose another with --port, or --port 0 for any"
            ) from error
        if error.errno == errno.EADDRNOTAVAIL:
            raise InputError(
                f"{host} is not an address of this machine; use 127.0.0.1 for this machine only"
            ) from error
        raise CopydeskError(
            f"cannot listen on {host} port {port} ({error.strerror}); choose another with --port"
        ) from error


def run_server(
    pages: gr.Blocks, listener: socket.socket, host: str, ready: Callable[[str], None] | None
) -> None:
    """Serve ``pages`` on ``listener`` until Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt):
        make_server(pages, listener, host, ready).run(sockets=[listener])


def make_server(
    pages: gr.Blocks,
    listener: socket.socket,
    host: str,
    ready: Callable[[str], None] | None = None,
) -> uvicorn.Server:
    """Return a server for ``pages`` that has yet to run; setting ``should_exit`` ends it."""
    import uvicorn

    app = make_application(pages, local=is_loopback(host))
    url = page_url(host, listener.getsockname()[1])

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                log.info("serving %s", url)
                if ready is not None:
                    ready(url)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            # Each open page holds a heartbeat stream; without this, Ctrl-C waits for them all.
            for route in app.routes:
                stop = getattr(getattr(route, "app", None), "stop_event", None)
                if stop is not None:
                    stop.set()
            await super().shutdown(sockets)

    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS)
    return Server(config)


def make_application(pages: gr.Blocks, *, local: bool) -> FastAPI:
    """Return the web application; a ``local`` one answers to this machine's names only."""
    import gradio as gr
    from fastapi import FastAPI

    from qa.ui.theme import theme

    # No API pages: the command line and `qa.Desk` are the interfaces for programs.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard, local=local)
    folder = importlib.resources.files("qa.ui")
    script = folder.joinpath("page.js").read_text("utf-8")
    gr.mount_gradio_app(
        app,
        pages,
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        allowed_paths=[],
        css=folder.joinpath("page.css").read_text("utf-8"),
        enable_monitoring=False,
        footer_links=[],
        head=f"<script>{script}</script>",
        max_file_size=UPLOAD_LIMIT,
        mcp_server=False,
        pwa=False,
        run_history=False,
        # Unforeseen errors are logged; their text could name the server's paths.
        show_error=False,
        ssr_mode=False,
        theme=theme(),
    )
    return app


def page_url(host: str, port: int) -> str:
    """Return the URL that opens the pages in a browser on this machine."""
    name = host.strip("[]")
    if name in ("0.0.0.0", "::", ""):
        name = "127.0.0.1"
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


class Guard:
    """Middleware: adds the content policy, and turns away other sites' requests when local.

    A page elsewhere can make its reader's browser call 127.0.0.1, under its own
    name (DNS rebinding) or across origins; both show in the headers.
    """

    def __init__(self, app: ASGIApp, *, local: bool) -> None:
        self._app = app
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass; answer 403 to the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if self._local and not _own(headers.get(b"host", ""), headers.get(b"origin")):
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b"Not from this machine.\n"})
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                message["headers"] = [
                    *message["headers"],
                    (b"content-security-policy", CONTENT_POLICY.encode()),
                    (b"referrer-policy", b"no-referrer"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        await self._app(scope, receive, with_policy)


def _own(host: str, origin: str | None) -> bool:
    """Tell whether a request was made to this machine, by a page of this server or none."""
    name = urlsplit(f"//{host}").hostname or ""
    return is_loopback(name) and (origin is None or urlsplit(origin).netloc == host)
