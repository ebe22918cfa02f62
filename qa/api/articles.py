"""The operations on what the library holds: list, add, read, remove."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from pydantic.dataclasses import dataclass

from qa.api import calls
from qa.api.calls import ArticleWithPassages
from qa.api.problems import RESPONSES
from qa.api.questions import STREAMED
from qa.api.requests import AddRequest, Known, ReadRequest, RemoveRequest, WhichByQuery, Word
from qa.api.service import ReadingDesk, WritingDesk, answered, service_of, tell
from qa.api.work import Emit
from qa.desk.browsing import MAX_PAGE, ArticleOrder
from qa.ingest import Blob
from qa.records import AddReport, ArticleInfo, ArticlePage, Facets
from qa.records.record import Record

router = APIRouter(prefix="/v1/articles", tags=["articles"], responses=RESPONSES)

PAGE = 100


class Listed(WhichByQuery):
    """Which articles to list, how, and which part of the list."""

    query: Word = ""
    order: ArticleOrder = "newest"
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = PAGE


@dataclass(frozen=True)
class Removed(Record):
    """The articles that are no longer in the library."""

    removed: tuple[ArticleInfo, ...]


@router.get("", response_model=ArticlePage)
def browse(listed: Annotated[Listed, Query()], desk: ReadingDesk) -> Any:
    """List articles, newest first unless told otherwise; ``query`` looks in all but the text."""
    return desk.browse(
        listed.query,
        order=listed.order,
        offset=listed.offset,
        limit=listed.limit,
        **listed.which(),
    )


@router.get("/facets", response_model=Facets)
def facets(desk: ReadingDesk, which: Annotated[WhichByQuery, Query()]) -> Any:
    """Count the articles of each source, author, language and year."""
    return desk.facets(**which.which())


@router.get("/{article_id}", response_model=ArticleWithPassages)
def read(article_id: Word, desk: ReadingDesk) -> Any:
    """Return one article with its text and passages; the first 4 digits of its id may do."""
    return calls.read(desk, ReadRequest(article=article_id))


@router.post("", response_model=AddReport, responses=STREAMED)
async def add(request: Request, body: AddRequest, desk: WritingDesk) -> Any:
    """Add a text, or pages and feeds by their addresses; what cannot be added is named."""
    return await answered(
        request, service_of(request).adding, lambda emit: calls.add(desk, body, tell(emit))
    )


@router.post("/upload", response_model=AddReport, responses=STREAMED)
async def upload(
    request: Request,
    desk: WritingDesk,
    files: Annotated[list[UploadFile], File(min_length=1, max_length=1000)],
    title: Annotated[Word, Form()] = "",
    source: Annotated[Word, Form()] = "",
    author: Annotated[Word, Form()] = "",
    date: Annotated[Word, Form()] = "",
    url: Annotated[Word, Form()] = "",
) -> Any:
    """Add files: text, Markdown, HTML, PDF, DOCX, EPUB, feeds, JSON Lines, mail, or a .zip."""
    known = Known(title=title, source=source, author=author, date=date, url=url).known()
    blobs = [await _blob(file) for file in files]

    def work(emit: Emit) -> AddReport:
        return desk.add(*blobs, progress=tell(emit), **known)

    return await answered(request, service_of(request).adding, work)


@router.post("/remove", response_model=Removed)
def remove(body: RemoveRequest, desk: WritingDesk) -> Any:
    """Remove several articles; if one is not there, none is removed."""
    return Removed(tuple(desk.remove(*body.articles)))


@router.delete("/{article_id}", response_model=Removed)
def delete(article_id: Word, desk: WritingDesk) -> Any:
    """Remove one article."""
    return Removed(tuple(desk.remove(article_id)))


async def _blob(file: UploadFile) -> Blob:
    """Return an upload under its own name; its suffix says what it is."""
    name = PurePath((file.filename or "upload").replace("\\", "/")).name or "upload"
    return Blob(await file.read(), name, PurePath(name).suffix.lower())
