"""Rows of pages and Word files: a cell per column, whatever spans rows and columns."""

from __future__ import annotations

import pytest

from benchmarks.support import made_files as made
from qa.records import Document
from qa.sources.parsers import read_documents

LEAD = (
    "<p>The line carried 12,000 passengers last year, and the island has no bridge or airport.</p>"
    "<p>Talks are to go on next week at the offices of the line, both sides told the Courier.</p>"
)


def rows_of(table: str) -> list[str]:
    page = f"<html><body><article><h1>Ferries</h1>{LEAD}<table>{table}</table></article></body>"
    [found] = read_documents(page.encode(), "a.html")
    assert isinstance(found, Document)
    return found.text.split("\n\n")[3:]


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (
            "<tr><th rowspan=2>Route<th colspan=2>Boats</tr><tr><th>2023<th>2024</tr>"
            "<tr><td>Holm<td>4<td>5</tr>",
            ["Route | Boats | Boats", "Route | 2023 | 2024", "Holm | 4 | 5"],
        ),
        (
            "<tr><th>Route<th>Ship<th>Crew</tr><tr><td rowspan=2>Holm<td>Gull<td>9</tr>"
            "<tr><td>Tern<td>7</tr><tr><td>Vest<td>Auk<td>8</tr>",
            ["Route | Ship | Crew", "Holm | Gull | 9", "Holm | Tern | 7", "Vest | Auk | 8"],
        ),
        (
            "<tr><td><td>Gold<td>Silver</tr><tr><td>Holm<td>5<td>2</tr>",
            ["\u2013 | Gold | Silver", "Holm | 5 | 2"],
        ),
        (
            "<tr><td>Holm<td>Gull<td rowspan=2>9</tr><tr><td>Vest<td>Auk</tr>",
            ["Holm | Gull | 9", "Vest | Auk | 9"],
        ),
        (
            "<tr><th colspan=2>North</tr><tr><td>Holm<td>5</tr>",
            ["North", "Holm | 5"],
        ),
        ("<tr><td>Holm<td colspan=x>5</tr><tr><td>Vest<td rowspan=0>6</tr>",
         ["Holm | 5", "Vest | 6"]),
        ("<tr><td rowspan=9999 colspan=9999>Holm<td>5</tr><tr><td>Vest<td>6</tr>",
         ["Holm | 5", "Vest | 6"]),
    ],
)  # fmt: skip
def test_rows_of_a_page(table: str, rows: list[str]) -> None:
    assert rows_of(table) == rows


def cell(*paragraphs: str, how: str = "") -> str:
    inner = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs) or "<w:p/>"
    return f"<w:tc><w:tcPr>{how}</w:tcPr>{inner}</w:tc>"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (((cell("A"), cell("B")), (cell("C"), cell())), "A | B\n\nC |"),
        (((cell(), cell("B")), (cell("C"), cell("D"))), "\u2013 | B\n\nC | D"),
        (((cell("A", "B"), cell("C")),), "A B | C"),
        (((cell("A", "B"),),), "A\n\nB"),
        (((cell("A", how='<w:gridSpan w:val="2"/>'), cell("B")),), "A | A | B"),
        (
            (
                (cell("A", how='<w:vMerge w:val="restart"/>'), cell("B")),
                (cell(how="<w:vMerge/>"), cell("C")),
            ),
            "A | B\n\nA | C",
        ),
        (((cell(), cell()), (cell("A"), cell("B"))), "A | B"),
    ],
)
def test_rows_of_a_word_file(rows: tuple[tuple[str, ...], ...], text: str) -> None:
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>'
    [found] = read_documents(made.packed({"word/document.xml": body}), "a.docx")
    assert isinstance(found, Document) and found.text == text
