"""The browser pages: Ask, Summarise, Compare and Library, in Gradio, on this machine only.

Importing this package loads no Gradio; calling ``build`` or ``serve`` does.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio as gr

    from qa.desk import Desk

__all__ = ["build", "serve"]

LOOPBACK = "127.0.0.1"
# Gradio's own default, which its users expect.
PORT = 7860
# Where Gradio keeps uploaded files.
UPLOADS_VARIABLE = "GRADIO_TEMP_DIR"


def build(desk: Desk) -> gr.Blocks:
    """Return the pages over ``desk``; its progress shows if ``desk`` got ``page.relay_progress``.

    Style and scripts belong to the server in Gradio 6, so ``serve`` adds them.
    """
    _settle_gradio()
    from qa.ui.page import build_pages

    return build_pages(desk)


def serve(
    library: str | os.PathLike[str] | None = None,
    *,
    host: str = LOOPBACK,
    port: int = PORT,
    ready: Callable[[str], None] | None = None,
    **options: Any,
) -> None:
    """Serve the pages until Ctrl-C.

    Args:
        library: The library file; None means ``Desk.open``'s default.
        host: Whom to serve: this machine only, unless told otherwise ("0.0.0.0" for all).
        port: The port to listen on; 0 picks a free one.
        ready: Called once with the address, as soon as pages can be fetched.
        options: Further arguments of ``Desk.open``, such as ``model``.

    Raises:
        InputError: The host or port cannot be used.
        CopydeskError: The port is taken, or the library cannot be opened.
    """
    from qa.ui.server import listen

    # First of all: a port that is taken should not cost the loading of a model.
    with listen(host, port) as listener, _private_uploads():
        _settle_gradio()
        from qa.desk import Desk
        from qa.ui.page import relay_progress
        from qa.ui.server import run_server

        with Desk.open(library, progress=relay_progress, **options) as desk:
            run_server(build(desk), listener, host, ready)


@contextlib.contextmanager
def _private_uploads() -> Iterator[None]:
    """Keep what is dropped on the page in a folder that goes when the server does."""
    with tempfile.TemporaryDirectory(prefix="copydesk-", ignore_cleanup_errors=True) as folder:
        before = os.environ.get(UPLOADS_VARIABLE)
        os.environ[UPLOADS_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[UPLOADS_VARIABLE]
            if before is not None:
                os.environ[UPLOADS_VARIABLE] = before


def _settle_gradio() -> None:
    """Keep Gradio from reporting to its makers; it reads this when it is imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
