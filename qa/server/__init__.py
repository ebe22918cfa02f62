"""One server for all doors: the pages and the API, over one desk or one for each user.

Importing this package loads no FastAPI and no Gradio; calling ``serve`` does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from qa.server.settings import Settings

__all__ = ["Settings", "serve"]

LOOPBACK = "127.0.0.1"
PORT = 7860  # Gradio's own, which its users expect


def serve(
    library: str | os.PathLike[str] | None = None,
    *,
    host: str = LOOPBACK,
    port: int = PORT,
    ready: Callable[[str], None] | None = None,
    settings: Settings | None = None,
    **options: Any,
) -> None:
    """Serve the pages and the API until Ctrl-C or SIGTERM; answers in flight are finished.

    Args:
        library: the library file; None means ``Desk.open``'s default.
        host: whom to serve: this machine only, unless told otherwise ("0.0.0.0" for all).
        port: the port to listen on; 0 picks a free one.
        ready: called once with the address, as soon as requests are taken.
        settings: who may call and how often; by default anybody on this machine.
        options: further arguments of ``Desk.open``, such as ``model``.

    Raises:
        InputError: the host or port cannot be used, or others could call without being asked
            who they are, and ``settings`` does not say that they may.
        CopydeskError: the port is taken, or the library cannot be opened.
    """
    from qa.sources.fetch.addresses import is_loopback
    from qa.ui.server import listen

    chosen = settings or Settings()
    chosen.check(local=is_loopback(host))
    # First of all: a port that is taken should not cost the loading of a model.
    with listen(host, port) as listener:
        from qa.desk import Desk
        from qa.server.logs import log_to_stderr
        from qa.server.pages import private_uploads, relay
        from qa.server.running import run
        from qa.server.users import open_doors

        if chosen.log:
            log_to_stderr()
        with (
            private_uploads(),
            Desk.open(library, progress=relay, **options) as desk,
            open_doors(desk, chosen, local=is_loopback(host)) as (app, end_streams),
        ):
            run(app, listener, host, ready=ready, stopping=end_streams)
