"""Answers HEAD wherever GET is answered: the same headers, and no body (RFC 9110, 9.3.2)."""

from __future__ import annotations

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Middleware: asks what is below for GET, and passes on its headers alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, HEAD as GET."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        # A copy: the server itself has to know that no body will come.
        asked = {**scope, "method": "GET"}
        with anyio.CancelScope() as work:

            async def headers_alone(message: Message) -> None:
                if message["type"] == "http.response.start":
                    await send(message)
                    await send({"type": "http.response.body", "body": b""})
                    work.cancel()  # a stream has no end, and a file need not be read

            await self._app(asked, receive, headers_alone)
        if "route" in asked:  # by which the request is counted
            scope["route"] = asked["route"]
