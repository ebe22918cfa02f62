"""The addresses under which the page's panes read and do things. All work is the desk's."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from qa.desk.browsing import MAX_PAGE
from qa.desk.summaries import MAX_SENTENCES
from qa.errors import InputError
from qa.ingest.sources import Blob, is_address
from qa.neural import resources
from qa.records import ArticleInfo, EntryMode
from qa.sources.files import DEFAULT_MAX_MB
from qa.ui import exports, samples
from qa.ui.state import PageState
from qa.ui.views import entry_view
from qa.ui.views.articles import article_view
from qa.ui.views.cites import day
from qa.ui.views.segments import show_controls

MOST_FILES = 500
"""Files in one upload; a page sends more in several."""
MOST_BYTES = int(DEFAULT_MAX_MB * 1_000_000)
MOST_IDS = 10_000
MOST_TEXT = 2_000_000
"""Characters of a text that is pasted in."""
PAGE = 100
MEDIA = {"text": "text/plain", "markdown": "text/markdown", "csv": "text/csv"}
SUFFIX = {"text": "txt", "markdown": "md", "csv": "csv"}

Word = Annotated[str, Field(max_length=500)]
router = APIRouter(prefix="/desk", include_in_schema=False)


class Which(BaseModel):
    """Which articles count: chosen ones, or those that fit what the library pane shows."""

    model_config = ConfigDict(extra="forbid")

    articles: list[Word] = Field(default=[], max_length=MOST_IDS)
    words: Word = ""
    source: Word = ""
    author: Word = ""
    since: Word = ""
    until: Word = ""


class Listing(Which):
    """A part of the list of those articles."""

    order: Literal["newest", "oldest", "title", "source"] = "newest"
    offset: int = Field(default=0, ge=0)
    limit: int = Field(default=PAGE, ge=1, le=MOST_IDS)


class Options(Which):
    """Which articles, and how long a summary is to be."""

    sentences: int = Field(default=3, ge=1, le=MAX_SENTENCES)


class Asked(BaseModel):
    """What is asked in a conversation."""

    model_config = ConfigDict(extra="forbid")

    mode: EntryMode = "ask"
    text: str = Field(max_length=25_000)
    options: Options = Options()


class Ids(BaseModel):
    """Articles, by their ids."""

    articles: list[Word] = Field(min_length=1, max_length=MOST_IDS)


class Key(BaseModel):
    """What brings back what was removed."""

    key: Word


class Pasted(BaseModel):
    """Addresses, one a line, or a text."""

    text: str = Field(max_length=MOST_TEXT)


def page_state(request: Request) -> PageState:
    """Return what the addresses of one application share."""
    found: PageState = request.app.state.page
    return found


def owner_of(request: Request) -> str:
    """Return whose conversations a request sees: a user's name, "" where there are no users."""
    return str(request.scope.get("copydesk_user", ""))


@router.get("/state")
def read_state(request: Request) -> dict[str, Any]:
    """Return what a page needs when it opens."""
    page = page_state(request)
    desk, facets = page.desk, page.desk.facets()
    total = desk.browse(limit=1).total
    known = samples.sample_ids()
    held = set(desk.browse_ids()) & known if total else set()
    return {
        "library": show_controls(desk.path.stem),
        "articles": total,
        "sources": [[show_controls(name), n] for name, n in facets.sources.items()],
        "authors": [[show_controls(name), n] for name, n in facets.authors.items()],
        "conversations": [each.to_dict() for each in desk.history.conversations(owner_of(request))],
        "examples": samples.sample_questions(held),
        "samples": len(known),
        "job": page.adder.view(),
        # Whose page can log out; a password in a header cannot be taken back.
        "user": owner_of(request) if request.scope.get("copydesk_logged_in") else "",
        "mayWrite": bool(request.scope.get("copydesk_may_write", True)),
        "maxSentences": MAX_SENTENCES,
    }


@router.get("/events")
async def events(request: Request) -> StreamingResponse:
    """Tell a page what changes, until it goes away."""
    stream = page_state(request).broadcast.stream(owner_of(request))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


