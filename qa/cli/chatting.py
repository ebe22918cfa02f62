"""The command that talks: chat, at a prompt or line by line in JSON."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Unpack, cast

import click

from qa.cli.options import (
    ReadingOptions,
    filter_options,
    library_option,
    model_options,
    split_options,
)
from qa.cli.output import emit_json_line, one_line, stderr_console, stdout_console
from qa.cli.progress import ProgressRelay
from qa.cli.questions import MAX_STDIN_BYTES, article_option, verbose_option
from qa.errors import CopydeskError, InputError

if TYPE_CHECKING:
    from qa.desk import Conversation, Desk
    from qa.desk.options import AskOptions

PROMPT = "> "
WELCOME = "Ask; a question may refer to those before it. /reset forgets them, /quit ends."
HELP = "Commands: /reset forgets what was asked, /quit ends; anything else is a question."


@click.command()
@article_option
@filter_options
@verbose_option
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Read questions from stdin, one a line, and write one JSON object a line.",
)
@library_option
@model_options
def chat(
    *,
    articles: tuple[str, ...],
    verbose: bool,
    as_json: bool,
    library: Path | None,
    **options: Unpack[ReadingOptions],
) -> None:
    """Ask one question after another.

    "And who opposed it?" is understood from what came before, and the question it was taken
    for is shown. Ctrl-D or /quit ends, /reset forgets what came before.
    """
    from qa.desk import Desk

    relay = ProgressRelay()
    filters, models = split_options(options)
    which = cast("AskOptions", {"articles": articles, **filters})
    with Desk.open(library, progress=relay, create=False, **models) as desk:
        if as_json:
            _answer_lines(desk.chat(), which)
        else:
            _talk(desk, which, verbose, relay)


def _talk(desk: Desk, which: AskOptions, verbose: bool, relay: ProgressRelay) -> None:
    from qa.cli import render

    conversation = desk.chat()

    console = stdout_console()
    if sys.stdin.isatty():
        console.print(WELCOME)
    for line in _typed():
        if line == "/reset":
            conversation.reset()
            console.print("Forgotten.")
            continue
        if line.startswith("/"):
            console.print(HELP)
            continue
        try:
            with relay.shown():
                turn = conversation.ask(line, **which)
        except CopydeskError as error:
            stderr_console().print(f"Error: {one_line(str(error))}", soft_wrap=True)
            continue
        if turn.rewritten != turn.question:
            console.print(f"Understood as: {one_line(turn.rewritten)}", soft_wrap=True)
        texts = desk.stored(c.article_id for c in turn.answer.citations)
        render.write_answer(console, turn.answer, texts, verbose)
        console.print()


def _typed() -> Iterator[str]:
    """Yield the lines typed until /quit, the end of input or Ctrl-C."""
    at_terminal = sys.stdin.isatty()
    if at_terminal:
        with contextlib.suppress(ImportError):  # arrow keys and earlier lines at the prompt
            import readline  # noqa: F401
    while True:
        try:
            line = input(PROMPT if at_terminal else "")
        except (EOFError, KeyboardInterrupt):
            if at_terminal:
                click.echo()
            return
        except UnicodeDecodeError as error:
            raise InputError(f"stdin: byte {error.start} is not UTF-8; pipe UTF-8 text") from error
        line = line.strip()
        if line in ("/quit", "/exit"):
            return
        if line:
            yield line


def _answer_lines(conversation: Conversation, which: AskOptions) -> None:
    """Answer each line of stdin with one object: a turn, or ``{"question", "error"}``."""
    while raw := sys.stdin.buffer.readline(MAX_STDIN_BYTES):
        try:
            line = raw.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            emit_json_line({"question": "", "error": f"byte {error.start} is not UTF-8"})
            continue
        if line in ("/quit", "/exit"):
            return
        if line == "/reset":
            conversation.reset()
            emit_json_line({"reset": True})
        elif line:
            try:
                emit_json_line(conversation.ask(line, **which).to_dict())
            except CopydeskError as error:
                emit_json_line({"question": line, "error": str(error)})
