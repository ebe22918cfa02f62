"""A server on loopback whose every answer a test decides."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each path with what a test has put there."""

    protocol_version = "HTTP/1.1"
    replies: dict[str, Reply]
    seen: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        self.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        self.close_connection = True
        # The client has had enough at times, which is what some tests are about.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.replies[self.path](self)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def give(self, data: bytes, kind: str = "text/html", status: int = 200, **more: str) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in more:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Site:
    """A server on loopback, and the names that lead to it."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.replies: dict[str, Reply] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        handler = type("Own", (Handler,), {"replies": self.replies, "seen": self.seen})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if context is not None:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def url(self, path: str = "/", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def serve(self, path: str, data: bytes, *args: Any, **more: Any) -> str:
        self.replies[path] = lambda handler: handler.give(data, *args, **more)
        return self.url(path)

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
