"""The command that serves the tools of the Model Context Protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from qa.cli.options import ModelOptions, library_option, model_options


@click.command()
@library_option
@model_options
def mcp(*, library: Path | None, **models: Unpack[ModelOptions]) -> None:
    """Serve the library as tools for a language model, over stdin and stdout.

    The tools are ask, compare, summarize, verify, quotes, search, read and add, in the Model
    Context Protocol. `copydesk serve` has the same ones over HTTP, at /mcp.
    """
    from qa.server.stdio import serve_tools

    serve_tools(library, **models)
