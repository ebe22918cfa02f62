"""The tools of the Model Context Protocol over stdin and stdout, for one client."""

from __future__ import annotations

import os
from typing import Any

from qa.errors import MissingDependency


def serve_tools(library: str | os.PathLike[str] | None = None, **options: Any) -> None:
    """Serve tools over a library until stdin ends; ``options`` are those of ``Desk.open``.

    Raises:
        MissingDependency: the SDK of the protocol is not installed.
        CopydeskError: the library cannot be opened.
    """
    try:
        from qa.api.mcp import make_mcp
    except ModuleNotFoundError as error:
        if error.name not in ("mcp", "mcp_types"):
            raise
        raise MissingDependency(
            "the Model Context Protocol needs its SDK; install it with "
            "`pip install 'copydesk[mcp]'`"
        ) from error
    from qa.api import relay_progress
    from qa.api.service import Service
    from qa.desk import Desk

    with Desk.open(library, progress=relay_progress, **options) as desk:
        service = Service(desk)
        try:
            make_mcp(service).run("stdio")
        finally:
            service.close()
