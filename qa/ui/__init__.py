"""The page: library, conversation and source beside each other.

Importing this package loads neither FastAPI nor Gradio; calling ``make_page`` does.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from qa.desk import Desk

__all__ = ["make_page", "private_uploads"]

# Where Gradio keeps uploaded files.
UPLOADS_VARIABLE = "GRADIO_TEMP_DIR"


def make_page(desk: Desk) -> FastAPI:
    """Return the page over ``desk``, with Gradio's client API below it.

    Open the desk with ``progress=relay_progress``, so that the page hears of its work.
    """
    # Keeps Gradio from reporting to its makers; it reads this when it is imported.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from qa.ui.application import make_application
    from qa.ui.gradio_door import mount_gradio

    return mount_gradio(make_application(desk), desk)


@contextlib.contextmanager
def private_uploads() -> Iterator[None]:
    """Keep what is sent to Gradio in a folder that goes when the server does."""
    with tempfile.TemporaryDirectory(prefix="copydesk-", ignore_cleanup_errors=True) as folder:
        before = os.environ.get(UPLOADS_VARIABLE)
        os.environ[UPLOADS_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[UPLOADS_VARIABLE]
            if before is not None:
                os.environ[UPLOADS_VARIABLE] = before
