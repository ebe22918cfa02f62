"""The pages' layout and wiring. What a button does is in ``handlers``, how it looks in ``render``.

Imports Gradio, so import this module late.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from qa.desk.throughput import describe_throughput
from qa.records import ProgressEvent
from qa.ui import render, samples
from qa.ui.handlers import Handlers
from qa.ui.question_tab import ANY, ask_tab, compare_tab
from qa.ui.quotes_tab import quotes_tab
from qa.ui.verify_tab import verify_tab
from qa.ui.widgets import PROGRESS, article_choice, result_place

if TYPE_CHECKING:
    from qa.desk import Desk

# Reading is bound by the processor: more at once makes all of them late.
READERS = 2
# Those who would wait behind more than this are told at once that the server is busy.
QUEUE = 64
# Uploaded copies are deleted once they are an hour old, and all of them when the server ends.
CACHE_SECONDS = (600, 3_600)
SENTENCES = 3
MOST_SENTENCES = 10
STAGES = {
    "model": "Loading the models",
    "add": "Adding articles",
    "read": "Reading passages",
    "verify": "Verifying sentences",
}
# The tabs that offer example questions, in the order of their widgets below.
TABS: tuple[samples.Tab, ...] = ("ask", "compare")
# Quick steps that go past the queue. Gradio streams the queue's results and closes the stream
# once none is awaited; a question asked in that moment, such as right after the page has loaded,
# would wait for ever for a result that nobody sends.
UNQUEUED: dict[str, Any] = {
    "queue": False,
    "show_progress": "hidden",
    "api_visibility": "private",
}
MASTHEAD = (
    '<header class="cd-mast"><h1>Copydesk</h1>'
    "<p>Answers out of your articles, with the words they came from.</p></header>"
)
WELCOME = "Add text files under Library, or try the nine sample articles."
# Runs in the page: the ids of the ticked rows, in the place of the button's one input.
TICKED = (
    """() => [[...document.querySelectorAll(".cd-pick:checked")].map((b) => b.value).join(" ")]"""
)


def relay_progress(event: ProgressEvent) -> None:
    """Show one step of the desk's work on the page whose request it belongs to, if any."""
    text = ", ".join(
        part for part in (STAGES.get(event.stage, "Working"), describe_throughput(event)) if part
    )
    # The page may have been closed meanwhile, and progress must never fail the work itself.
    with contextlib.suppress(Exception):
        # Gradio shows the words only beside a share, so an unknown one is said as 0%.
        share = (event.done, event.total) if event.total else 0.0
        gr.Progress()(share, desc=text, unit=_unit(event.stage))


def _unit(stage: str) -> str:
    return {"add": "articles", "read": "passages", "verify": "sentences"}.get(stage, "steps")


