"""HTML and XML as trees that cannot bite, and trees as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from qa.sources.parsers.common import Unreadable, clean, collapse, missing_extra
from qa.sources.parsers.inline_marks import resolve_marks
from qa.sources.parsers.limits import Limits
from qa.sources.parsers.visible import drop_hidden, keep_inline_elements, uncentre

# What begins and ends a paragraph, in HTML and in trafilatura's own vocabulary.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu"),
        *("nav", "ol", "optgroup", "option", "p", "pre", "section", "summary", "table", "tbody"),
        *("tfoot", "thead", "tr", "ul", "caption", "head", "list", "item", "quote", "row", "ab"),
    )
)
_BREAKS = frozenset(("br", "lb"))
_CELLS = frozenset(("td", "th", "cell"))
_PREFORMATTED = frozenset(("pre",))
# Never text of an article.
_SILENT = frozenset(
    (
        *("script", "style", "template", "noscript", "svg", "math", "object", "iframe", "canvas"),
        *("audio", "video", "select", "textarea", "button", "input", "head", "title"),
    )
)
_FURNITURE = frozenset(["nav", "footer", "aside", "form", "menu"])
# libxml2 itself ends a document here, silently (XML_PARSE_HUGE, parserInternals.h).
_PARSER_DEPTH = 2_048
# Blanks and noncharacters that a tree cannot hold (XML 1.0, section 2.2).
_NO_XML = re.compile("[\x0b\x0c\x1c-\x1f\ufffe\uffff]")


def parse_html(text: str, limits: Limits) -> Any:
    """Return the ``lxml.html`` tree of a page, no deeper than ``limits.depth``.

    Raises:
        Unreadable: there is no element in it, or it is nested so deep that the parser would
            leave text out.
        MissingDependency: lxml is not installed.
    """
    try:
        from lxml import etree, html
    except ImportError:
        raise missing_extra("HTML", "html") from None
    source = uncentre(_NO_XML.sub(" ", clean(text))).encode("utf-8")
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = html.document_fromstring(source or b" ", parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError, AssertionError):
        raise Unreadable("holds no HTML; check that it is a page") from None
    if _flatten(tree, etree, limits.depth) >= _PARSER_DEPTH - 1:
        raise Unreadable(
            f"has elements nested over {_PARSER_DEPTH:,} deep, and text in them would be lost; "
            "save its text as .txt"
        )
    drop_hidden(tree)
    resolve_marks(tree)
    keep_inline_elements(tree)
    return tree


def _flatten(tree: Any, etree: Any, limit: int) -> int:
    """Turn what lies deeper than ``limit`` into text of its ancestor; return the old depth."""
    depth = deepest = 0
    cut: list[Any] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        deepest = max(deepest, depth)
        if depth == limit and len(element):
            cut.append(element)
    for element in cut:
        text = "\n\n".join(paragraphs(element))
        tail = element.tail
        element.clear()
        element.text, element.tail = text, tail
    return deepest


def paragraphs(tree: Any, *, furniture: bool = True) -> Iterator[str]:
    """Yield the texts of the blocks of a tree, in order and without empty ones.

    Inline elements leave no trace in the text ("<b>2.5</b>%" is "2.5%"), line breaks are
    newlines, cells of a row are set apart by " | ". With ``furniture`` false, navigation,
    forms, asides and footers are left out.
    """
    from lxml import etree

    silent = _SILENT if furniture else _SILENT | _FURNITURE
    pieces: list[str] = []
    skipped: Any = None
    kept_as_is = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag
        if not isinstance(tag, str):
            if skipped is None and element.tail:
                pieces.append(element.tail if kept_as_is else collapse(element.tail))
            continue
        tag = tag.rpartition("}")[2].lower()
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                if element is not tree and element.tail:
                    pieces.append(collapse(element.tail))
            continue
        if tag in _BLOCKS:
            yield from _block(pieces)
        if event == "start":
            if tag in silent and element is not tree and not _is_heading(element, tag):
                skipped = element
                continue
            kept_as_is += tag in _PREFORMATTED
            if tag in _BREAKS:
                pieces.append("\n")
            elif tag in _CELLS and element.getprevious() is not None:
                pieces.append(" | ")
            if element.text:
                pieces.append(element.text if kept_as_is else collapse(element.text))
        else:
            kept_as_is -= tag in _PREFORMATTED
            if element is not tree and element.tail:
                pieces.append(element.tail if kept_as_is else collapse(element.tail))
    yield from _block(pieces)


def _is_heading(element: Any, tag: str) -> bool:
    """Tell trafilatura's heading from the page's head, which have one name."""
    return tag == "head" and element.get("rend") is not None


def _block(pieces: list[str]) -> Iterator[str]:
    lines = [collapse(part).strip(" ") for part in "".join(pieces).split("\n")]
    pieces.clear()
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n"))
    text = text.replace("\xad", "")  # where a word may be broken, which is for the eye
    text = re.sub(r"\n+\| ", " | ", text).removeprefix("| ")  # cells of several lines
    if text.strip(" |\n"):
        yield text


def parse_xml(data: bytes, name: str) -> Any:
    """Return the root of an XML document as ``xml.etree`` has it; entities are refused.

    Raises:
        Unreadable: it is not well-formed, or declares entities.
        MissingDependency: defusedxml is not installed.
    """
    try:
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException
    except ImportError:
        raise missing_extra("DOCX and EPUB", "all") from None
    try:
        return ElementTree.fromstring(data)
    except DefusedXmlException:
        raise Unreadable(
            f"{name} in it declares XML entities, which can be made to fill the memory; "
            "save it anew"
        ) from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreadable(f"{name} in it is damaged ({error}); save it anew") from None
