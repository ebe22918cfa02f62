"""The operations that read: ask, summarize, compare, verify, quotes, search."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from qa.api import calls
from qa.api.calls import Hits, Quotes
from qa.api.problems import RESPONSES
from qa.api.requests import (
    AskRequest,
    CompareRequest,
    QuotesRequest,
    SearchRequest,
    SummarizeRequest,
    VerifyRequest,
)
from qa.api.service import EVENTS, ReadingDesk, answered, service_of
from qa.api.work import Emit
from qa.records import Answer, Comparison, Summary, Verification

router = APIRouter(prefix="/v1", tags=["questions"], responses=RESPONSES)

STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The result; or, where the request accepts text/event-stream, events: "
        "progress, piece (of an answer's text), result, error",
        "content": {EVENTS: {}},
    }
}


@router.post("/ask", response_model=Answer, responses=STREAMED)
async def ask(request: Request, body: AskRequest, desk: ReadingDesk) -> Any:
    """Answer a question from the articles, or say that they don't."""

    def work(emit: Emit) -> Answer:
        pieces = desk.stream(body.question, **body.options())
        for piece in pieces:
            emit("piece", {"text": piece})
        return pieces.answer

    return await answered(request, service_of(request).reading, work)


@router.post("/summarize", response_model=Summary, responses=STREAMED)
async def summarize(request: Request, body: SummarizeRequest, desk: ReadingDesk) -> Any:
    """Summarise articles, or what they say about a topic, in one paragraph."""
    line = service_of(request).reading
    return await answered(request, line, lambda _: calls.summarize(desk, body))


@router.post("/compare", response_model=Comparison, responses=STREAMED)
async def compare(request: Request, body: CompareRequest, desk: ReadingDesk) -> Any:
    """Put one question to several articles: who agrees, who differs, who is silent."""
    line = service_of(request).reading
    return await answered(request, line, lambda _: calls.compare(desk, body))


@router.post("/verify", response_model=Verification, responses=STREAMED)
async def verify(request: Request, body: VerifyRequest, desk: ReadingDesk) -> Any:
    """Check a text, sentence by sentence, against the articles."""
    line = service_of(request).reading
    return await answered(request, line, lambda _: calls.verify(desk, body))


@router.post("/quotes", response_model=Quotes)
async def quotes(request: Request, body: QuotesRequest, desk: ReadingDesk) -> Any:
    """List who said what in the articles."""
    return await service_of(request).reading.run(lambda: calls.quotes(desk, body))


@router.post("/search", response_model=Hits)
async def search(request: Request, body: SearchRequest, desk: ReadingDesk) -> Any:
    """Find the passages that best fit a question, without reading them."""
    return await service_of(request).reading.run(lambda: calls.search(desk, body))
