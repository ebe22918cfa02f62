"""The chat API that OpenAI's clients speak: questions in, answers with numbered sources out."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.api.problems import RESPONSES, RequestError
from qa.api.requests import Which
from qa.api.service import ReadingDesk, service_of
from qa.api.wording import Worded, word_answer
from qa.api.work import Line
from qa.desk import Desk
from qa.errors import InputError
from qa.question.followup import REMEMBERED
from qa.records import Answer

router = APIRouter(prefix="/v1", tags=["openai"], responses=RESPONSES)

MODEL = "copydesk"
MAX_MESSAGES = 1_000


class ModelNotFound(RequestError):
    """A model of another name was asked for."""

    status = 404


class Part(BaseModel):
    """A part of a message; only text is read."""

    type: str = "text"
    text: str = ""


class Message(BaseModel):
    """One message; what "system" and "developer" say changes no answer."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """Return what the message says."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """Whether the stream ends with a count of words."""

    include_usage: bool | None = False


class ChatRequest(BaseModel):
    """A conversation whose last message is a question; what else is sent is passed over."""

    model_config = ConfigDict(extra="ignore")

    model: str = MODEL
    messages: list[Message] = Field(min_length=1, max_length=MAX_MESSAGES)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    copydesk: Which = Field(default=Which(), description="Which articles to look in.")


@router.get("/models")
def models(desk: ReadingDesk) -> dict[str, Any]:
    """List the one model: the desk."""
    del desk
    return {"object": "list", "data": [_model()]}


@router.get("/models/{model}")
def model(model: str, desk: ReadingDesk) -> dict[str, Any]:
    """Describe the model."""
    del desk
    _require_model(model)
    return _model()


@router.post("/chat/completions", response_model=dict[str, Any])
async def complete(request: Request, body: ChatRequest, desk: ReadingDesk) -> Any:
    """Answer the last message; those of the user before it say what it refers to."""
    _require_model(body.model)
    line: Line = service_of(request).reading
    answer = await line.run(lambda: _answer(desk, body))
    worded = word_answer(answer)
    head: dict[str, Any] = {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "created": int(time.time()),
        "model": MODEL,
    }
    marks = _annotations(desk, worded, str(request.base_url))
    used = _usage(body, worded.text)
    if body.stream:
        wanted = body.stream_options is not None and bool(body.stream_options.include_usage)
        chunks = _chunks(head, answer, worded, marks, used if wanted else None)
        return StreamingResponse(_events(chunks), media_type="text/event-stream")
    message = {
        "role": "assistant",
        "content": worded.text,
        "refusal": None,
        "annotations": marks,
    }
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {
        **head,
        "object": "chat.completion",
        "choices": [choice],
        "usage": used,
        "copydesk": answer.to_dict(),
    }


def _answer(desk: Desk, body: ChatRequest) -> Answer:
    """Answer the last message; ask those before it again, so that it is understood."""
    *before, last = body.messages
    if last.role != "user":
        raise InputError(f"the last message is of {last.role}; it has to be the user's question")
    earlier = [each.text for each in before if each.role == "user" and each.text.strip()]
    conversation = desk.chat()
    for text in earlier[-REMEMBERED:]:
        conversation.ask(text, **body.copydesk.which())
    return conversation.ask(last.text, **body.copydesk.which()).answer


def _annotations(desk: Desk, worded: Worded, base: str) -> list[dict[str, Any]]:
    """Return where each source's number stands, and the source, as "url_citation"."""
    articles = desk.stored(mark.citation.article_id for mark in worded.marks)
    found = []
    for mark in worded.marks:
        cited = mark.citation
        article = articles.get(cited.article_id)
        url = (article.url if article else "") or f"{base}v1/articles/{cited.article_id}"
        citation = {
            "start_index": mark.start,
            "end_index": mark.end,
            "url": url,
            "title": cited.title,
            "article_id": cited.article_id,
            "start": cited.start,
            "end": cited.end,
            "quote": cited.quote,
        }
        found.append({"type": "url_citation", "url_citation": citation})
    return found


def _chunks(
    head: dict[str, Any],
    answer: Answer,
    worded: Worded,
    marks: list[dict[str, Any]],
    used: dict[str, int] | None,
) -> Iterator[dict[str, Any]]:
    """Yield the answer, then its sources, then their marks, as pieces of a message."""

    def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return {**head, "object": "chat.completion.chunk", "choices": [choice], **more}

    yield chunk({"role": "assistant", "content": ""})
    end = worded.answer[1]
    for piece in (worded.text[:end], worded.text[end:]):
        if piece:
            yield chunk({"content": piece})
    yield chunk({"annotations": marks}, "stop", copydesk=answer.to_dict())
    if used is not None:
        yield {**head, "object": "chat.completion.chunk", "choices": [], "usage": used}


async def _events(chunks: Iterator[dict[str, Any]]) -> AsyncIterator[str]:
    for chunk in chunks:
        yield f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"
    yield "data: [DONE]\n\n"


def _usage(body: ChatRequest, text: str) -> dict[str, int]:
    """Return counts of words: the reader's tokens are not those that a client counts."""
    asked = sum(len(message.text.split()) for message in body.messages)
    said = len(text.split())
    return {"prompt_tokens": asked, "completion_tokens": said, "total_tokens": asked + said}


def _require_model(name: str) -> None:
    if name != MODEL:
        raise ModelNotFound(f"no model {name[:100]!r}; the only one is {MODEL!r}")


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "copydesk"}
