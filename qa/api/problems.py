"""Errors as problem details (RFC 9457), each with the status code that it deserves."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from qa.errors import (
    ArticleError,
    ArticleNotFound,
    CopydeskError,
    EmbedderMismatch,
    InputError,
    LibraryError,
    MissingDependency,
    ModelError,
)
from qa.text.paths import hide_folders

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
UNEXPECTED = "Something went wrong inside Copydesk; the server's log has the details."
RETRY_SECONDS = 2
# The first that an error is an instance of decides.
STATUSES: tuple[tuple[type[CopydeskError], int], ...] = (
    (ArticleNotFound, 404),
    (InputError, 400),
    (ArticleError, 422),
    (EmbedderMismatch, 409),
    (LibraryError, 503),
    (ModelError, 503),
    (MissingDependency, 501),
    (CopydeskError, 400),
)


class RequestError(CopydeskError):
    """A request that is refused for what it is, not for what it asks."""

    status = 400

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers that go with the refusal."""
        return {}


class TooMany(RequestError):
    """More is asked for than can be done now; ``seconds`` later it may be asked again."""

    status = 429

    def __init__(self, message: str, seconds: float = RETRY_SECONDS) -> None:
        super().__init__(message)
        self.seconds = max(1, round(seconds + 0.5))

    @property
    def headers(self) -> Mapping[str, str]:
        """Return when to come again."""
        return {"Retry-After": str(self.seconds)}


class Problem(BaseModel):
    """Problem details: ``type`` names the kind of error, ``detail`` says what to do.

    ``errors`` lists what does not fit a request; ``error`` is the same for OpenAI's clients.
    """

    type: str
    title: str
    status: int
    detail: str
    errors: list[str] | None = None
    error: dict[str, str | None] | None = None


class ProblemResponse(JSONResponse):
    """JSON of the media type for problem details."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:
        """Return the JSON; half a surrogate pair that was sent comes back as "?"."""
        return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")


def status_of(error: CopydeskError) -> int:
    """Return the HTTP status of an error."""
    if isinstance(error, RequestError):
        return error.status
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def describe_problem(error: CopydeskError, request: Request) -> Problem:
    """Return what the caller is told of an error, without the paths of this machine."""
    detail = hide_folders(str(error), request.app.state.copydesk.desk.path)
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__).lower()
    kind = f"urn:copydesk:{words.replace(' ', '-')}"
    return Problem(type=kind, title=words.capitalize(), status=status_of(error), detail=detail)


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> ProblemResponse:
    """Return the response that tells of a problem."""
    told = {"message": problem.detail, "type": problem.type, "param": None, "code": None}
    content = problem.model_copy(update={"error": told}).model_dump(exclude_none=True)
    return ProblemResponse(content, status_code=problem.status, headers=dict(headers or {}))


def install(app: FastAPI) -> None:
    """Make every error of ``app`` a problem."""

    @app.exception_handler(CopydeskError)
    def refused(request: Request, error: CopydeskError) -> ProblemResponse:
        headers = error.headers if isinstance(error, RequestError) else {}
        return respond(describe_problem(error, request), headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> ProblemResponse:
        found = [_words(each) for each in error.errors()]
        detail = "The request does not fit the API; /openapi.json says what does."
        kind, title = "urn:copydesk:invalid-request", "Invalid request"
        return respond(Problem(type=kind, title=title, status=422, detail=detail, errors=found))

    @app.exception_handler(HTTPException)
    def failed(request: Request, error: HTTPException) -> ProblemResponse:
        problem = Problem(
            type="about:blank",
            title=str(error.detail),
            status=error.status_code,
            detail=f"{request.method} {request.url.path}: {error.detail}",
        )
        return respond(problem, error.headers)

    @app.exception_handler(Exception)
    def unforeseen(request: Request, error: Exception) -> ProblemResponse:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return respond(unexpected())


def unexpected() -> Problem:
    """Return what is told of an error that nobody foresaw: nothing of its own words."""
    kind, title = "urn:copydesk:unexpected", "Unexpected error"
    return Problem(type=kind, title=title, status=500, detail=UNEXPECTED)


def _words(error: Mapping[str, Any]) -> str:
    """Return "body.question: Field required", without what was sent."""
    place = ".".join(str(part)[:100] for part in error["loc"])
    return f"{place}: {error['msg']}"


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words, "content": {MEDIA_TYPE: {}}}
    for status, words in {
        400: "What is asked cannot be answered",
        401: "No valid name and password, or token",
        403: "Not allowed",
        404: "No such article",
        409: "The library's vectors are another embedder's",
        413: "Too large",
        422: "The request does not fit the API",
        429: "Too many requests; come again after Retry-After seconds",
        503: "The library or a model is not ready",
    }.items()
}
"""What every operation may answer beside its own result."""
