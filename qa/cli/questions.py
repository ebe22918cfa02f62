"""Commands that read: ask, summarize, compare, verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from qa.cli.opening import open_showing
from qa.cli.options import (
    ReadingOptions,
    filter_options,
    json_option,
    library_option,
    model_options,
    split_options,
)
from qa.cli.output import emit_json, stderr_console, stdout_console
from qa.errors import InputError

if TYPE_CHECKING:
    from qa.records import SearchMode

MAX_TOP_K = 50
MAX_SENTENCES = 20
# Far above the limit on questions: an endless pipe must not fill the memory.
MAX_STDIN_BYTES = 1_000_000

article_option = click.option(
    "--article",
    "articles",
    multiple=True,
    metavar="ID",
    help="Only the article ID; may be repeated.",
)
verbose_option = click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="Also show the passages read, their scores, and the timings.",
)


def read_question(question: str) -> str:
    """Return the question; "-" stands for what is on stdin."""
    if question != "-":
        return question
    data = sys.stdin.buffer.read(MAX_STDIN_BYTES)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"stdin: byte {error.start} is not UTF-8; pipe UTF-8 text") from error


@click.command()
@click.argument("question", metavar="QUESTION")
@article_option
@filter_options
@click.option(
    "--top-k",
    type=click.IntRange(1, MAX_TOP_K),
    default=5,
    show_default=True,
    help="How many passages to read.",
)
@click.option(
    "--mode",
    type=click.Choice(["hybrid", "dense", "lexical"]),
    default="hybrid",
    show_default=True,
    help="How to find passages.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Also show every passage's scores, and why there is this answer, or none.",
)
@click.option(
    "--today",
    default="",
    metavar="DATE",
    help='The day from which "last week" in QUESTION is counted. Default: today.',
)
@verbose_option
@library_option
@model_options
@json_option
def ask(
    *,
    question: str,
    articles: tuple[str, ...],
    top_k: int,
    mode: SearchMode,
    verbose: bool,
    explain: bool,
    today: str,
    library: Path | None,
    as_json: bool,
    **options: Unpack[ReadingOptions],
) -> None:
    """Answer QUESTION from the articles, or say that they don't.

    "-" reads the question from stdin.
    """
    filters, models = split_options(options)
    question = read_question(question)
    with open_showing(library, models) as desk:
        result = desk.ask(
            question,
            articles=articles,
            top_k=top_k,
            mode=mode,
            explain=explain,
            today=today,
            **filters,
        )
        texts = desk.stored(c.article_id for c in result.citations)
    if as_json:
        emit_json(result.to_dict())
        return
    from qa.cli import render

    render.write_answer(stdout_console(), result, texts, verbose)
    if result.explanation is not None:
        from qa.cli.explaining import write_explanation

        write_explanation(stdout_console(), result.explanation)


@click.command()
@click.argument("article_ids", nargs=-1, metavar="[ID]...")
@filter_options
@click.option("--about", metavar="TOPIC", help="Summarise what the articles say of TOPIC.")
@click.option(
    "--sentences",
    type=click.IntRange(1, MAX_SENTENCES),
    default=3,
    show_default=True,
    help="Write at most this many sentences, with room for 20 words each.",
)
@verbose_option
@library_option
@model_options
@json_option
def summarize(
    *,
    article_ids: tuple[str, ...],
    about: str | None,
    sentences: int,
    verbose: bool,
    library: Path | None,
    as_json: bool,
    **options: Unpack[ReadingOptions],
) -> None:
    """Summarise articles in one paragraph.

    Give IDs of articles, or a topic with --about; without both, all articles that pass the
    filters are summarised.
    Sentences that the articles do not support are marked.
    """
    filters, models = split_options(options)
    with open_showing(library, models) as desk:
        result = desk.summarize(articles=article_ids, about=about, sentences=sentences, **filters)
        texts = desk.stored(result.article_ids)
    if as_json:
        emit_json(result.to_dict())
        return
    from qa.cli import render

    render.write_summary(stdout_console(), result, texts, verbose)
    if models.get("model") is None:  # the shipped reader's
        render.write_other_languages(stderr_console(), texts)


@click.command()
@click.argument("question", metavar="QUESTION")
@article_option
@filter_options
@library_option
@model_options
@json_option
def compare(
    *,
    question: str,
    articles: tuple[str, ...],
    library: Path | None,
    as_json: bool,
    **options: Unpack[ReadingOptions],
) -> None:
    """Group articles by their answers to QUESTION.

    All articles of the library are asked, or those that --article or the filters name. "-" reads
    the question from stdin.
    """
    filters, models = split_options(options)
    question = read_question(question)
    with open_showing(library, models) as desk:
        result = desk.compare(question, articles=articles, **filters)
        texts = desk.stored(c.article_id for a in result.answers for c in a.citations)
        titles = {info.id: info.title for info in desk.articles()}
    if as_json:
        emit_json(result.to_dict())
        return
    from qa.cli import comparing

    comparing.write_comparison(stdout_console(), result, texts, titles)


@click.command()
@click.argument("text", metavar="TEXT")
@article_option
@filter_options
@verbose_option
@library_option
@model_options
@json_option
def verify(
    *,
    text: str,
    articles: tuple[str, ...],
    verbose: bool,
    library: Path | None,
    as_json: bool,
    **options: Unpack[ReadingOptions],
) -> None:
    """Check TEXT, sentence by sentence, against the articles.

    Each sentence that they do not support is shown with what fails: a number, a name, a "not".
    "-" reads the text from stdin.
    """
    filters, models = split_options(options)
    text = read_question(text)
    with open_showing(library, models) as desk:
        result = desk.verify(text, articles=articles, **filters)
        texts = desk.stored(result.article_ids)
    if as_json:
        emit_json(result.to_dict())
        return
    from qa.cli import render

    render.write_verification(stdout_console(), result, texts, verbose)
