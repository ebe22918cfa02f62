"""The application: every route over one service, its errors as problems, its ends in order."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import anyio
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.api import articles, health, openai, problems, questions
from qa.api.access import Caller, current_caller
from qa.api.accounts import Accounts
from qa.api.entrance import Entrance
from qa.api.guard import Guard
from qa.api.heads import Heads
from qa.api.health import Observer
from qa.api.logins import Logins
from qa.api.rate import make_rate
from qa.api.service import Service
from qa.desk import Desk
from qa.version import __version__

MAX_BODY = 100_000_000
"""Bytes of one request: an upload of several files; each may have ``DEFAULT_MAX_MB``."""
DESCRIPTION = (
    "Answers out of news articles, with the characters that they were read in: "
    "`text[start:end] == quote` for every citation. What an operation returns is what the command "
    "of the same name writes with --json. Errors are problem details (RFC 9457)."
)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call, and how often: ``local`` answers to this machine's names only.

    Without ``accounts`` nobody is asked for a name. ``rate`` is requests a minute for each
    caller, 0 for any number; ``libraries`` opens the desk of a user by name. ``form`` says that
    there is a form at /login, to which a browser without a name is sent.
    """

    local: bool = True
    accounts: Accounts | None = None
    rate: float = 0
    read_only: bool = False
    libraries: Callable[[str], Desk] | None = None
    form: bool = False


def create_app(
    desk: Desk,
    *,
    access: Access = Access(),
    pages: FastAPI | Callable[[Caller], ASGIApp] | None = None,
    load: bool = False,
    log_questions: bool = False,
    max_body: int = MAX_BODY,
) -> FastAPI:
    """Return the application over ``desk``.

    ``pages`` has every other path, or returns what has them for a caller. ``load`` loads the
    models at the start; until then the server lives, but is not ready. The tools of the Model
    Context Protocol are at /mcp where its SDK is installed.
    """
    service = Service(desk, access.libraries, log_questions=log_questions)
    tools = make_mcp_app(service)
    parts = [each for each in (tools, pages) if isinstance(each, Starlette)]
    if load:
        service.not_ready = "the models are loading"

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for part in parts:
                await stack.enter_async_context(part.router.lifespan_context(part))
            if load:
                loading = asyncio.ensure_future(service.reading.run(service.load))
            yield
            if load:
                await asyncio.wait([loading])
        await anyio.to_thread.run_sync(service.close)

    app = FastAPI(
        title="Copydesk",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        max_body_size=max_body,
        # Their pages load scripts from elsewhere; /openapi.json is for tools.
        docs_url=None,
        redoc_url=None,
    )
    app.state.copydesk = service
    logins = None if access.accounts is None else Logins(access.accounts)
    app.state.logins = logins
    # The last that is added is the first to see a request.
    app.add_middleware(Heads)
    app.add_middleware(
        Entrance,
        logins=logins,
        form=access.form,
        rate=make_rate(access.rate),
        read_only=access.read_only,
        visitors=not access.local,
    )
    app.add_middleware(Guard, local=access.local)
    app.add_middleware(Observer, metrics=service.metrics)
    problems.install(app)
    app.include_router(questions.router)
    app.include_router(articles.router)
    app.include_router(openai.router)
    app.include_router(health.router)
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

    def __init__(self, missing: ASGIApp, pages: FastAPI | Callable[[Caller], ASGIApp]) -> None:
        self._missing = missing
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope.get("path", "").startswith("/v1/"):
            await self._missing(scope, receive, send)
            return
        pages = self._pages
        found = pages if isinstance(pages, FastAPI) else pages(current_caller())
        await found(scope, receive, send)
