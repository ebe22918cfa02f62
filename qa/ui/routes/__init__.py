"""The addresses that are the page's own; lists of articles come from the API below /v1."""

from __future__ import annotations

from fastapi import APIRouter

from qa.ui.routes import adding, library, talk

router = APIRouter(prefix="/desk", include_in_schema=False)
for part in (library.router, adding.router, talk.router):
    router.include_router(part)
