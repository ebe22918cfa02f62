"""Commands on the library itself: add, list, show, remove."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Unpack

import click

from qa.cli.options import (
    EmbedderOptions,
    Function,
    embedder_options,
    json_option,
    library_option,
)
from qa.cli.output import INTERRUPTED, emit_json, err, out, plain
from qa.cli.progress import feedback

# As qa.articles.DEFAULT_MAX_MB, which a test compares; importing it would slow --help.
MAX_MB = 10.0

METADATA = (
    click.option("--title", default="", metavar="TEXT", help="Default: the first line."),
    click.option("--source", default="", metavar="NAME", help="Who published it."),
    click.option("--author", default="", metavar="NAME", help="Who wrote it."),
    click.option("--date", default="", metavar="DATE", help="When, as in 2025-03-14."),
    click.option("--url", default="", metavar="URL", help="Where it was read."),
)


def metadata_options(function: Function) -> Function:
    """Add one option per key of an article's front matter."""
    for option in reversed(METADATA):
        function = option(function)
    return function


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@metadata_options
@click.option(
    "--max-mb",
    type=click.FloatRange(min=0, min_open=True),
    default=MAX_MB,
    show_default=True,
    metavar="N",
    help="Refuse larger files.",
)
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
    max_mb: float,
    library: Path | None,
    as_json: bool,
    **models: Unpack[EmbedderOptions],
) -> None:
    """Add files of text or Markdown, or folders of them.

    Adding an article twice changes nothing. A file that cannot be added is named with the
    reason, and the others are added all the same; the exit code is 1 only if no file at all
    was added or there already.
    """
    from qa.desk import Desk

    with feedback() as progress, Desk.open(library, progress=progress, **models) as desk:
        report = desk.add(
            *paths,
            title=title,
            source=source,
            author=author,
            date=date,
            url=url,
            max_mb=max_mb,
            progress=progress,
        )
    from qa.cli import render

    if as_json:
        emit_json(report.to_dict())
    else:
        render.write_infos(out(), "added", report.added)
        render.write_infos(out(), "unchanged", report.unchanged)
    render.write_failures(err(), report.failed)
    if report.interrupted:
        click.echo(
            f"Interrupted: {len(report.added)} added and kept; the same command adds the rest.",
            err=True,
        )
        ctx.exit(INTERRUPTED)
    if report.failed and not report.added and not report.unchanged:
        ctx.exit(1)


@click.command("list")
@library_option
@json_option
@click.option("--source", default="", metavar="NAME", help="Only articles of this source.")
@click.option("--since", default="", metavar="DATE", help="Only articles of this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only articles of this day or earlier.")
def list_(library: Path | None, as_json: bool, source: str, since: str, until: str) -> None:
    """List the articles, newest first."""
    from qa.desk import Desk
    from qa.metadata import normalise_date
    from qa.types import Filters

    filters = Filters(
        sources=(source,) if source else (),
        since=normalise_date(since) if since else "",
        until=normalise_date(until) if until else "",
    )
    with Desk.open(library) as desk:
        infos = desk.articles(filters)
    if as_json:
        emit_json({"articles": [info.to_dict() for info in infos]})
        return
    from qa.cli import render

    render.write_list(out(), infos)
    if not infos:
        click.echo("No articles; add some with `copydesk add PATH`.", err=True)


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--text", "text_only", is_flag=True, help="Only the text, byte for byte.")
@library_option
@json_option
def show(article_id: str, text_only: bool, library: Path | None, as_json: bool) -> None:
    """Show one article.

    ID may be shortened to what is unique: 4 digits or more.
    """
    from qa.desk import Desk

    with Desk.open(library) as desk:
        article = desk.article(article_id)
    if as_json:
        emit_json(article.to_dict())
    elif text_only and not sys.stdout.isatty():
        click.echo(article.text.encode("utf-8", "surrogateescape"), nl=False)
    else:
        from qa.cli import render

        console = out()
        if text_only:
            render.write(console, plain(article.text))
        else:
            render.write_article(console, article)


@click.command()
@click.argument("article_ids", nargs=-1, required=True, metavar="ID...")
@library_option
@json_option
def remove(article_ids: tuple[str, ...], library: Path | None, as_json: bool) -> None:
    """Remove articles from the library.

    The files they came from stay where they are.
    """
    from qa.desk import Desk

    with Desk.open(library) as desk:
        infos = desk.remove(*article_ids)
    if as_json:
        emit_json({"removed": [info.to_dict() for info in infos]})
        return
    from qa.cli import render

    render.write_infos(out(), "removed", infos)
