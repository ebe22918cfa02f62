"""Whether the server lives, is ready, and how long its work takes: for whoever runs it."""

from __future__ import annotations

import logging
import time

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.metrics import Metrics
from qa.api.service import ReadingDesk, service_of
from qa.errors import CopydeskError

log = logging.getLogger(__name__)

router = APIRouter(tags=["health"])


@router.get("/health/live")
def live() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "live"}


@router.get("/health/ready", responses={503: {"description": "Not yet, or no longer"}})
def ready(request: Request) -> Response:
    """Say whether questions can be answered: the models are loaded, the library can be read."""
    service = service_of(request)
    reason = service.not_ready
    if not reason:
        try:
            service.desk.browse(limit=1)
        except CopydeskError as error:
            log.warning("not ready: %s", error)
            reason = "the library cannot be read"
    if reason:
        return JSONResponse({"status": "not ready", "reason": reason}, status_code=503)
    return JSONResponse({"status": "ready"})


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, desk: ReadingDesk) -> Response:
    """Return counts and times as Prometheus reads them."""
    del desk
    service = service_of(request)
    waiting = {line.name: line.waiting for line in (service.reading, service.adding)}
    return Response(service.metrics.text(waiting), media_type=CONTENT_TYPE_PLAIN_0_0_4)


class Observer:
    """Middleware: counts and times each request, and writes a line about it without its text."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            seconds = time.perf_counter() - started
            # The route's pattern, not the path: an id would make a series of its own.
            route = getattr(scope.get("route"), "path", "") or "elsewhere"
            self._metrics.count(route, scope["method"], status, seconds)
            log.info(
                "request",
                extra={
                    "fields": {
                        "method": scope["method"],
                        "path": route,
                        "status": status,
                        "ms": round(seconds * 1000, 1),
                        "user": scope.get("copydesk_user", ""),
                    }
                },
            )
