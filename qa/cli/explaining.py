"""Why an answer was given: a table of the passages read, and one sentence."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from qa.cli.output import one_line, replace_controls
from qa.cli.render import CUT, write_block
from qa.records import Explanation, PassageReading

COLUMNS = (
    "", "passage", "dense", "lexical", "fused", "reader", "no answer", "on topic", "confidence",
    "answer",
)  # fmt: skip
TITLE_CHARS = 36
ANSWER_CHARS = 40


def write_explanation(console: Console, explanation: Explanation) -> None:
    """Print the reason, then one row per passage; tab-separated where it is no terminal."""
    write_block(console, Text(replace_controls(explanation.reason)))
    rows = [_row(number, each) for number, each in enumerate(explanation.readings, 1)]
    if not rows:
        return
    if not console.is_terminal:
        for row in (COLUMNS, *rows):
            write_block(console, "\t".join(row))
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in COLUMNS:
        wide = name in ("", "passage", "answer")
        table.add_column(name, justify="left" if wide else "right", no_wrap=not wide)
    for row, reading in zip(rows, explanation.readings, strict=True):
        table.add_row(*(Text(cell) for cell in row), style="bold" if reading.chosen else "")
    console.print(table)


def _row(number: int, reading: PassageReading) -> tuple[str, ...]:
    return (
        f"{number}{'*' if reading.chosen else ''}",
        f"{_cut(reading.title, TITLE_CHARS)} {reading.start}-{reading.end}",
        f"{reading.dense:.3f}",
        f"{reading.lexical:.2f}",
        f"{reading.score:.3f}",
        f"{reading.reader:.2f}",
        f"{reading.no_answer:.2f}",
        f"{reading.on_topic:.2f}",
        f"{reading.confidence:.2f}",
        _cut(reading.answer, ANSWER_CHARS),
    )


def _cut(text: str, length: int) -> str:
    line = one_line(text)
    if len(line) <= length:
        return line
    head = line[: length - 2]
    return f"{head.rpartition(' ')[0] or head} {CUT}"
