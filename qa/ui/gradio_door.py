"""Gradio's client API beside the page: the desk's methods as named endpoints.

``gradio_client.Client("http://127.0.0.1:7860/").predict("Who?", api_name="/ask")`` returns what
``Desk.ask("Who?").to_dict()`` does. Imports Gradio, so import this module late.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from qa.errors import CopydeskError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from qa.desk import Desk


@contextmanager
def without_stubs() -> Iterator[None]:
    """Keep Gradio from finding the source of its components while it is imported.

    It would compare the stub file of each, which is for editors, with what it would write now:
    1.7 of the 4.1 seconds of CPU time that its import takes. Without a source it leaves it be.
    """
    own = inspect.getfile

    def getfile(found: Any) -> str:
        if isinstance(found, type) and found.__module__.startswith("gradio."):
            raise OSError("no source is needed")
        return own(found)

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = own


with without_stubs():
    import gradio as gr

READERS = 2
"""Calls worked on at once: reading is bound by the processor, more make all of them late."""
QUEUE = 64
"""Calls that may wait; whoever comes later is told at once that the server is busy."""
PAUSE = 0.05
"""Seconds between looks at an empty queue: at Gradio's millisecond they take 4 % of a core."""

F = TypeVar("F", bound=Callable[..., Any])


def mount_gradio(app: FastAPI, desk: Desk) -> FastAPI:
    """Add the named endpoints to ``app``, below everything that it answers already."""
    with gr.Blocks(title="Copydesk", analytics_enabled=False) as blocks:
        for name, work in endpoints(desk).items():
            gr.events.api(
                _told(work), api_name=name, concurrency_id="read", concurrency_limit=READERS
            )
    blocks.queue(max_size=QUEUE, default_concurrency_limit=READERS, api_open=False)
    blocks._queue.sleep_when_free = PAUSE
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        allowed_paths=[],
        enable_monitoring=False,
        footer_links=[],
        mcp_server=False,
        pwa=False,
        run_history=False,
        # Unforeseen errors are logged; their text could name the server's paths.
        show_error=False,
        ssr_mode=False,
    )
    return mounted


def endpoints(desk: Desk) -> dict[str, Callable[..., Any]]:
    """Return what can be called by name; ``articles`` are ids, none of which means all."""

    def ask(question: str, articles: list[str] | None = None) -> dict[str, Any]:
        return desk.ask(question, articles=articles or ()).to_dict()

    def summarize(
        about: str = "", sentences: int = 3, articles: list[str] | None = None
    ) -> dict[str, Any]:
        made = desk.summarize(about=about or None, sentences=sentences, articles=articles or ())
        return made.to_dict()

    def compare(question: str, articles: list[str] | None = None) -> dict[str, Any]:
        return desk.compare(question, articles=articles or ()).to_dict()

    def verify(text: str, articles: list[str] | None = None) -> dict[str, Any]:
        return desk.verify(text, articles=articles or ()).to_dict()

    def quotes(speaker: str = "", articles: list[str] | None = None) -> list[dict[str, Any]]:
        return [each.to_dict() for each in desk.quotes(speaker=speaker, articles=articles or ())]

    def articles() -> list[dict[str, Any]]:
        return [info.to_dict() for info in desk.articles()]

    made = (ask, summarize, compare, verify, quotes, articles)
    return {work.__name__: work for work in made}


def _told(work: F) -> F:
    """Return ``work`` with what a caller can mend told in words."""

    @wraps(work)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return work(*args, **kwargs)
        except CopydeskError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return guarded  # type: ignore[return-value]