@router.get("/articles")
def list_articles(request: Request, part: Annotated[Listing, Query()]) -> dict[str, Any]:
    """Return a part of the list of articles."""
    limit = min(part.limit, MAX_PAGE)
    page = page_state(request).desk.browse(
        part.words, order=part.order, offset=part.offset, limit=limit, **_filters(part)
    )
    return {
        "total": page.total,
        "offset": page.offset,
        "articles": [_listed(info) for info in page.articles],
    }


@router.get("/article-ids")
def list_ids(request: Request, part: Annotated[Listing, Query()]) -> list[str]:
    """Return the ids of a part of the list, for choosing many at once."""
    return page_state(request).desk.browse_ids(
        part.words, order=part.order, offset=part.offset, limit=part.limit, **_filters(part)
    )


@router.get("/articles/{article_id}")
def read_article(
    request: Request,
    article_id: Word,
    entry: Word = "",
    at: Annotated[int | None, Query(ge=0)] = None,
) -> dict[str, Any]:
    """Return an article, with what an entry cites of it marked."""
    desk = page_state(request).desk
    marks: list[tuple[int, int, int]] = []
    if entry:
        view = entry_view(desk, desk.history.entry(entry, owner_of(request)))
        cites = view.get("cites", [])
        marks = [(c["start"], c["end"], c["n"]) for c in cites if c["article"] == article_id]
    return article_view(desk.article(article_id), marks, at)


@router.post("/articles/remove")
def remove_articles(request: Request, ids: Ids) -> dict[str, Any]:
    """Remove articles for good, unless they are brought back in time."""
    page = page_state(request)
    removed = page.bin.remove(ids.articles)
    page.broadcast.publish({"type": "library"})
    return removed


@router.post("/articles/restore")
def restore_articles(request: Request, key: Key) -> dict[str, Any]:
    """Bring back what was removed."""
    page = page_state(request)
    restored = page.bin.restore(key.key)
    page.broadcast.publish({"type": "library"})
    return {"titles": [show_controls(info.title) for info in restored]}


@router.post("/add/files")
def add_files(
    request: Request,
    files: Annotated[list[UploadFile], File(max_length=MOST_FILES)],
    of: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    job: Annotated[str, Query(max_length=40)] = "",
) -> dict[str, Any]:
    """Add dropped files; ``of`` is how many come in all, ``job`` the one that took the first."""
    blobs, refused = [], []
    for file in files:
        blob = _blob(file)
        if len(blob.data) > MOST_BYTES:
            refused.append(f"{blob.name}: is over the limit of {DEFAULT_MAX_MB:g} MB; split it.")
        else:
            blobs.append(blob)
    return page_state(request).adder.add(blobs, of, refused, job)


@router.post("/add/text")
def add_text(request: Request, pasted: Pasted) -> dict[str, Any]:
    """Add addresses, one a line, or else a text.

    Raises:
        InputError: nothing was pasted.
    """
    lines = [line.strip() for line in pasted.text.splitlines() if line.strip()]
    if not lines:
        raise InputError("nothing was pasted; give addresses or the text of an article")
    if all(is_address(line) and " " not in line for line in lines):
        return page_state(request).adder.add(lines)
    return page_state(request).adder.add([Blob(pasted.text.encode(), "pasted text", ".txt")])


@router.post("/add/samples")
def add_samples(request: Request) -> dict[str, Any]:
    """Add the sample articles.

    Raises:
        InputError: this installation holds none.
    """
    paths = resources.seed_articles()
    if not paths:
        raise InputError("this installation holds no sample articles")
    return page_state(request).adder.add(paths)


@router.post("/add/stop")
def stop_adding(request: Request) -> dict[str, Any] | None:
    """Stop adding; what is stored stays."""
    return page_state(request).adder.stop()


@router.post("/add/dismiss")
def dismiss_job(request: Request) -> None:
    """Forget the report of what was added."""
    page_state(request).adder.dismiss()


@router.post("/conversations")
def begin(request: Request) -> dict[str, Any]:
    """Begin a conversation."""
    return page_state(request).desk.history.begin(owner_of(request)).to_dict()


