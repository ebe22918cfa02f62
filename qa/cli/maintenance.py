"""Commands that keep a library: export, import, check, reindex."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Unpack

import click

from qa.cli.interrupts import INTERRUPTED
from qa.cli.opening import open_existing, open_showing
from qa.cli.options import (
    EmbedderOptions,
    FilterOptions,
    embedder_options,
    filter_options,
    json_option,
    library_option,
)
from qa.cli.output import emit_json, one_line, stderr_console, stdout_console
from qa.cli.progress import show_progress
from qa.cli.reports import write_and_exit

if TYPE_CHECKING:
    from qa.maintenance import CheckReport, Problem


@click.command()
@click.argument("article_ids", nargs=-1, metavar="[ID...]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["jsonl", "markdown"]),
    default="jsonl",
    show_default=True,
    help="JSON Lines can be imported again; Markdown is for reading.",
)
@click.option(
    "-o",
    "--output",
    default="-",
    metavar="FILE",
    help="The file to write; by default, and for -, stdout.",
)
@filter_options
@library_option
@click.pass_context
def export(
    ctx: click.Context,
    *,
    article_ids: tuple[str, ...],
    format_: Literal["jsonl", "markdown"],
    output: str,
    library: Path | None,
    **filters: Unpack[FilterOptions],
) -> None:
    """Write articles and their metadata to a file, by default all articles.

    A file is written whole or not at all. In Markdown, each article and each of its paragraphs
    has an anchor to link to: a-ID and a-ID-START, with START as in citations.
    """
    target = sys.stdout.buffer if output == "-" else output
    with show_progress() as progress, open_existing(library) as desk:
        report = desk.export(
            target, format=format_, articles=article_ids, progress=progress, **filters
        )
    from qa.cli import listing

    listing.write_failures(stderr_console(), report.failed)
    if output != "-":
        click.echo(f"{report.articles:,} articles written to {one_line(output)}", err=True)
    if report.failed:
        ctx.exit(1)


@click.command("import")
@click.argument("path", metavar="FILE")
@library_option
@embedder_options
@json_option
@click.pass_context
def import_(
    ctx: click.Context,
    *,
    path: str,
    library: Path | None,
    as_json: bool,
    **models: Unpack[EmbedderOptions],
) -> None:
    """Add the articles of a FILE that export wrote as JSON Lines; "-" is stdin.

    Each comes back with its text, metadata and id; vectors are computed anew. A bad line is
    named, and the rest is added all the same. Articles that are in the library already stay as
    they are.
    """
    from qa.desk import Desk

    source = sys.stdin.buffer if path == "-" else path
    with show_progress() as progress, Desk.open(library, progress=progress, **models) as desk:
        report = desk.import_(source)
    write_and_exit(ctx, report, as_json=as_json)


@click.command()
@click.option(
    "--repair", is_flag=True, help="Repair what can be made again from the articles' texts."
)
@library_option
@embedder_options
@json_option
@click.pass_context
def check(
    ctx: click.Context,
    *,
    repair: bool,
    library: Path | None,
    as_json: bool,
    **models: Unpack[EmbedderOptions],
) -> None:
    """Read the whole library, and say what is damaged.

    The exit code is 1 if something is damaged, or still is after --repair. Repair never changes
    a text. It makes passages, vectors and the index of words anew from the texts, and deletes
    rows that belong to no article.
    """
    with open_showing(library, models) as desk:
        report = desk.check(repair=repair)
    if as_json:
        emit_json(report.to_dict())
    else:
        console = stdout_console()
        for problem in report.problems:
            console.print(_line(problem), soft_wrap=True)
        console.print(_summary(report), soft_wrap=True)
    if not report.ok:
        ctx.exit(1)


@click.command()
@library_option
@embedder_options
@json_option
@click.pass_context
def reindex(
    ctx: click.Context,
    *,
    library: Path | None,
    as_json: bool,
    **models: Unpack[EmbedderOptions],
) -> None:
    """Compute all vectors anew with another embedder, which is used from then on.

    Others may read the library and add to it meanwhile. They see the new vectors all at once,
    at the end. Ctrl-C keeps what is done; give the same command again to go on.
    """
    with open_showing(library, models) as desk:
        report = desk.reindex()
    if as_json:
        emit_json(report.to_dict())
    elif report.switched:
        done = report.embedded + report.resumed
        stdout_console().print(
            f"{done:,} articles now have vectors of {report.embedder}", soft_wrap=True
        )
    elif not report.interrupted:
        stdout_console().print(
            f"The vectors are those of {report.embedder} already", soft_wrap=True
        )
    if report.interrupted:
        done = report.embedded + report.resumed
        words = f"Interrupted: {done:,} articles done and kept; the same command goes on from there"
        click.echo(f"{words}.", err=True)
        ctx.exit(INTERRUPTED)


def _line(problem: Problem) -> str:
    whose = f"{problem.article_id}: " if problem.article_id else ""
    remedy = "repaired" if problem.repaired else "--repair can mend it" if problem.mendable else ""
    return one_line(f"{problem.part}: {whose}{problem.detail}" + (f" ({remedy})" if remedy else ""))


def _summary(report: CheckReport) -> str:
    held = f"{report.articles:,} articles, {report.passages:,} passages"
    left = sum(not problem.repaired for problem in report.problems)
    if not report.problems:
        return f"{held}: nothing is wrong"
    count = len(report.problems)
    found = f"{held}: {count:,} problem{'s' if count > 1 else ''}"
    return f"{found}, {left:,} left" if left else f"{found}, all repaired"
