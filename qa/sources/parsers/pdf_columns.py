"""Columns of a PDF page whose lines are drawn across it: a newspaper's apart, a table's in rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_SAME_LINE, _SAME_START = 2.0, 3.0
"""Points within which two pieces stand on one line, or begin one below the other."""
_MIN_ROWS, _MIN_CELLS = 4, 3
"""Rows that make columns of prose, and rows of short cells that make a table."""
_PROSE_WORDS = 3.0
_MIN_GAP = 40.0


@dataclass(frozen=True, slots=True)
class _Piece:
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a page; ``uncertain`` says that columns were told from the letters' places."""

    lines: list[str]
    uncertain: bool = False


def read_lines(page: Any) -> Layout:
    """Return the lines of a ``pypdf`` page in reading order."""
    pieces: list[_Piece] = []

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], *_: Any) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            pieces.append(_Piece(x, y, " ".join(text.split(" ")).strip(" ")))

    plain = page.extract_text(visitor_text=visit)
    rows = list(_rows(pieces))
    starts = _starts(rows)
    if not starts:
        return Layout(plain.split("\n"))
    return Layout(list(_arranged(rows, starts)), uncertain=True)


def _rows(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the pieces that follow each other on one line, as they are drawn."""
    row: list[_Piece] = []
    for piece in pieces:
        if row and abs(piece.y - row[-1].y) > _SAME_LINE:
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _starts(rows: Sequence[Sequence[_Piece]]) -> list[float]:
    """Return where the second and further columns begin, [] where there are none."""
    seen: Counter[float] = Counter()
    for row in rows:
        if all(b.x - a.x >= _MIN_GAP for a, b in pairwise(row)):
            seen.update({round(piece.x / _SAME_START) * _SAME_START for piece in row[1:]})
    found = sorted(x for x, times in seen.items() if times >= _MIN_CELLS)
    return [x for n, x in enumerate(found) if not n or x - found[n - 1] >= _MIN_GAP]


def _arranged(rows: Sequence[Sequence[_Piece]], starts: Sequence[float]) -> Iterator[str]:
    run: list[list[str]] = []
    for row in rows:
        cells = _cells(row, starts)
        inside = sum(map(bool, cells)) > 1 or (run and _fits(cells, run))
        if not inside:
            yield from _flushed(run)
            run = []
            yield "".join(piece.text for piece in row)
        else:
            run.append(cells)
    yield from _flushed(run)


def _cells(row: Sequence[_Piece], starts: Sequence[float]) -> list[str]:
    cells = [""] * (len(starts) + 1)
    for piece in row:
        column = sum(piece.x >= start - _SAME_START for start in starts)
        cells[column] = f"{cells[column]} {piece.text}".strip()
    return cells


def _fits(cells: Sequence[str], run: Sequence[Sequence[str]]) -> bool:
    """Say whether a line with one piece is the end of a column, and not a line across all."""
    column = next((n for n, cell in enumerate(cells) if cell), 0)
    widest = max(len(row[column]) for row in run)
    return len(cells[column]) <= 1.2 * widest


def _flushed(run: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the columns one after the other, or the rows of a table."""
    if not run:
        return
    filled = [[row[n] for row in run if row[n]] for n in range(len(run[0]))]
    words = [sum(len(cell.split()) for cell in column) / (len(column) or 1) for column in filled]
    if len(run) >= _MIN_ROWS and min(words) >= _PROSE_WORDS:
        for column in filled:
            yield ""
            yield from column
        yield ""
        return
    for row in run:
        yield " | ".join(filter(None, row))
