"""The web application of the page: its files, its addresses, its errors."""

from __future__ import annotations

import importlib.resources
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles

from qa.desk import Desk
from qa.errors import ArticleNotFound, CopydeskError
from qa.ui.headers import Headers
from qa.ui.messages import UNEXPECTED, page_message
from qa.ui.routes import router
from qa.ui.state import PageState

log = logging.getLogger(__name__)


def make_application(desk: Desk) -> FastAPI:
    """Return the page over ``desk``; open that with ``progress=qa.ui.relay_progress``."""
    state = PageState(desk)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await anyio.to_thread.run_sync(state.close)

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.page = state
    app.add_middleware(Headers)
    _add_errors(app, desk)
    app.include_router(router)
    app.mount("/static", static_files())

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    def index() -> FileResponse:
        return FileResponse(_static() / "index.html", headers={"cache-control": "no-cache"})

    return app


def static_files() -> StaticFiles:
    """Return what answers with the style sheets and scripts of the page."""
    return StaticFiles(directory=_static())


def _static() -> Path:
    return Path(str(importlib.resources.files("qa.ui"))) / "static"


def _add_errors(app: FastAPI, desk: Desk) -> None:
    """Make every error a message that the page can show."""

    @app.exception_handler(CopydeskError)
    def refused(request: Request, error: CopydeskError) -> JSONResponse:
        status = 404 if isinstance(error, ArticleNotFound) else 400
        return JSONResponse({"message": page_message(error, desk.path)}, status_code=status)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        said = "This can't be sent: it is longer or other than what is allowed here."
        return JSONResponse({"message": said}, status_code=422)

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return JSONResponse({"message": UNEXPECTED}, status_code=500)
