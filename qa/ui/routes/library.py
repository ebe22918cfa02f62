"""What the library and source panes show beside the list, and removals that can be undone."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from qa.ui.routes.requests import Ids, Key, Word, owner_of, page_state
from qa.ui.views import entry_view
from qa.ui.views.articles import article_view
from qa.ui.views.segments import show_controls

router = APIRouter(prefix="/articles")


@router.get("/{article_id}")
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


@router.post("/remove")
def remove_articles(request: Request, ids: Ids) -> dict[str, Any]:
    """Remove articles for good, unless they are brought back in time."""
    page = page_state(request)
    removed = page.bin.remove(ids.articles)
    page.broadcast.publish({"type": "library"})
    return removed


@router.post("/restore")
def restore_articles(request: Request, key: Key) -> dict[str, Any]:
    """Bring back what was removed."""
    page = page_state(request)
    restored = page.bin.restore(key.key)
    page.broadcast.publish({"type": "library"})
    return {"titles": [show_controls(info.title) for info in restored]}
