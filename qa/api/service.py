"""What every route shares: the desk of the one who asks, and the lines of work."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.sse import EventSourceResponse, format_sse_event

from qa.api.access import Caller, require
from qa.api.metrics import Metrics
from qa.api.problems import describe_problem, log, unexpected
from qa.api.work import READERS, Emit, Line, stream
from qa.desk import Desk
from qa.errors import CopydeskError
from qa.records import Progress
from qa.records.record import Record

EVENTS = "text/event-stream"


@dataclass(slots=True)
class Service:
    """One application's desk and its lines: questions, and one writer at a time.

    ``libraries`` opens the desk of a user by name, where each has a library. ``not_ready`` says
    why no question can be answered yet, or no longer; "" if one can.
    """

    desk: Desk
    libraries: Callable[[str], Desk] | None = None
    metrics: Metrics = field(default_factory=Metrics)
    log_questions: bool = False
    not_ready: str = ""
    reading: Line = field(default_factory=lambda: Line("reading", READERS))
    adding: Line = field(default_factory=lambda: Line("adding", 1))

    def desk_of(self, caller: Caller) -> Desk:
        """Return the desk over the library of a caller."""
        if self.libraries is None or not caller.name:
            return self.desk
        return self.libraries(caller.name)

    def load(self) -> None:
        """Load the models, so that the first question need not wait for them."""
        try:
            self.desk.load()
            self.not_ready = ""
        except CopydeskError as error:
            self.not_ready = "a model cannot be loaded"
            log.error("cannot load a model: %s", error)

    def note(self, operation: str, result: Record, asked: str) -> None:
        """Note how long a result took; what was asked only where that is wanted."""
        timings = getattr(result, "timings_ms", None)
        if timings is None:
            return
        self.metrics.time(operation, timings)
        fields = {"operation": operation, **{f"{k}_ms": round(v, 1) for k, v in timings.items()}}
        if self.log_questions:
            fields["question"] = asked
        log.info("result", extra={"fields": fields})

    def close(self) -> None:
        """Cut additions short after an article, and finish the answers that have begun."""
        self.adding.stop.set()
        self.adding.close()
        self.reading.close()


def service_of(request: Request) -> Service:
    """Return the service of the application that a request came to."""
    found: Service = request.app.state.copydesk
    return found


def reading_desk(request: Request) -> Desk:
    """Return the desk that the caller may read."""
    return service_of(request).desk_of(require("read"))


def writing_desk(request: Request) -> Desk:
    """Return the desk that the caller may change."""
    return service_of(request).desk_of(require("write"))


ReadingDesk = Annotated[Desk, Depends(reading_desk)]
WritingDesk = Annotated[Desk, Depends(writing_desk)]


async def answered(request: Request, line: Line, work: Callable[[Emit], Record]) -> Any:
    """Return what ``work`` returns, or its events where the caller accepts a stream.

    The events are "progress", "piece", and at the end "result" or "error". What fails before
    the first of them is an error with its own status code.
    """
    service = service_of(request)
    operation = request.url.path.removeprefix("/v1/")

    def noted(emit: Emit) -> Record:
        result = work(emit)
        asked = getattr(result, "question", "") or getattr(result, "text", "")
        service.note(operation, result, asked)
        return result

    if EVENTS not in request.headers.get("accept", ""):
        return await line.run(lambda: noted(_ignore))
    events = stream(line, lambda emit: emit("result", noted(emit)))
    return EventSourceResponse(encoded(request, await anext(events), events))


def tell(emit: Emit) -> Progress:
    """Return what sends each step of work as an event."""
    return lambda step: emit("progress", step)


async def encoded(
    request: Request, first: tuple[str, Any], events: AsyncGenerator[tuple[str, Any], None]
) -> AsyncIterator[bytes]:
    """Yield events as the bytes of a stream; an error becomes the last of them."""
    yield encode(*first)
    try:
        async with aclosing(events) as rest:
            async for name, value in rest:
                yield encode(name, value)
    except CopydeskError as error:
        yield encode("error", describe_problem(error, request).model_dump(exclude_none=True))
    except Exception as error:  # the answer has begun: its end has to say that it failed
        log.error("%s failed", request.url.path, exc_info=error)
        yield encode("error", unexpected().model_dump(exclude_none=True))


def encode(name: str, value: Any) -> bytes:
    """Return one event as bytes, its value as JSON."""
    plain = value.to_dict() if isinstance(value, Record) else value
    return format_sse_event(event=name, data_str=json.dumps(plain, ensure_ascii=False))


def _ignore(name: str, value: Any) -> None:
    del name, value
