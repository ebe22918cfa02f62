"""The tools of the Model Context Protocol, each one call of the desk.

Imports the official SDK, an optional package, so import this module late.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, TypeAdapter
from pydantic.fields import FieldInfo

from qa.api import calls
from qa.api.access import Scope, require
from qa.api.calls import ArticleWithPassages, Hits, Quotes
from qa.api.requests import (
    AddRequest,
    AskRequest,
    Body,
    CompareRequest,
    QuotesRequest,
    ReadRequest,
    SearchRequest,
    SummarizeRequest,
    VerifyRequest,
)
from qa.api.service import Service
from qa.api.wording import (
    word_answer,
    word_comparison,
    word_report,
    word_summary,
    word_verification,
)
from qa.api.work import Line
from qa.desk import Desk
from qa.errors import CopydeskError
from qa.records import AddReport, Answer, Comparison, Summary, Verification
from qa.records.record import Record
from qa.version import __version__

INSTRUCTIONS = (
    "Copydesk answers out of news articles in a library, and shows the characters of the article "
    "that each answer was read in. Ask it instead of guessing; an answer that is not there is said "
    "to be absent. Quote what it cites, with the number of the source."
)

B = TypeVar("B", bound=Body)
R = TypeVar("R", bound=Record)


def make_mcp(service: Service) -> MCPServer[Any]:
    """Return a server of tools over the desks of ``service``."""
    tools = Tools(service)
    tools.add("ask", AskRequest, Answer, calls.ask, lambda made: word_answer(made).text)
    tools.add("compare", CompareRequest, Comparison, calls.compare, word_comparison)
    tools.add("summarize", SummarizeRequest, Summary, calls.summarize, word_summary)
    tools.add("verify", VerifyRequest, Verification, calls.verify, word_verification)
    tools.add("quotes", QuotesRequest, Quotes, calls.quotes, _as_json)
    tools.add("search", SearchRequest, Hits, calls.search, _as_json)
    tools.add("read", ReadRequest, ArticleWithPassages, calls.read, _text_of)
    tools.add("add", AddRequest, AddReport, calls.add, word_report, scope="write")
    return MCPServer(
        "copydesk",
        title="Copydesk",
        instructions=INSTRUCTIONS,
        version=__version__,
        tools=tools.made,
        log_level="WARNING",
    )


class Tools:
    """Makes tools of functions that take a desk and a request."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.made: list[Tool] = []

    def add(
        self,
        name: str,
        takes: type[B],
        gives: type[R],
        work: Callable[[Desk, B], R],
        word: Callable[[R], str],
        scope: Scope = "read",
    ) -> None:
        """Add a tool whose arguments are the fields of ``takes``.

        ``word`` says the result in the text beside the structured one.
        """
        service = self._service
        line: Line = service.adding if scope == "write" else service.reading

        async def call(**given: Any) -> CallToolResult:
            try:
                desk = service.desk_of(require(scope))
                made = await line.run(lambda: work(desk, takes(**given)))
            except CopydeskError as error:
                raise ToolError(str(error)) from error
            return CallToolResult(
                content=[TextContent(type="text", text=word(made))],
                structured_content=made.to_dict(),
            )

        described = _described(
            name,
            takes,
            gives,  # type: ignore[arg-type]  # mypy asks whether a Record can be hashed
            work.__doc__ or "",
            scope == "read",
        )
        self.made.append(described.model_copy(update={"fn": call}))


@cache
def _described(
    name: str, takes: type[Body], gives: type[Record], description: str, reads: bool
) -> Tool:
    """Return a tool that does nothing yet: its schemas are the same for every server."""

    async def call(**given: Any) -> CallToolResult:
        raise NotImplementedError

    parameters = [_parameter(each, info) for each, info in takes.model_fields.items()]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    hints = ToolAnnotations(read_only_hint=reads, destructive_hint=False, idempotent_hint=True)
    tool = Tool.from_function(
        call, name, description=description, annotations=hints, structured_output=False
    )
    # The SDK would read slots as defaults, so the schema is made here.
    tool.fn_metadata.output_schema = TypeAdapter(gives).json_schema(mode="serialization")
    return tool


def _parameter(name: str, info: FieldInfo) -> inspect.Parameter:
    described: Any = Annotated[
        (info.annotation, *info.metadata, Field(description=info.description))
    ]
    default = inspect.Parameter.empty if info.is_required() else info.default
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=described)


def _as_json(made: Record) -> str:
    return json.dumps(made.to_dict(), ensure_ascii=False)


def _text_of(made: ArticleWithPassages) -> str:
    known = [made.title, made.source, made.author, made.date, made.url]
    return "\n".join([each for each in known if each] + ["", made.text])
