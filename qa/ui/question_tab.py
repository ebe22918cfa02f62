"""The tabs with a question: ask, which may follow up on the last one, and compare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from qa.desk.options import AskOptions
from qa.records import Turn
from qa.ui.handlers import Handlers
from qa.ui.widgets import PROGRESS, article_choice, result_place

# As in ``qa.ui.page``, which says why.
READERS = 2
FOLLOW = "Follow up: the question may refer to the one before"

NARROW = "Narrow by source, author, language or date"
DATE = "2026-05-02"
ANY = ("any", "")
"""What a choice of source or language shows first, and what it stands for."""

Tab = tuple[gr.Dropdown, gr.Dataset]
"""The choice of articles and the examples, which the page renews."""


def ask_tab(handlers: Handlers) -> tuple[Tab, tuple[gr.Dropdown, gr.Dropdown]]:
    """Lay out a question to all articles, and whether it follows up on the last one.

    Also returned: the choices of a source and of a language, which the page renews, too.
    """

    def ask(
        question: str,
        article_ids: list[str] | None,
        follows: bool,
        turns: tuple[Turn, ...],
        source: str | None,
        author: str | None,
        language: str | None,
        since: str | None,
        until: str | None,
        progress: gr.Progress = PROGRESS,
    ) -> tuple[str, tuple[Turn, ...]]:
        # What lies in a closed fold has no value before the page has drawn it.
        narrow: AskOptions = {
            "source": source or "",
            "author": author or "",
            "language": language or "",
            "since": since or "",
            "until": until or "",
        }
        return handlers.converse(question, article_ids, follows, turns, narrow)

    question, button, examples, articles = _question(
        "Ask", "ask", "What do you want to know?", "In"
    )
    narrow = _narrow()
    follows = gr.Checkbox(label=FOLLOW, container=False, elem_id="ask-follow")
    turns = gr.State(())
    result = result_place("ask", "Answers appear here.")
    inputs = [question, articles, follows, turns, *narrow]
    _wire(question, button, examples, ask, inputs, [result, turns])
    return (articles, examples), (narrow[0], narrow[2])


def _narrow() -> tuple[gr.Dropdown, gr.Textbox, gr.Dropdown, gr.Textbox, gr.Textbox]:
    """Lay out source, author, language, first and last date; what is empty narrows nothing."""
    with gr.Accordion(NARROW, open=False, elem_id="ask-narrow"):
        with gr.Row():
            source = gr.Dropdown(choices=[ANY], value="", label="Source", elem_id="ask-source")
            author = gr.Textbox(label="Author, or a part of the name", elem_id="ask-author")
            language = gr.Dropdown(
                choices=[ANY], value="", label="Language", elem_id="ask-language"
            )
        with gr.Row():
            since = gr.Textbox(label="Not before", placeholder=DATE, elem_id="ask-since")
            until = gr.Textbox(label="Not after", placeholder=DATE, elem_id="ask-until")
    return source, author, language, since, until


def compare_tab(handlers: Handlers) -> Tab:
    """Lay out a question that is put to every article by itself."""

    def compare(
        question: str, article_ids: list[str] | None, progress: gr.Progress = PROGRESS
    ) -> str:
        return handlers.compare(question, article_ids)

    question, button, examples, articles = _question(
        "Compare", "compare", "One question, put to every article", "Of"
    )
    result = result_place("compare", "Who says what, and who says nothing, appears here.")
    _wire(question, button, examples, compare, [question, articles], [result])
    return articles, examples


def _question(
    verb: str, name: str, prompt: str, preposition: str
) -> tuple[gr.Textbox, gr.Button, gr.Dataset, gr.Dropdown]:
    """Lay out a question, its button, examples and a choice of articles."""
    with gr.Row(elem_classes="cd-question"):
        question = gr.Textbox(
            label="Question",
            show_label=False,
            container=False,
            placeholder=prompt,
            lines=1,
            max_lines=1,
            scale=5,
            autofocus=name == "ask",
            elem_id=f"{name}-question",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off"),
        )
        button = gr.Button(
            verb, variant="primary", scale=0, min_width=120, elem_id=f"{name}-button"
        )
    examples = gr.Dataset(
        components=[gr.Textbox(visible=False)],
        samples=[],
        label="Try",
        visible=False,
        elem_id=f"{name}-examples",
    )
    articles = article_choice(name, f"{preposition} these articles (all, when none is chosen)")
    return question, button, examples, articles


def _wire(
    question: gr.Textbox,
    button: gr.Button,
    examples: gr.Dataset,
    action: Callable[..., Any],
    inputs: list[Any],
    outputs: list[Any],
) -> None:
    """Ask on the button, on Enter, and on a click on an example."""
    reading: dict[str, Any] = {
        "concurrency_id": "read",
        "concurrency_limit": READERS,
        "api_visibility": "private",
    }
    gr.on([button.click, question.submit], action, inputs, outputs, **reading)

    def fill(sample: list[str]) -> str:
        return sample[0]

    quick: dict[str, Any] = {"queue": False, "show_progress": "hidden"}
    examples.click(fill, examples, question, api_visibility="private", **quick).then(
        action, inputs, outputs, **reading
    )
