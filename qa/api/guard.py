"""Turns away requests that a page of another site makes its reader's browser send."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.problems import Problem, respond
from qa.sources.fetch.addresses import is_loopback

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Guard:
    """Middleware: a browser's request passes only if a page of this server made it.

    A page elsewhere can call 127.0.0.1 under its own name (DNS rebinding) or across origins;
    both show in the headers. A ``local`` server answers to this machine's names only.
    """

    def __init__(self, app: ASGIApp, *, local: bool) -> None:
        self._app = app
        self._local = local

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass; answer 403 to the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        if not is_own_origin(host, origin) or (self._local and not is_loopback(_name(host))):
            detail = "Only this server's own pages, and programs, may call it."
            kind = "urn:copydesk:foreign-origin"
            refusal = respond(Problem(type=kind, title="Foreign origin", status=403, detail=detail))
            await refusal(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message.get("headers", [])}
                added = [each for each in HEADERS if each[0] not in present]
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        await self._app(scope, receive, with_headers)


def is_own_origin(host: str, origin: str | None) -> bool:
    """Tell whether a page of the server called ``host``, or no page at all, made a request."""
    if origin is None:
        return True
    try:
        return bool(host) and urlsplit(origin).netloc == host
    except ValueError:
        return False


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
