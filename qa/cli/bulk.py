"""The command that adds an archive by several workers."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from qa.cli.adding import bound_options, make_limits
from qa.cli.options import EmbedderOptions, embedder_options, json_option, library_option
from qa.cli.progress import show_progress
from qa.cli.reports import write_and_exit


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that embed at once. Default: one for each core.",
)
@click.option(
    "--address",
    metavar="HOST:PORT",
    help="A Ray cluster, whose machines see the files at the same paths. Default: this machine.",
)
@click.option("--source", default="", metavar="NAME", help="Who published the articles.")
@bound_options
@library_option
@embedder_options
@json_option
@click.pass_context
def bulk(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    workers: int | None,
    address: str | None,
    source: str,
    max_mb: float,
    max_unpacked_mb: float,
    max_seconds: float,
    max_pages: int,
    library: Path | None,
    as_json: bool,
    **models: Unpack[EmbedderOptions],
) -> None:
    """Add an archive by several processes, or by the machines of a Ray cluster.

    PATH is a file, a folder or a pattern in quotes, as of "add", and the library becomes the same.
    Run it again after Ctrl-C or a kill: it goes on from what was stored. It needs
    pip install 'copydesk[cluster]'.
    """
    from qa.desk import Desk

    with show_progress() as progress, Desk.open(library, progress=progress, **models) as desk:
        report = desk.add_bulk(
            *paths,
            workers=workers,
            address=address,
            source=source,
            max_mb=max_mb,
            limits=make_limits(max_unpacked_mb, max_seconds, max_pages),
            progress=progress,
        )
    write_and_exit(ctx, report, as_json=as_json)
