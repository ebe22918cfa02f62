"""A table's cell, found by the names of its row and its column in the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.question import Question
from qa.text.words import content_stems, find_words

_ROW = re.compile(r"[^\n]+")
_BAR = re.compile(r"[|\t]")
_RULE = frozenset("-:=| \t\r")
_MARKS = " *_`\r"
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
    is; of columns that differ in the year the last. Its text is "" where it says nothing. "Which
    party won 15 seats" names a cell and asks for its row.
    """
    rows = [row for row in _rows(text, start, end) if len(row) > 1]
    if len(rows) < 2:
        return None
    head, body = _parted(rows)
    row = _named_row(question, body)
    if row is not None:
        column = _named_column(question, head, row)
        if column is None:
            return None
        cell = row[column]
        return cell if any(map(str.isalnum, cell.text)) else Cell("", cell.start, cell.start)
    return _row_of_value(question, head, body)


def _parted(rows: list[list[Cell]]) -> tuple[list[str], list[list[Cell]]]:
    """Return the columns' names, those of several rows joined, and the rows below them.

    A second row of names begins as the first does, which has more columns under one name.
    """
    if any(_FIGURE.match(cell.text) for cell in rows[0][1:]) and not _years(rows[0]):
        return [], rows
    count = 1
    while (
        count < len(rows) - 1
        and rows[count][0].text == rows[0][0].text
        and len(rows[count]) == len(rows[0])
    ):
        count += 1
    columns = zip(*rows[:count], strict=True)
    return [" ".join(dict.fromkeys(c.text for c in column)) for column in columns], rows[count:]


def _rows(text: str, start: int, end: int) -> list[list[Cell]]:
    found = []
    for line in _ROW.finditer(text, start, end):
        said, place = line.group(), line.start()
        if set(said) <= _RULE:
            continue  # Markdown's line under the names
        cells = []
        for piece in _BAR.split(said):
            lean = piece.strip(_MARKS)
            at = place + piece.find(lean)
            cells.append(Cell(lean, at, at + len(lean)))
            place += len(piece) + 1
        # Markdown has bars around a row, too.
        if said.strip().startswith("|") and said.strip().endswith("|"):
            cells = cells[1:-1]
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


def _named_column(question: Question, head: Sequence[str], row: Sequence[Cell]) -> int | None:
    """Return the number of the column that the question names; the only one where there is one."""
    if len(row) == 2 and len(head) in (0, 2):
        return 1
    if len(head) != len(row):
        return None
    asked_years = question.years
    scores = []
    for name in head[1:]:
        years = set(_YEAR.findall(name))
        if asked_years and years and not years & asked_years:
            scores.append(-1)
            continue
        scores.append(
            len(_stems(_YEAR.sub("", name)) & question.content) + len(years & asked_years)
        )
    best = max(scores)
    fitting = [n for n, score in enumerate(scores, 1) if score == best]
    if len(fitting) == 1:
        return fitting[0] if best > 0 else None
    # The same thing in several years: what holds is the last.
    dated = [(max(_YEAR.findall(head[n])), n) for n in fitting if _YEAR.search(head[n])]
    years = {year for year, _ in dated}
    return max(dated)[1] if len(years) == len(fitting) and best > 0 else None


def _row_of_value(
    question: Question, head: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> Cell | None:
    """Return the first cell of the one row that has a figure of the question."""
    opening = question.opening
    if opening is None or opening.lead or opening.word not in _ASKED_LABEL:
        return None
    figures = {key for key in question.keys if key[:1].isdigit()}
    figures -= {year for name in head for year in _YEAR.findall(name)}
    found = [
        row for row in rows for cell in row[1:] if {w.key for w in find_words(cell.text)} & figures
    ]
    return found[0][0] if len(found) == 1 else None
