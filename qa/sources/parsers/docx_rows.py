"""Rows of a Word file's tables: a cell per column, those that span several in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from qa.sources.parsers.page_tables import BLANK

_MAX_SPAN = 50


@dataclass(slots=True)
class _Cell:
    paragraphs: list[str] = field(default_factory=list)
    across: int = 1
    goes_on: bool = False

    def text(self) -> str:
        return " ".join(self.paragraphs)


@dataclass(slots=True)
class Row:
    """The cells of a ``w:tr`` as it is read."""

    cells: list[_Cell] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def begin_cell(self, cell: Any) -> None:
        """Begin the next cell, as a ``w:tc`` says how far it spans."""
        made = _Cell()
        for properties in cell:
            if not properties.tag.endswith("}tcPr"):
                continue
            for each in properties:
                said = next(iter(each.attrib.values()), "")
                if each.tag.endswith("}gridSpan") and said.isascii() and said.isdigit():
                    made.across = max(1, min(int(said), _MAX_SPAN))
                elif each.tag.endswith("}vMerge"):
                    made.goes_on = said != "restart"
        self.cells.append(made)

    def add(self, paragraph: str) -> None:
        """Add a paragraph to the cell that was begun last."""
        if not self.cells:
            self.cells.append(_Cell())
        if paragraph:
            self.cells[-1].paragraphs.append(paragraph)

    def text(self) -> str:
        """Return the row as text within a cell of another table."""
        return " | ".join(filter(None, (cell.text() for cell in self.cells)))

    def blocks(self, above: Row) -> Iterator[str]:
        """Yield the row as a line; a box of one cell as its paragraphs.

        ``above`` is the row before, whose cells may go on in this one.
        """
        if len(self.cells) == 1:
            yield from self.cells[0].paragraphs
            return
        for cell in self.cells:
            at = len(self.texts)
            text = cell.text()
            if cell.goes_on and not text and at < len(above.texts):
                text = above.texts[at]
            self.texts += [text] * cell.across
        if any(self.texts):
            yield " | ".join([self.texts[0] or BLANK, *self.texts[1:]]).rstrip(" ")
