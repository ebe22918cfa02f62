"""Articles and what became of them, as a person reads it; article text is placed literally."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from qa.cli.output import one_line, replace_controls
from qa.cli.render import heading, write_block
from qa.records import Article, ArticleInfo, Failure


def write_list(console: Console, infos: Sequence[ArticleInfo]) -> None:
    """Print a table on a terminal, tab-separated lines elsewhere."""
    rows = [
        (info.id, info.date[:10], info.source, info.title, f"{info.characters:,}") for info in infos
    ]
    if not console.is_terminal:
        for row in rows:
            write_block(console, "\t".join(one_line(cell) for cell in row))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("id", no_wrap=True)
    table.add_column("date", no_wrap=True)
    table.add_column("source", max_width=20, no_wrap=True, overflow="ellipsis")
    table.add_column("title", overflow="fold")
    table.add_column("characters", justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    console.print(table)


def write_outcomes(console: Console, word: str, infos: Sequence[ArticleInfo]) -> None:
    """Print one line per article: what happened to it, and its heading."""
    for info in infos:
        write_block(console, Text(f"{word}: ") + heading(info.title, info.date, info.id))


def write_article(console: Console, article: Article) -> None:
    """Print what is known of an article, then its text."""
    write_block(console, Text(one_line(article.title), "bold"))
    known = {
        "id": article.id,
        "source": article.source,
        "author": article.author,
        "date": article.date,
        "url": article.url,
        "language": article.language,
    }
    for name, value in known.items():
        if value:
            write_block(console, Text.assemble((f"{name}: ", "dim"), one_line(value)))
    console.print()
    write_block(console, Text(replace_controls(article.text)))


def write_figures(console: Console, figures: Mapping[str, Any], prefix: str = "") -> None:
    """Print one "name value" line per figure; nested ones as "hybrid.hit@1"."""
    for name, value in figures.items():
        if isinstance(value, Mapping):
            write_figures(console, value, f"{prefix}{name}.")
            continue
        shown = f"{value:.3f}" if isinstance(value, float) else one_line(str(value))
        write_block(console, f"{prefix + name:<40} {shown}")


def write_failures(console: Console, failures: Sequence[Failure], *, notes: bool = False) -> None:
    """Print one line per source that could not be added; reasons name the source.

    With ``notes``, per source that was added and is doubtful.
    """
    label = ("note: ", "bold yellow") if notes else ("failed: ", "bold red")
    for failure in failures:
        path, reason = one_line(failure.path), one_line(failure.reason)
        line = reason if path in reason else f"{path}: {reason}"
        write_block(console, Text.assemble(label, line))
