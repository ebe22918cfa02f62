"""Commands on what the library holds: list, show, remove."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Unpack

import click

from qa.cli.options import FilterOptions, filter_options, json_option, library_option
from qa.cli.output import emit_json, replace_controls, stdout_console


@click.command("list")
@library_option
@json_option
@filter_options
def list_(library: Path | None, as_json: bool, **filters: Unpack[FilterOptions]) -> None:
    """List the articles, newest first."""
    from qa.desk import Desk

    with Desk.open(library) as desk:
        infos = desk.articles(**filters)
    if as_json:
        emit_json({"articles": [info.to_dict() for info in infos]})
        return
    from qa.cli import render

    render.write_list(stdout_console(), infos)
    if not infos:
        click.echo("No articles; add some with `copydesk add PATH`.", err=True)


@click.command()
@click.argument("article_id", metavar="ID")
@click.option("--text", "text_only", is_flag=True, help="Write only the text, byte for byte.")
@library_option
@json_option
def show(article_id: str, text_only: bool, library: Path | None, as_json: bool) -> None:
    """Show one article.

    ID may be shortened to its first 4 digits or more, as long as no other article has them.
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

        console = stdout_console()
        if text_only:
            render.write_block(console, replace_controls(article.text))
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

    render.write_outcomes(stdout_console(), "removed", infos)
