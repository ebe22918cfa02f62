"""The tab that holds somebody's text against the articles."""

from __future__ import annotations

import gradio as gr

from qa.ui.handlers import Handlers
from qa.ui.widgets import PROGRESS, article_choice, result_place

LINES = 4
MOST_LINES = 14


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
    articles = article_choice(
        "verify", "Against these articles (those that fit best, when none is chosen)"
    )
    button = gr.Button("Verify", variant="primary", elem_id="verify-button")
    result = result_place("verify", "Which sentences the articles bear out appears here.")
    button.click(
        verify,
        [text, articles],
        result,
        concurrency_id="read",
        api_visibility="private",
    )
    return articles
