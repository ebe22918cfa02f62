"""The operations that read: ask, summarize, compare, verify, quotes, search."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic.dataclasses import dataclass

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
from qa.records import Answer, Comparison, Hit, Quote, Summary, Verification
from qa.records.record import Record

router = APIRouter(prefix="/v1", tags=["questions"], responses=RESPONSES)

STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The result; or, where the request accepts text/event-stream, events: "
        "progress, piece (of an answer's text), result, error",
        "content": {EVENTS: {}},
    }
}


@dataclass(frozen=True)
class Hits(Record):
    """Passages that fit a question, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Quotes(Record):
    """Who said what."""

    quotes: tuple[Quote, ...]


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

    def work(emit: Emit) -> Summary:
        return desk.summarize(about=body.about, sentences=body.sentences, **body.which())

    return await answered(request, service_of(request).reading, work)


@router.post("/compare", response_model=Comparison, responses=STREAMED)
async def compare(request: Request, body: CompareRequest, desk: ReadingDesk) -> Any:
    """Put one question to several articles: who agrees, who differs, who is silent."""

    def work(emit: Emit) -> Comparison:
        return desk.compare(body.question, today=body.today, **body.which())

    return await answered(request, service_of(request).reading, work)


@router.post("/verify", response_model=Verification, responses=STREAMED)
async def verify(request: Request, body: VerifyRequest, desk: ReadingDesk) -> Any:
    """Check a text, sentence by sentence, against the articles."""

    def work(emit: Emit) -> Verification:
        return desk.verify(body.text, **body.which())

    return await answered(request, service_of(request).reading, work)


@router.post("/quotes", response_model=Quotes)
async def quotes(request: Request, body: QuotesRequest, desk: ReadingDesk) -> Any:
    """List who said what in the articles."""
    return await service_of(request).reading.run(
        lambda: Quotes(tuple(desk.quotes(speaker=body.speaker, **body.which())))
    )


@router.post("/search", response_model=Hits)
async def search(request: Request, body: SearchRequest, desk: ReadingDesk) -> Any:
    """Find the passages that best fit a question, without reading them."""
    return await service_of(request).reading.run(
        lambda: Hits(
            tuple(
                desk.search(
                    body.question,
                    top_k=body.top_k,
                    mode=body.mode,
                    today=body.today,
                    **body.which(),
                )
            )
        )
    )
