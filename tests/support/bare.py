"""A server without Gradio's door and the Model Context Protocol's, for tests of the others."""

from __future__ import annotations

import sys
from types import ModuleType


def leave_doors_out() -> None:
    """Start neither door in this process: with both a start takes 2.7 s of CPU time, else .85."""
    import qa.api.app

    bare = ModuleType("qa.ui.gradio_door")
    bare.mount_gradio = lambda app, desk: app  # type: ignore[attr-defined]
    sys.modules[bare.__name__] = bare
    qa.api.app.make_mcp_app = lambda service: None
