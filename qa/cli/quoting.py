"""The command that lists who said what."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from qa.cli.opening import open_existing
from qa.cli.options import FilterOptions, filter_options, json_option, library_option
from qa.cli.output import emit_json, one_line, stdout_console


@click.command()
@click.argument("article_ids", nargs=-1, metavar="[ID]...")
@click.option("--speaker", default="", metavar="NAME", help="List only what NAME said.")
@filter_options
@library_option
@json_option
def quotes(
    *,
    article_ids: tuple[str, ...],
    speaker: str,
    library: Path | None,
    as_json: bool,
    **filters: Unpack[FilterOptions],
) -> None:
    """List quotes and reported speech with who said it.

    Reads the articles IDs, or all that pass the filters. Quotes are found by rules for English;
    no model is loaded.
    """
    with open_existing(library) as desk:
        found = desk.quotes(articles=article_ids, speaker=speaker, **filters)
        titles = {info.id: info for info in desk.articles()}
    if as_json:
        emit_json({"quotes": [quote.to_dict() for quote in found]})
        return
    from rich.text import Text

    from qa.cli.render import heading, write_block
    from qa.quotes.wording import before_words, within_sentence

    console = stdout_console()
    shown = ""
    for quote in found:
        info = titles.get(quote.article_id)
        if quote.article_id != shown and info is not None:
            write_block(console, heading(info.title, info.date, info.id))
        shown = quote.article_id
        who = one_line(quote.speaker)
        if quote.mention != quote.speaker:
            who += f" ({within_sentence(one_line(quote.mention))})"
        words = one_line(quote.quote)
        said = f"\u201c{words}\u201d" if quote.direct else words
        verb = before_words(one_line(quote.verb))
        write_block(
            console, Text.assemble((who, "bold"), (f" {verb}: " if verb else ": ", "dim"), said), 2
        )
    if not found:
        whose = f" of {one_line(speaker)}" if speaker.strip() else ""
        write_block(console, Text(f"No quotes{whose} in these articles.", "yellow"))
