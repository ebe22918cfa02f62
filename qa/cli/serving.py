"""The command that serves the pages and the API."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Unpack

import click

from qa.cli.options import ModelOptions, json_option, library_option, model_options
from qa.cli.output import emit_json

PORT = 7860  # Gradio's own
MAX_PORT = 65_535


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on; 0.0.0.0 lets everyone on the network in.",
)
@click.option(
    "--port",
    type=click.IntRange(0, MAX_PORT),
    default=PORT,
    show_default=True,
    help="The port to listen on; 0 takes any.",
)
@library_option
@model_options
@json_option
def serve(
    *, host: str, port: int, library: Path | None, as_json: bool, **models: Unpack[ModelOptions]
) -> None:
    """Serve the library as pages for a browser, and as an API for programs.

    The API is below /v1, and described by /openapi.json. Runs until Ctrl-C or SIGTERM, finishes
    the answers that it has begun, and exits with 0.
    """
    from qa.server import serve as serve_doors

    def ready(url: str) -> None:
        if as_json:
            emit_json({"url": url})
            sys.stdout.flush()
        else:
            click.echo(f"Serving on {url} - Ctrl-C stops it.")

    serve_doors(library, host=host, port=port, ready=ready, **models)
    click.echo("Stopped; the library is kept.", err=True)
