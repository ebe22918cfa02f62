"""Widgets that several tabs have: a choice of articles, and a place for what comes of it."""

from __future__ import annotations

import gradio as gr

from qa.ui import render

# Gradio hands each call its own tracker where a parameter has this default.
PROGRESS = gr.Progress()
RESULT_PIXELS = 120
"""Least height of an empty result, so that the page does not jump."""


def article_choice(tab: str, label: str) -> gr.Dropdown:
    """Return a choice of any number of articles; the page fills in which there are."""
    return gr.Dropdown(
        choices=[], value=[], multiselect=True, label=label, elem_id=f"{tab}-articles"
    )


def result_place(tab: str, hint: str) -> gr.HTML:
    """Return where rendered HTML goes, under this package's own style alone."""
    return gr.HTML(
        render.render_placeholder(hint),
        apply_default_css=False,
        elem_id=f"{tab}-result",
        min_height=RESULT_PIXELS,
    )
