"""A table's cell, found by the names of its row and its column in the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.question import Question
from qa.text.words import content_stems, find_words

_ROW = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^|\t]+")
_FIGURE = re.compile(r"[^\w]*\d[\d,.\s]*[^\W\d_]{0,3}[%\W]*\Z")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_ASKED_LABEL = frozenset({"who", "whom", "whose", "which", "what"})
_MIN_SHARE = 0.6
"""Least share of a label's words that the question has to have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters ``[start, end)`` of a text, without blanks and marks at their ends."""

    text: str
    start: int
    end: int


def find_answer_cell(question: Question, text: str, start: int, end: int) -> Cell | None:
    """Return the cell of the table ``text[start:end]`` that answers, None where none surely does.

    The row is the one whose first cell is named in the question, the column the one whose head
    is; of columns that differ in the year the last. "Which party won 15 seats" names a cell and
    asks for its row.
    """
    rows = [row for row in _rows(text, start, end) if len(row) > 1]
    if len(rows) < 2:
        return None
    head = (
        rows[0]
        if not any(_FIGURE.match(cell.text) for cell in rows[0][1:]) or _years(rows[0])
        else []
    )
    body = rows[1:] if head else rows
    row = _named_row(question, body)
    if row is not None:
        column = _named_column(question, head, row)
        return row[column] if column is not None else None
    return _row_of_value(question, head, body)


def _rows(text: str, start: int, end: int) -> list[list[Cell]]:
    found = []
    for line in _ROW.finditer(text, start, end):
        cells = []
        for piece in _CELL.finditer(text, line.start(), line.end()):
            lean = piece.group().strip(" *_`\r")
            if lean and not set(lean) <= set("-:= "):
                at = text.index(lean, piece.start())
                cells.append(Cell(lean, at, at + len(lean)))
        if cells:
            found.append(cells)
    return found


def _years(row: Sequence[Cell]) -> bool:
    """Say whether a row of figures is a head after all: "| 2021 | 2025"."""
    return all(_YEAR.search(cell.text) for cell in row[1:])


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(find_words(text)))


def _named_row(question: Question, rows: Sequence[Sequence[Cell]]) -> Sequence[Cell] | None:
    """Return the one row whose first cell is best named in the question, None for none or two."""
    shares = []
    for row in rows:
        named = _stems(row[0].text)
        held = len(named & question.content)
        shares.append((held / len(named) if named else 0.0, held))
    best = max(shares, default=(0.0, 0))
    if best[0] < _MIN_SHARE or shares.count(best) > 1:
        return None
    return rows[shares.index(best)]


def _named_column(question: Question, head: Sequence[Cell], row: Sequence[Cell]) -> int | None:
    """Return the number of the column that the question names; the only one where there is one."""
    if len(row) == 2:
        return 1
    if len(head) != len(row):
        return None
    asked_years = question.years
    scores = []
    for cell in head[1:]:
        years = set(_YEAR.findall(cell.text))
        if asked_years and years and not years & asked_years:
            scores.append(-1)
            continue
        scores.append(
            len(_stems(_YEAR.sub("", cell.text)) & question.content) + len(years & asked_years)
        )
    best = max(scores)
    fitting = [n for n, score in enumerate(scores, 1) if score == best]
    if len(fitting) == 1:
        return fitting[0] if best > 0 else None
    # The same thing in several years: what holds is the last.
    dated = [(max(_YEAR.findall(head[n].text)), n) for n in fitting if _YEAR.search(head[n].text)]
    return max(dated)[1] if len(dated) == len(fitting) and best > 0 else None


def _row_of_value(
    question: Question, head: Sequence[Cell], rows: Sequence[Sequence[Cell]]
) -> Cell | None:
    """Return the first cell of the one row that has a figure of the question."""
    opening = question.opening
    if opening is None or opening.lead or opening.word not in _ASKED_LABEL:
        return None
    figures = {key for key in question.keys if key[:1].isdigit()}
    figures -= {year for cell in head for year in _YEAR.findall(cell.text)}
    found = [
        row for row in rows for cell in row[1:] if {w.key for w in find_words(cell.text)} & figures
    ]
    return found[0][0] if len(found) == 1 else None
