"""The tab that holds somebody's text against the articles."""

from __future__ import annotations

import gradio as gr

from qa.ui import render
from qa.ui.handlers import Handlers

LINES = 4
MOST_LINES = 14
# Gradio hands each call its own tracker where a parameter has this default.
PROGRESS = gr.Progress()


def verify_tab(handlers: Handlers) -> gr.Dropdown:
    """Lay out a text, a choice of articles, and the verdict; return the choice."""

    def verify(text: str, article_ids: list[str] | None, progress: gr.Progress = PROGRESS) -> str:
        return handlers.verify(text, article_ids)

    text = gr.Textbox(
        label="A text to check, sentence by sentence",
        placeholder="Paste a paragraph: your draft, a press release, another tool's summary",
        lines=LINES,
        max_lines=MOST_LINES,
        elem_id="verify-text",
    )
    articles = gr.Dropdown(
        choices=[],
        value=[],
        multiselect=True,
        label="Against these articles (those that fit best, when none is chosen)",
        elem_id="verify-articles",
    )
    button = gr.Button("Verify", variant="primary", elem_id="verify-button")
    result = gr.HTML(
        render.empty("Which sentences the articles bear out appears here."),
        apply_default_css=False,
        elem_id="verify-result",
        min_height=120,
    )
    button.click(
        verify,
        [text, articles],
        result,
        concurrency_id="read",
        api_visibility="private",
    )
    return articles
