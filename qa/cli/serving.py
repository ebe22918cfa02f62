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
    help="The address to listen on; 0.0.0.0 is for everyone on the network.",
)
@click.option(
    "--port",
    type=click.IntRange(0, MAX_PORT),
    default=PORT,
    show_default=True,
    help="The port to listen on; 0 takes any.",
)
@click.option(
    "--auth-file",
    envvar="COPYDESK_AUTH_FILE",
    show_envvar=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Ask for a user's password or token; `copydesk user add NAME` makes the file.",
)
@click.option("--no-auth", is_flag=True, help="Let others than this machine in without asking.")
@click.option(
    "--libraries",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Give each user a library of its own in FOLDER; by default all share one.",
)
@click.option("--read-only", is_flag=True, help="Let nobody change the library.")
@click.option(
    "--rate",
    type=click.FloatRange(min=0),
    metavar="N",
    help="Take N requests a minute from each caller, 0 for any number. "
    "Default: 300; any number from this machine.",
)
@click.option(
    "--max-upload-mb",
    type=click.FloatRange(min=0, min_open=True),
    default=100.0,
    show_default=True,
    metavar="N",
    help="Refuse requests over N MB.",
)
@click.option("--log", is_flag=True, help="Write a line of JSON for each request to stderr.")
@click.option("--log-questions", is_flag=True, help="Write what was asked, too.")
@library_option
@model_options
@json_option
def serve(
    *,
    host: str,
    port: int,
    auth_file: Path | None,
    no_auth: bool,
    libraries: Path | None,
    read_only: bool,
    rate: float | None,
    max_upload_mb: float,
    log: bool,
    log_questions: bool,
    library: Path | None,
    as_json: bool,
    **models: Unpack[ModelOptions],
) -> None:
    """Serve the library as pages for a browser, and as an API for programs.

    The API is below /v1, and described by /openapi.json. Runs until Ctrl-C or SIGTERM, finishes
    the answers that it has begun, and exits with 0.
    """
    from qa.server import Settings
    from qa.server import serve as serve_doors

    settings = Settings(
        auth_file=auth_file,
        no_auth=no_auth,
        libraries=libraries,
        read_only=read_only,
        rate=rate,
        max_upload_mb=max_upload_mb,
        log=log or log_questions,
        log_questions=log_questions,
    )

    def ready(url: str) -> None:
        if as_json:
            emit_json({"url": url})
            sys.stdout.flush()
        else:
            click.echo(f"Serving on {url} - Ctrl-C stops it.")

    serve_doors(library, host=host, port=port, ready=ready, settings=settings, **models)
    click.echo("Stopped; the library is kept.", err=True)
