"""The tab that lists who said what."""

from __future__ import annotations

import gradio as gr

from qa.ui.handlers import Handlers
from qa.ui.widgets import article_choice, result_place


def quotes_tab(handlers: Handlers) -> gr.Dropdown:
    """Lay out a speaker's name, a choice of articles, and what was said; return the choice."""
    with gr.Row(elem_classes="cd-question"):
        speaker = gr.Textbox(
            label="Speaker",
            show_label=False,
            container=False,
            placeholder="Whose words? Everybody's, when left empty",
            lines=1,
            max_lines=1,
            scale=5,
            elem_id="quotes-speaker",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        button = gr.Button(
            "Find quotes", variant="primary", scale=0, min_width=120, elem_id="quotes-button"
        )
    articles = article_choice("quotes", "In these articles (all, when none is chosen)")
    result = result_place("quotes", "Who said what appears here.")
    gr.on(
        [button.click, speaker.submit],
        handlers.quotes,
        [speaker, articles],
        result,
        concurrency_id="read",
        api_visibility="private",
    )
    return articles