def build_pages(desk: Desk) -> gr.Blocks:
    """Lay out the tabs over ``desk`` and wire them."""
    handlers = Handlers(desk)
    pages = gr.Blocks(
        title="Copydesk", analytics_enabled=False, delete_cache=CACHE_SECONDS, fill_width=False
    )
    with pages:
        _html(MASTHEAD)
        with gr.Column(visible=False, elem_id="welcome") as welcome:
            _html(render.render_placeholder("Your library is empty.", WELCOME))
            load = gr.Button(
                "Load the sample articles", variant="primary", elem_id="welcome-samples"
            )
            welcome_message = _html(min_height=60)
        # A phone has no room for six tabs: a second row, not a menu that hides them.
        with gr.Tabs(overflow_behavior="wrap"):
            with gr.Tab("Ask", id="ask"):
                ask, narrowing = ask_tab(handlers)
            with gr.Tab("Summarise", id="summarise"):
                chosen = _summarise_tab(handlers)
            with gr.Tab("Compare", id="compare"):
                compare = compare_tab(handlers)
            with gr.Tab("Quotes", id="quotes"):
                quoted = quotes_tab(handlers)
            with gr.Tab("Verify", id="verify"):
                against = verify_tab(handlers)
            with gr.Tab("Library", id="library"):
                files, address, message, table, remove, picked = _library_tab()

        pickers = [ask[0], chosen, compare[0], quoted, against]
        examples = [ask[1], compare[1]]

        def refresh(*values: list[str] | None) -> list[Any]:
            """Bring lists, table, examples and welcome in line with the library."""
            articles = handlers.articles()
            choices = [(render.article_label(info), info.id) for info in articles]
            known = {info.id for info in articles}
            lists = [
                gr.update(choices=choices, value=[i for i in value or [] if i in known])
                for value in values
            ]
            shown = [_offer(samples.sample_questions(tab, known)) for tab in TABS]
            found = ({info.source for info in articles}, {info.language for info in articles})
            narrowed = [gr.update(choices=[ANY, *sorted(each - {""})]) for each in found]
            return [*lists, *shown, *narrowed, handlers.table(), gr.update(visible=not articles)]

        def add(paths: list[str] | None, progress: gr.Progress = PROGRESS) -> tuple[str, None]:
            return handlers.add(paths), None

        def add_address(url: str, progress: gr.Progress = PROGRESS) -> tuple[str, str]:
            return handlers.add_address(url), ""

        def add_samples(progress: gr.Progress = PROGRESS) -> str:
            return handlers.add_samples()

        renewed = [*pickers, *examples, *narrowing, table, welcome]
        quiet = UNQUEUED
        change: dict[str, Any] = {
            "concurrency_id": "library",
            "concurrency_limit": 1,
            "api_visibility": "private",
        }
        pages.load(refresh, pickers, renewed, **quiet)
        files.upload(add, files, [message, files], show_progress_on=message, **change).then(
            refresh, pickers, renewed, **quiet
        )
        address.submit(add_address, address, [message, address], **change).then(
            refresh, pickers, renewed, **quiet
        )
        load.click(add_samples, None, welcome_message, **change).then(
            refresh, pickers, renewed, **quiet
        )
        remove.click(handlers.remove, picked, message, js=TICKED, **change).then(
            refresh, pickers, renewed, **quiet
        )
    pages.queue(max_size=QUEUE, default_concurrency_limit=READERS, api_open=False)
    return pages


def _html(value: str = "", **options: Any) -> gr.HTML:
    """Return a place for rendered HTML, under this package's own style alone."""
    return gr.HTML(value, apply_default_css=False, **options)


def _offer(questions: Sequence[str]) -> Any:
    return gr.update(samples=[[question] for question in questions], visible=bool(questions))


def _summarise_tab(handlers: Handlers) -> gr.Dropdown:
    def summarise(
        article_ids: list[str] | None,
        topic: str,
        sentences: float,
        progress: gr.Progress = PROGRESS,
    ) -> str:
        return handlers.summarise(article_ids, topic, sentences)

    articles = article_choice("summarise", "Articles")
    with gr.Row(equal_height=True):
        topic = gr.Textbox(
            label="Or a topic, from all articles",
            placeholder="the bridge in Port Callisa",
            lines=1,
            max_lines=1,
            scale=3,
            elem_id="summarise-topic",
        )
        sentences = gr.Slider(
            1, MOST_SENTENCES, value=SENTENCES, step=1, label="Sentences", scale=2, buttons=[]
        )
        button = gr.Button(
            "Summarise", variant="primary", scale=1, min_width=110, elem_id="summarise-button"
        )
    result = result_place("summarise", "The summary appears here, each sentence with its sources.")
    gr.on(
        [button.click, topic.submit],
        summarise,
        [articles, topic, sentences],
        result,
        concurrency_id="read",
        concurrency_limit=READERS,
        api_visibility="private",
    )
    return articles


def _library_tab() -> tuple[gr.File, gr.Textbox, gr.HTML, gr.HTML, gr.Button, gr.Textbox]:
    # No `file_types`: Gradio would refuse a whole drop for one bad file, and say less about it.
    files = gr.File(
        label="Add articles: text, Markdown, HTML, PDF, Word, EPUB, feeds, mail, JSON Lines, .zip",
        file_count="multiple",
        height=150,
        elem_id="library-files",
    )
    address = gr.Textbox(
        label="Or the address of a page or a feed, and Enter",
        placeholder="https://",
        max_lines=1,
        elem_id="library-address",
    )
    message = _html(elem_id="library-message")
    table = _html(elem_id="library-table")
    remove = gr.Button("Remove the ticked articles", size="sm", elem_id="library-remove")
    picked = gr.Textbox(visible=False)
    return files, address, message, table, remove, picked
