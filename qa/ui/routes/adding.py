"""Adding what is dropped or pasted: one job, which every page can watch and stop."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, UploadFile

from qa.ui.routes.requests import Pasted, page_state
from qa.ui.uploads import MOST_FILES, read_uploads, sample_sources, text_sources

router = APIRouter(prefix="/add")


@router.post("/files")
def add_files(
    request: Request,
    files: Annotated[list[UploadFile], File(max_length=MOST_FILES)],
    of: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    job: Annotated[str, Query(max_length=40)] = "",
) -> dict[str, Any]:
    """Add dropped files; ``of`` is how many come in all, ``job`` the one that took the first."""
    blobs, refused = read_uploads(files)
    return page_state(request).adder.add(blobs, of, refused, job)


@router.post("/text")
def add_text(request: Request, pasted: Pasted) -> dict[str, Any]:
    """Add addresses, one a line, or else a text.

    Raises:
        InputError: nothing was pasted.
    """
    return page_state(request).adder.add(text_sources(pasted.text))


@router.post("/samples")
def add_samples(request: Request) -> dict[str, Any]:
    """Add the sample articles.

    Raises:
        InputError: this installation holds none.
    """
    return page_state(request).adder.add(sample_sources())


@router.post("/stop")
def stop_adding(request: Request) -> dict[str, Any] | None:
    """Stop adding; what is stored stays."""
    return page_state(request).adder.stop()


@router.post("/dismiss")
def dismiss_job(request: Request) -> None:
    """Forget the report of what was added."""
    page_state(request).adder.dismiss()
