"""Tables of pages as rows of as many cells as the table has columns, each on one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_MAX_CELL = 200
_MAX_SPAN, _MAX_SPREAD = 50, 2_000
"""Rows or columns that a cell may span, and cells that a table may come to have."""
BLANK = "\u2013"
"""What stands for a first cell without text, lest the others move up into its column."""


def set_tables(tree: Any) -> None:
    """Give each row of an ``lxml.html`` tree's tables a cell per column, and make it one line.

    A cell that spans rows or columns stands in each of them, since a row is read by itself.
    Tables that are a page's layout stay as they are.
    """
    for table in list(tree.iter("table")):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        spans = sum(
            _span(cell, "rowspan") * _span(cell, "colspan") for row in rows for cell in _cells(row)
        )
        if spans <= _MAX_SPREAD and all(map(_is_data, rows)):
            _spread(rows)
    for row in tree.iter("tr"):
        cells = _cells(row)
        if len(cells) > 1 and _is_data(row):
            _straighten(cells)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_data(row: Any) -> bool:
    """Say whether a row is none of a table that is the page's layout."""
    if next(row.iter("table"), None) is not None:
        return False
    return all(len(cell.text_content()) <= _MAX_CELL for cell in _cells(row))


def _spread(rows: Sequence[Any]) -> None:
    """Repeat cells that span rows and columns, and fill first ones without text."""
    hanging: dict[int, tuple[int, Any]] = {}  # by column: for how many rows more, and what
    for row in rows:
        cells, column = _cells(row), 0
        if len(cells) == 1 and not hanging:
            continue  # a heading across all columns
        for cell in cells:
            column = _hang(row, cell, column, hanging)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for number in range(across):
                if down > 1:
                    hanging[column] = (down - 1, cell)
                if number:
                    _put(row, row.index(cell) + number, cell)
                column += 1
        _hang(row, None, column, hanging)
    for row in rows:
        said = [cell.text_content().strip() for cell in _cells(row)]
        if any(said) and not said[0]:
            _cells(row)[0].text = BLANK


def _hang(row: Any, before: Any, column: int, hanging: dict[int, tuple[int, Any]]) -> int:
    """Put the cells that hang down from rows above into a row, ``before`` a cell or at its end."""
    while column in hanging:
        left, cell = hanging.pop(column)
        if left > 1:
            hanging[column] = (left - 1, cell)
        _put(row, len(row) if before is None else row.index(before), cell)
        column += 1
    return column


def _put(row: Any, place: int, cell: Any) -> None:
    made = row.makeelement(cell.tag, {})
    made.text = " ".join(cell.text_content().split())
    row.insert(place, made)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isascii() and value.isdigit() else 1


def _straighten(cells: Sequence[Any]) -> None:
    """Make one line of each cell of a row, whose paragraphs would break the row up."""
    for cell in cells:
        for element in cell.iter("p", "div", "br", "center", "li", "ul"):
            element.tag = "span"
            element.text = " " + (element.text or "")
            element.tail = " " + (element.tail or "")
