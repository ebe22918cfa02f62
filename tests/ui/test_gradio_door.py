"""Gradio's client API: how it is imported, and what it costs while nobody calls."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any, cast

import pytest
from fastapi import FastAPI

from qa.desk import Desk
from qa.ui.gradio_door import mount_gradio, without_stubs


def test_gradio_finds_no_source_to_make_stubs_of() -> None:
    import gradio

    with without_stubs():
        with pytest.raises(OSError):
            inspect.getfile(gradio.Textbox)
        assert inspect.getfile(pytest.MonkeyPatch).endswith(".py")
    assert inspect.getfile(gradio.Textbox).endswith("textbox.py")


def test_an_empty_queue_is_seldom_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a server that nobody calls, this is all that happens."""
    from gradio.queueing import Queue

    made: list[Any] = []
    start = Queue.__init__

    def seen(self: Any, *given: Any, **named: Any) -> None:
        start(self, *given, **named)
        made.append(self)

    monkeypatch.setattr(Queue, "__init__", seen)

    async def mount() -> None:
        mount_gradio(FastAPI(), cast(Desk, None))

    asyncio.run(mount())
    assert made[-1].sleep_when_free >= 0.05
