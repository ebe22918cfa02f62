"""Commands that put articles into the library: add, sync."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from qa.cli.interrupts import INTERRUPTED
from qa.cli.options import (
    EmbedderOptions,
    Function,
    embedder_options,
    json_option,
    library_option,
)
from qa.cli.progress import ProgressRelay, show_progress
from qa.cli.reports import write_and_exit, write_report

if TYPE_CHECKING:
    from qa.desk.library import SyncOptions
    from qa.ingest import Source
    from qa.records import AddReport
    from qa.sources.parsers.limits import Limits

# As qa.sources.files.DEFAULT_MAX_MB and the defaults of qa.sources.parsers.limits.Limits
# and qa.ingest.Web, which a test compares; importing these would slow --help.
MAX_MB = 10.0
MAX_UNPACKED_MB = 100.0
MAX_SECONDS = 120.0
MAX_PAGES = 2_000
MAX_ITEMS = 50

METADATA = (
    click.option(
        "--title", default="", metavar="TEXT", help="The title; by default the first line."
    ),
    click.option("--source", default="", metavar="NAME", help="Who published it."),
    click.option("--author", default="", metavar="NAME", help="Who wrote it."),
    click.option("--date", default="", metavar="DATE", help="The day it appeared: 2025-03-14."),
    click.option("--url", default="", metavar="URL", help="Where it was read."),
)


def metadata_options(function: Function) -> Function:
    """Add one option per key of an article's front matter."""
    for option in reversed(METADATA):
        function = option(function)
    return function


def _bound(flag: str, default: float, words: str) -> Callable[[Any], Any]:
    return click.option(
        flag,
        type=click.FloatRange(min=0, min_open=True),
        default=default,
        show_default=True,
        metavar="N",
        help=words,
    )


def bound_options(function: Function) -> Function:
    """Add what bounds one file."""
    for option in (
        _bound("--max-seconds", MAX_SECONDS, "Give up on an article after N seconds."),
        _bound("--max-unpacked-mb", MAX_UNPACKED_MB, "Refuse archives that unpack to over N MB."),
        click.option(
            "--max-pages",
            type=click.IntRange(min=1),
            default=MAX_PAGES,
            show_default=True,
            metavar="N",
            help="Refuse PDFs of over N pages.",
        ),
        _bound("--max-mb", MAX_MB, "Refuse files and pages over N MB."),
    ):
        function = option(function)
    return function


def make_limits(unpacked_mb: float, seconds: float, pages: int) -> Limits:
    """Return the bounds as readers take them."""
    from qa.sources.parsers.limits import Limits

    return Limits(unpacked_mb=unpacked_mb, seconds=seconds, pages=pages)


def make_sources(paths: tuple[str, ...], kind: str, max_mb: float) -> list[Source]:
    """Return the sources; "-" stands for what is on stdin."""
    from qa.errors import InputError
    from qa.ingest import Blob

    sources: list[Source] = []
    for path in paths:
        if path != "-":
            sources.append(path)
            continue
        most = int(max_mb * 1_000_000)
        data = sys.stdin.buffer.read(most + 1)
        if len(data) > most:
            raise InputError(f"stdin: is over the limit of {max_mb:g} MB; raise it with --max-mb")
        sources.append(Blob(data, "stdin", kind))
    return sources


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@metadata_options
@click.option("--kind", default="", metavar="KIND", help="What stdin is: html, pdf, jsonl ...")
@click.option(
    "--max-items",
    type=click.IntRange(min=1),
    default=MAX_ITEMS,
    show_default=True,
    metavar="N",
    help="Fetch at most N items of a feed.",
)
@click.option(
    "--allow-private", is_flag=True, help="Fetch from addresses inside your network, too."
)
@bound_options
@library_option
@embedder_options
@json_option
@click.pass_context
def add(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    title: str,
    source: str,
    author: str,
    date: str,
    url: str,
    kind: str,
    max_items: int,
    allow_private: bool,
    max_mb: float,
    max_unpacked_mb: float,
    max_seconds: float,
    max_pages: int,
    library: Path | None,
    as_json: bool,
    **models: Unpack[EmbedderOptions],
) -> None:
    """Add files, folders, web addresses and feeds.

    PATH is a file or folder, a pattern in quotes ("news/**/*.html"), an address that begins
    with http:// or https://, or "-" for standard input. Files are text, Markdown, HTML, PDF,
    DOCX, EPUB, RSS, Atom, JSON Lines, MBOX, EML, or a .zip of these.

    Adding an article twice changes nothing. A file that has changed since replaces its
    article; one that has not is not read again. What cannot be added is named with the reason,
    and the rest is added all the same; the exit code is 1 only if nothing at all was added or
    there already.
    """
    from qa.desk import Desk
    from qa.ingest import Web
    from qa.sources.fetch import FetchLimits

    sources = make_sources(paths, kind, max_mb)
    with show_progress() as progress, Desk.open(library, progress=progress, **models) as desk:
        report = desk.add(
            *sources,
            title=title,
            source=source,
            author=author,
            date=date,
            url=url,
            max_mb=max_mb,
            limits=make_limits(max_unpacked_mb, max_seconds, max_pages),
            web=Web(FetchLimits(allow_private=allow_private), max_items),
            progress=progress,
        )
    write_and_exit(ctx, report, as_json=as_json)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--keep", is_flag=True, help="Keep articles whose files are gone.")
@click.option("--source", default="", metavar="NAME", help="Who published the new articles.")
@click.option("--watch", is_flag=True, help="Keep running, and sync whenever a file changes.")
@bound_options
@library_option
@embedder_options
@json_option
@click.pass_context
def sync(
    ctx: click.Context,
    *,
    folder: Path,
    keep: bool,
    source: str,
    watch: bool,
    max_mb: float,
    max_unpacked_mb: float,
    max_seconds: float,
    max_pages: int,
    library: Path | None,
    as_json: bool,
    **models: Unpack[EmbedderOptions],
) -> None:
    """Make the library match the files of FOLDER.

    New files are added, changed ones replace their articles, and articles go when every file
    they were added from is gone. What is unchanged is not read again, so run it as often as
    you like, or let it --watch the folder until Ctrl-C.
    """
    from qa.desk import Desk

    relay = ProgressRelay()
    how: SyncOptions = {
        "keep": keep,
        "source": source,
        "max_mb": max_mb,
        "limits": make_limits(max_unpacked_mb, max_seconds, max_pages),
    }
    with Desk.open(library, progress=relay, **models) as desk:
        if watch:
            _watch(ctx, desk.watch(folder, **how), relay, as_json=as_json)
            return
        with relay.shown():
            report = desk.sync(folder, **how)
    write_and_exit(ctx, report, as_json=as_json)


def _watch(
    ctx: click.Context, reports: Iterator[AddReport], relay: ProgressRelay, *, as_json: bool
) -> None:
    """Write each report as it comes, until Ctrl-C, which is how this ends."""
    while True:
        try:
            with relay.shown():
                report = next(reports, None)
        except KeyboardInterrupt:  # between two looks: one in progress reports it
            click.echo("\nNo longer watching.", err=True)
            return
        if report is None:
            return
        write_report(report, as_json=as_json, many=True)
        if report.interrupted:
            ctx.exit(INTERRUPTED)
