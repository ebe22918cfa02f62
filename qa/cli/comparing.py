"""A comparison as a person reads it: groups, what sets them apart, changes over time."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from qa.answering.sureness import confidence_line
from qa.cli.output import one_line, replace_controls
from qa.cli.render import NO_ANSWER, Articles, heading, quoted_sentences, write_block, write_support
from qa.records import AnswerGroup, Comparison
from qa.sources.pages import pages_label

# How many articles without an answer are named; an archive has thousands.
SILENT_NAMED = 5


def write_comparison(
    console: Console, comparison: Comparison, articles: Articles, titles: Mapping[str, str]
) -> None:
    """Print each group of agreeing articles under its answer, then who is silent."""
    for group in comparison.groups:
        _write_group(console, group, comparison, articles)
    if not comparison.groups:
        write_block(console, Text(NO_ANSWER, "yellow"))
    if comparison.differences:
        write_block(console, Text("They differ:", "dim"))
        for difference in comparison.differences:
            kind = Text(f"  ({difference.kind})", "dim")
            write_block(console, Text(one_line(difference.reason)) + kind, 2)
    if any(entry.changed for entry in comparison.timeline):
        lead = "It changed with the days" if comparison.relation == "develops" else "Over time"
        write_block(console, Text(f"{lead}, newest first:", "dim"))
        for entry in comparison.timeline:
            line = Text(f"{one_line(entry.date)}  {one_line(entry.answer)}{_meaning(entry.means)}")
            write_block(console, line.append("  changed" if entry.changed else "", "yellow"), 2)
    if comparison.silent:
        write_block(console, Text(f"Silent on this: {len(comparison.silent)}", "dim"))
        for article_id in comparison.silent[:SILENT_NAMED]:
            write_block(console, heading(titles.get(article_id, ""), "", article_id), 2)
        if len(comparison.silent) > SILENT_NAMED:
            write_block(console, Text("...", "dim"), 2)
    if comparison.unread:
        shown = f"Not read, since they fit the question less: {comparison.unread:,}"
        write_block(console, Text(f"{shown} (choose articles to have all of them read)", "dim"))


def _meaning(means: str) -> str:
    return f" ({means})" if means else ""


def _write_group(
    console: Console, group: AnswerGroup, comparison: Comparison, articles: Articles
) -> None:
    by_id = {answer.article_id: answer for answer in comparison.answers}
    tail = f"  {count_articles(group)}"
    write_block(
        console,
        Text.assemble(
            (replace_controls(group.answer), "bold green"), _meaning(group.means), (tail, "dim")
        ),
    )
    for article_id in group.article_ids:
        if answer := by_id.get(article_id):
            score = confidence_line(answer.confidence)
            if pages := pages_label(answer.citations):
                score = f"{pages} · {score}"
            write_block(console, heading(answer.title, answer.date, article_id, score), 2)
            if article := articles.get(article_id):
                for text in quoted_sentences(article, answer.citations):
                    write_block(console, text, 4)
            if answer.note:
                write_block(console, Text(one_line(answer.note), "yellow"), 4)
            write_support(console, answer.support, 4)


def count_articles(group: AnswerGroup) -> str:
    """Return "3 articles", and how many of them are copies: "2 of them one text (wire copy)"."""
    count = len(group.article_ids)
    shown = f"{count} article{'' if count == 1 else 's'}"
    for copies in group.copies:
        which = "" if len(copies) == count else f"{len(copies)} of them "
        shown += f", {which}one text (wire copy)"
    return shown
