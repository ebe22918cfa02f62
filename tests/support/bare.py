"""A server without Gradio's door, for tests of the others."""

from __future__ import annotations

import sys
from types import ModuleType


def leave_gradio_out() -> None:
    """Start no Gradio in this process: with it a start takes 3.2 s of CPU time, without it 1.6."""
    bare = ModuleType("qa.ui.gradio_door")
    bare.mount_gradio = lambda app, desk: app  # type: ignore[attr-defined]
    sys.modules[bare.__name__] = bare
