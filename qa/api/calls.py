"""One call of the desk for each request, for every door alike."""

from __future__ import annotations

from typing import Any

from pydantic.dataclasses import dataclass

from qa.api.requests import (
    AddRequest,
    AskRequest,
    CompareRequest,
    QuotesRequest,
    ReadRequest,
    SearchRequest,
    SummarizeRequest,
    VerifyRequest,
)
from qa.desk import Desk
from qa.ingest import Source, Web
from qa.records import (
    AddReport,
    Answer,
    Article,
    Comparison,
    Hit,
    Passage,
    Progress,
    Quote,
    Summary,
    Verification,
)
from qa.records.record import Record
from qa.sources.articles import article_from_text


@dataclass(frozen=True)
class Hits(Record):
    """Passages that fit a question, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Quotes(Record):
    """Who said what."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class ArticleWithPassages(Record):
    """An article, whole, and the passages that it is searched by."""

    id: str
    text: str
    title: str
    source: str
    author: str
    date: str
    url: str
    language: str
    pages: tuple[int, ...]
    passages: tuple[Passage, ...]


def ask(desk: Desk, body: AskRequest) -> Answer:
    """Answer a question from the articles, with citations, or say that they don't."""
    return desk.ask(body.question, **body.options())


def compare(desk: Desk, body: CompareRequest) -> Comparison:
    """Put one question to several articles: who agrees, who differs, who is silent."""
    return desk.compare(body.question, today=body.today, **body.which())


def summarize(desk: Desk, body: SummarizeRequest) -> Summary:
    """Summarise articles, or what they say about a topic, each sentence with its sources."""
    return desk.summarize(about=body.about, sentences=body.sentences, **body.which())


def verify(desk: Desk, body: VerifyRequest) -> Verification:
    """Check a text, sentence by sentence, against the articles."""
    return desk.verify(body.text, **body.which())


def quotes(desk: Desk, body: QuotesRequest) -> Quotes:
    """List who said what in the articles."""
    return Quotes(tuple(desk.quotes(speaker=body.speaker, **body.which())))


def search(desk: Desk, body: SearchRequest) -> Hits:
    """Find the passages that best fit a question, without reading them."""
    return Hits(tuple(desk.search(body.question, **body.search_options())))


def read(desk: Desk, body: ReadRequest) -> ArticleWithPassages:
    """Return one article, whole, by its id or the first 4 digits of it."""
    article = desk.article(body.article)
    fields: dict[str, Any] = {name: getattr(article, name) for name in Article.__slots__}
    return ArticleWithPassages(**fields, passages=tuple(desk.passages(article.id)))


def add(desk: Desk, body: AddRequest, progress: Progress | None = None) -> AddReport:
    """Add a text, or pages and feeds by their addresses, to the library."""
    sources: list[Source] = [*body.addresses]
    if body.text or not sources:
        sources.append(article_from_text(body.text))
    web = Web(max_items=body.max_items)
    return desk.add(*sources, web=web, progress=progress, **body.known())
