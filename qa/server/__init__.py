"""One server for all doors: the pages and the API, over one desk.

Importing this package loads no FastAPI and no Gradio; calling ``serve`` does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

__all__ = ["serve"]

LOOPBACK = "127.0.0.1"
PORT = 7860  # Gradio's own, which its users expect


def serve(
    library: str | os.PathLike[str] | None = None,
    *,
    host: str = LOOPBACK,
    port: int = PORT,
    ready: Callable[[str], None] | None = None,
    **options: Any,
) -> None:
    """Serve the pages and the API until Ctrl-C or SIGTERM; answers in flight are finished.

    Args:
        library: the library file; None means ``Desk.open``'s default.
        host: whom to serve: this machine only, unless told otherwise ("0.0.0.0" for all).
        port: the port to listen on; 0 picks a free one.
        ready: called once with the address, as soon as requests are taken.
        options: further arguments of ``Desk.open``, such as ``model``.

    Raises:
        InputError: the host or port cannot be used.
        CopydeskError: the port is taken, or the library cannot be opened.
    """
    from qa.ui.server import listen

    # First of all: a port that is taken should not cost the loading of a model.
    with listen(host, port) as listener:
        from qa.api import create_app
        from qa.desk import Desk
        from qa.server.pages import end_streams, make_page, private_uploads, relay
        from qa.server.running import run
        from qa.ui.server import is_loopback

        local = is_loopback(host)
        with private_uploads(), Desk.open(library, progress=relay, **options) as desk:
            pages = make_page(desk)
            app = create_app(desk, local=local, pages=pages)
            run(app, listener, host, ready=ready, stopping=lambda: end_streams(pages))
