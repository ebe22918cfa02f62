"""Conversations: what is asked in them, what came of it, and what a page needs to show that."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from qa.errors import InputError
from qa.ui import exports
from qa.ui.routes.requests import Asked, Word, owner_of, page_state
from qa.ui.state import PageState
from qa.ui.views import entry_view

MEDIA = {"text": "text/plain", "markdown": "text/markdown", "csv": "text/csv"}
SUFFIX = {"text": "txt", "markdown": "md", "csv": "csv"}

router = APIRouter()


@router.get("/state")
def read_state(request: Request) -> dict[str, Any]:
    """Return what a page needs when it opens."""
    owner = owner_of(request)
    return {
        **page_state(request).view(owner),
        # Whose page can log out; a password in a header cannot be taken back.
        "user": owner if request.scope.get("copydesk_logged_in") else "",
        "mayWrite": bool(request.scope.get("copydesk_may_write", True)),
    }


@router.get("/events")
async def events(request: Request) -> StreamingResponse:
    """Tell a page what changes, until it goes away."""
    stream = page_state(request).broadcast.stream(owner_of(request))
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)


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


def _entry(page: PageState, view: dict[str, Any]) -> dict[str, Any]:
    return {**view, "step": page.runner.step(view["id"])}


def _download(made: str, form: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="copydesk-{name}.{SUFFIX[form]}"'}
    return Response(made, media_type=f"{MEDIA[form]}; charset=utf-8", headers=headers)