@router.get("/conversations/{conversation_id}")
def read_conversation(request: Request, conversation_id: Word) -> dict[str, Any]:
    """Return a conversation with all that came of it."""
    page = page_state(request)
    entries = page.desk.history.entries(conversation_id, owner_of(request))
    shown = [_entry(page, entry_view(page.desk, each)) for each in entries]
    return {"id": conversation_id, "entries": shown}


@router.delete("/conversations/{conversation_id}")
def delete_conversation(request: Request, conversation_id: Word) -> None:
    """Delete a conversation."""
    page = page_state(request)
    page.desk.history.entries(conversation_id, owner_of(request))
    page.runner.forget(conversation_id)
    page.desk.history.delete(conversation_id, owner_of(request))


@router.post("/conversations/{conversation_id}/entries")
def ask(request: Request, conversation_id: Word, asked: Asked) -> dict[str, Any]:
    """Ask something; it waits until what was asked before is done.

    Raises:
        InputError: nothing is asked, or the conversation is gone.
    """
    page = page_state(request)
    if not asked.text.strip() and asked.mode in ("ask", "verify"):
        raise InputError("nothing is asked; type a question")
    options = asked.options.model_dump(exclude_defaults=True)
    entry = page.runner.submit(
        conversation_id, asked.mode, asked.text.strip(), options, owner_of(request)
    )
    return _entry(page, entry_view(page.desk, entry))


@router.get("/entries/{entry_id}")
def read_entry(request: Request, entry_id: Word) -> dict[str, Any]:
    """Return one entry as it is now."""
    page = page_state(request)
    entry = page.desk.history.entry(entry_id, owner_of(request))
    return _entry(page, entry_view(page.desk, entry))


@router.post("/entries/{entry_id}/stop")
def stop_entry(request: Request, entry_id: Word) -> dict[str, Any]:
    """Stop an entry that waits or is worked on."""
    page = page_state(request)
    page.desk.history.entry(entry_id, owner_of(request))
    page.runner.stop(entry_id)
    return read_entry(request, entry_id)


@router.get("/entries/{entry_id}/export")
def export_entry(request: Request, entry_id: Word, form: exports.Form = "markdown") -> Any:
    """Return one entry as text, Markdown, CSV, or blocks for a picture."""
    page = page_state(request)
    view = entry_view(page.desk, page.desk.history.entry(entry_id, owner_of(request)))
    if form == "blocks":
        return exports.entry_blocks(view)
    if form == "csv":
        return _download(exports.to_csv(view), form, view["mode"])
    blocks = exports.entry_blocks(view)
    made = exports.to_text(blocks) if form == "text" else exports.to_markdown(blocks)
    return _download(made, form, view["mode"])


@router.get("/conversations/{conversation_id}/export")
def export_conversation(request: Request, conversation_id: Word) -> Response:
    """Return a whole conversation as Markdown."""
    page = page_state(request)
    entries = page.desk.history.entries(conversation_id, owner_of(request))
    views = [entry_view(page.desk, each) for each in entries]
    made = "\n".join(exports.to_markdown(exports.entry_blocks(each)) for each in views)
    return _download(made, "markdown", "conversation")


def _filters(which: Which) -> Any:
    return {
        "articles": which.articles,
        "source": which.source,
        "author": which.author,
        "since": which.since,
        "until": which.until,
    }


def _listed(info: ArticleInfo) -> dict[str, Any]:
    return {
        "id": info.id,
        "title": show_controls(info.title),
        "source": show_controls(info.source),
        "author": show_controls(info.author),
        "date": day(info.date),
    }


def _entry(page: PageState, view: dict[str, Any]) -> dict[str, Any]:
    return {**view, "step": page.runner.step(view["id"])}


def _blob(file: UploadFile) -> Blob:
    """Return a dropped file, of one that is too large a byte more than is allowed."""
    name = (file.filename or "file").replace("\\", "/").rpartition("/")[2]
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    data = file.file.read(MOST_BYTES + 1)
    return Blob(data, name, suffix)


def _download(made: str, form: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="copydesk-{name}.{SUFFIX[form]}"'}
    return Response(made, media_type=f"{MEDIA[form]}; charset=utf-8", headers=headers)
