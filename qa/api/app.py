"""The application: every route over one service, its errors as problems, its ends in order."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import anyio
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.api import articles, openai, problems, questions
from qa.api.guard import Guard
from qa.api.service import Service
from qa.desk import Desk
from qa.version import __version__

MAX_BODY = 100_000_000
"""Bytes of one request: an upload of several files; each may have ``DEFAULT_MAX_MB``."""
MAX_JSON = 20_000_000
"""Bytes of a request that is no upload: more than the longest text that is stored."""
DESCRIPTION = (
    "Answers out of news articles, with the characters that they were read in: "
    "`text[start:end] == quote` for every citation. What an operation returns is what the command "
    "of the same name writes with --json. Errors are problem details (RFC 9457)."
)


def create_app(desk: Desk, *, local: bool = True, pages: FastAPI | None = None) -> FastAPI:
    """Return the application over ``desk``.

    A ``local`` one answers to this machine's names only; ``pages`` has every other path. The
    tools of the Model Context Protocol are at /mcp where its SDK is installed.
    """
    service = Service(desk)
    tools = make_mcp_app(service)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for part in filter(None, (tools, pages)):
                await stack.enter_async_context(part.router.lifespan_context(part))
            yield
        await anyio.to_thread.run_sync(service.close)

    app = FastAPI(
        title="Copydesk",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        max_body_size=MAX_BODY,
        # Their pages load scripts from elsewhere; /openapi.json is for tools.
        docs_url=None,
        redoc_url=None,
    )
    app.state.copydesk = service
    app.add_middleware(Guard, local=local)
    problems.install(app)
    app.include_router(questions.router)
    app.include_router(articles.router)
    app.include_router(openai.router)
    if tools is not None:
        app.router.routes.extend(tools.routes)
    if pages is not None:
        app.router.default = Elsewhere(app.router.default, pages)
    return app


def make_mcp_app(service: Service) -> Starlette | None:
    """Return the tools as an application with the one path /mcp; None without their SDK."""
    if importlib.util.find_spec("mcp") is None:
        return None
    from mcp.server.transport_security import TransportSecuritySettings

    from qa.api.mcp import make_mcp

    # Foreign hosts and origins are turned away before; a call needs no session.
    unguarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    server = make_mcp(service)
    return server.streamable_http_app(stateless_http=True, transport_security=unguarded)


class Elsewhere:
    """What answers a path that is no operation's: the pages, but below /v1 "not found"."""

    def __init__(self, missing: ASGIApp, pages: ASGIApp) -> None:
        self._missing = missing
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        below = scope.get("path", "").startswith("/v1/")
        await (self._missing if below else self._pages)(scope, receive, send)
