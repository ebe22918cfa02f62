"""Commands on what the library holds: list, show, remove."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from qa.cli.opening import open_existing
from qa.cli.options import FilterOptions, filter_options, json_option, library_option
from qa.cli.output import emit_json, one_line, replace_controls, stdout_console
from qa.errors import LibraryMissing

if TYPE_CHECKING:
    from qa.records import ArticleInfo


@click.command("list")
@library_option
@json_option
@filter_options
def list_(library: Path | None, as_json: bool, **filters: Unpack[FilterOptions]) -> None:
    """List the articles, newest first."""
    infos: list[ArticleInfo] = []
    try:
        with open_existing(library) as desk:
            infos = desk.articles(**filters)
            reason = "" if infos else desk.explain_no_match(**filters)
    except LibraryMissing as error:
        source = click.get_current_context().get_parameter_source("library")
        if source is click.core.ParameterSource.COMMANDLINE:
            raise
        reason = str(error)  # the usual library, which the first article makes
    if as_json:
        emit_json({"articles": [info.to_dict() for info in infos]})
        return
    from qa.cli import listing

    listing.write_list(stdout_console(), infos)
    if reason:
        click.echo(f"No articles: {one_line(reason)}.", err=True)


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--text", "text_only", is_flag=True, help="Write only the text, byte for byte.")
@library_option
@json_option
def show(article_id: str, text_only: bool, library: Path | None, as_json: bool) -> None:
    """Show one article.

    ID may be shortened to its first 4 digits or more, as long as no other article has them.
    """
    with open_existing(library) as desk:
        article = desk.article(article_id)
    if as_json:
        emit_json(article.to_dict())
    elif text_only and not sys.stdout.isatty():
        click.echo(article.text.encode("utf-8", "surrogateescape"), nl=False)
    else:
        from qa.cli import listing, render

        console = stdout_console()
        if text_only:
            render.write_block(console, replace_controls(article.text))
        else:
            listing.write_article(console, article)


@click.command()
@click.argument("article_ids", nargs=-1, required=True, metavar="ID...")
@library_option
@json_option
def remove(article_ids: tuple[str, ...], library: Path | None, as_json: bool) -> None:
    """Remove articles from the library.

    The files they came from stay where they are.
    """
    with open_existing(library) as desk:
        infos = desk.remove(*article_ids)
    if as_json:
        emit_json({"removed": [info.to_dict() for info in infos]})
        return
    from qa.cli import listing

    listing.write_outcomes(stdout_console(), "removed", infos)
