"""DOCX: the paragraphs of a Word file, read from its XML as ECMA-376 part 1 lays it down.

python-docx is not used: it leaves out runs inside tracked insertions, content controls and
smart tags, and with them words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from qa.records import Document
from qa.sources.opening import read_opening
from qa.sources.parsers.bounded_zip import BoundedZip
from qa.sources.parsers.common import Budget, Unreadable, clean, metadata_line, parse_date
from qa.sources.parsers.docx_rows import Row
from qa.sources.parsers.inline_marks import superscript
from qa.sources.parsers.trees import parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# Word on the web numbers its parts.
_BODY = re.compile(r"word/document\d*\.xml")
_NOTES = (re.compile(r"word/footnotes\d*\.xml"), re.compile(r"word/endnotes\d*\.xml"))
_CORE = "docProps/core.xml"
_STYLES = "word/styles.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TEMPLATE = "python-docx"
_TERMS = "{http://purl.org/dc/terms/}"
_OFF = {"0", "false", "off"}
# Deleted text, fields' instructions, and the second form of what is drawn twice.
_SILENT = frozenset(("del", "moveFrom", "instrText", "delText", "Fallback"))


def read_docx(data: bytes, name: str, budget: Budget) -> Iterator[Document]:
    """Yield the text of a Word file: its paragraphs, tables row by row, and its notes.

    Raises:
        Unreadable: damaged, over a limit, or without text.
        MissingDependency: defusedxml is not installed.
    """
    with BoundedZip(data, budget) as packed:
        parts = [_part(packed, _BODY) or "word/document.xml"]
        parts += filter(None, (_part(packed, form) for form in _NOTES))
        roots = [parse_xml(packed.read(part), part) for part in parts]
        hidden = _hidden_styles(packed)
        blocks = [text for root in roots for text in _paragraphs(root, hidden)]
        titled = next(filter(None, map(_titled, roots[:1])), "")
        core = _core(packed)
    if core.get(f"{_DC}creator") == _TEMPLATE:
        core = {}  # of python-docx's template, from 2013, and not of this file
    text = clean("\n\n".join(blocks))
    if not text.strip():
        raise Unreadable("has no text; if it shows pictures of text, run OCR on them")
    # What the article says itself: a file is made by whoever saved it, on any day.
    author, date = read_opening(text)
    yield Document(
        text=text,
        title=core.get(f"{_DC}title", "") or titled,
        author=author or core.get(f"{_DC}creator", ""),
        date=date or parse_date(core.get(f"{_TERMS}created", "")),
        language=core.get(f"{_DC}language", ""),
    )


def _part(packed: BoundedZip, form: re.Pattern[str]) -> str:
    return min((name for name in packed.names if form.fullmatch(name)), default="")


def _core(packed: BoundedZip) -> dict[str, str]:
    if _CORE not in packed.names:
        return {}
    try:
        return {
            child.tag: metadata_line(child.text or "")
            for child in parse_xml(packed.read(_CORE), _CORE)
        }
    except Unreadable:
        return {}  # the text is what counts


def _hidden_styles(packed: BoundedZip) -> frozenset[str]:
    """Return the ids of the styles whose text Word does not show."""
    if _STYLES not in packed.names:
        return frozenset()
    try:
        root = parse_xml(packed.read(_STYLES), _STYLES)
    except Unreadable:
        return frozenset()
    return frozenset(
        value
        for style in root
        if style.tag.endswith("}style") and _is_set(style, "vanish")
        for key, value in style.attrib.items()
        if key.endswith("}styleId")
    )


def _is_hidden(run: Any, hidden: frozenset[str], paragraph_hidden: bool) -> bool:
    """Say whether a run is hidden text, by itself, by its style, or by its paragraph's."""
    own = _switch(run, "vanish")
    if own is not None:
        return own
    return paragraph_hidden or _has_style(run, "rStyle", hidden)


def _has_style(element: Any, name: str, styles: frozenset[str]) -> bool:
    """Say whether a run or paragraph is of one of some styles."""
    return bool(styles) and any(
        each.tag.endswith(f"}}{name}") and styles.intersection(each.attrib.values())
        for properties in element
        if properties.tag.endswith(("}rPr", "}pPr"))
        for each in properties
    )


def _titled(root: Any) -> str:
    """Return the text of the first paragraph of the style "Title", "" where there is none."""
    for paragraph in root.iter():
        if paragraph.tag not in (f"{_W}p", f"{_STRICT}p"):
            continue
        styles = (
            set(each.attrib.values())
            for properties in paragraph
            if properties.tag.endswith("}pPr")
            for each in properties
            if each.tag.endswith("}pStyle")
        )
        if any("Title" in named for named in styles):
            return metadata_line(" ".join(_paragraphs(paragraph)))
    return ""


def _paragraphs(root: Any, hidden: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield the text of each ``w:p``, and each row of a table as one block.

    Walks with a stack: files nest as deep as they like, Python does not.
    """
    pieces: list[list[str]] = []
    rows: list[Row] = []
    above = Row()
    stack: list[tuple[Any, bool]] = [(root, False)]
    lifted = struck = unseen = False
    powers = 0  # how many of a formula's exponents the place is in
    while stack:
        element, leaving = stack.pop()
        tag = element.tag
        tag = tag.removeprefix(_W).removeprefix(_STRICT).rpartition("}")[2]
        if leaving:
            powers -= tag == "sup"
            if tag == "p" and pieces:
                text = "".join(pieces.pop()).strip()
                if text and rows:
                    rows[-1].add(text)
                elif text:
                    yield text
            elif tag == "tr" and rows:
                row = rows.pop()
                if rows:
                    rows[-1].add(row.text())
                else:
                    yield from row.blocks(above)
                    above = row
            elif tag == "tbl" and not rows:
                above = Row()
            continue
        if tag in _SILENT:
            continue
        if tag == "t":
            if pieces and not struck:
                text = element.text or ""
                pieces[-1].append(superscript(text) if lifted or powers else text)
            continue
        if tag in ("tab", "br", "cr", "noBreakHyphen") and pieces:
            pieces[-1].append({"tab": "\t", "noBreakHyphen": "\u2011"}.get(tag, "\n"))
            continue
        if tag == "r":
            lifted = _is_set(element, "vertAlign")
            struck = _is_set(element, "strike") or _is_hidden(element, hidden, unseen)
        elif tag == "sup":
            powers += 1
        elif tag == "p":
            pieces.append([])
            unseen = _has_style(element, "pStyle", hidden)
        elif tag == "tr":
            rows.append(Row())
        elif tag == "tc" and rows:
            rows[-1].begin_cell(element)
        stack.append((element, True))
        stack += [(child, False) for child in reversed(list(element))]


def _is_set(run: Any, name: str) -> bool:
    """Say whether a run is set above the line, as the exponent of 10⁶ is, or struck out."""
    return _switch(run, name) is True


def _switch(run: Any, name: str) -> bool | None:
    """Return whether a property of a run is on or off, None where the run does not say."""
    for properties in run:
        if not properties.tag.endswith("}rPr"):
            continue
        for each in properties:
            if each.tag.endswith(f"}}{name}"):
                values = set(each.attrib.values())
                return "superscript" in values if name == "vertAlign" else not values & _OFF
    return None
