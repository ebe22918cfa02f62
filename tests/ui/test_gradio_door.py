"""Gradio's client API: how it is imported."""

from __future__ import annotations

import inspect

import pytest

from qa.ui.gradio_door import without_stubs


def test_gradio_finds_no_source_to_make_stubs_of() -> None:
    import gradio

    with without_stubs():
        with pytest.raises(OSError):
            inspect.getfile(gradio.Textbox)
        assert inspect.getfile(pytest.MonkeyPatch).endswith(".py")
    assert inspect.getfile(gradio.Textbox).endswith("textbox.py")
