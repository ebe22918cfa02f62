"""Marks within a line of HTML that would change a fact if only their letters were kept."""

from __future__ import annotations

import re
from typing import Any

from qa.sources.parsers.page_tables import set_tables

_RAISED = str.maketrans("0123456789+-\u2212=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
# 10<sup>6</sup> is not 106, $9<sup>99</sup> not $999; "21<sup>st</sup>" is 21st.
_FIGURES = re.compile(r"[-+\u2212=()n\s]{0,3}\d[-+\u2212=()n,;.\s\d]{0,20}")
# Numbers of a printed book's pages, in the middle of sentences.
_PAGE_BREAKS = "//*[@role='doc-pagebreak' or contains(@*[name()='epub:type'], 'pagebreak')]"
# What leads to the heading or note that it stands beside.
_POINTERS = frozenset(("¶", "#", "§", "↩", "↩\ufe0e", "🔗"))
_MAX_MARK = 8
# Longer ones are more likely a forgotten end tag than a correction.
_MAX_STRUCK = 1_000


def resolve_marks(tree: Any) -> None:
    """Take out of an ``lxml.html`` tree what is struck out and marks of notes, and raise figures.

    "<del>5</del>6%" is 6%, "2019<sup><a href="#n1">1</a></sup>" is 2019, 10<sup>6</sup> is 10⁶.
    """
    set_tables(tree)
    for mark in tree.xpath(_PAGE_BREAKS):
        if len(mark.text_content().strip()) <= _MAX_MARK:
            _drop(mark)
    for element in list(tree.iter("a", "del", "s", "strike", "sup")):
        if element.getparent() is None:
            continue
        text = element.text_content().strip()
        if element.tag == "a":
            if "#" in (element.get("href") or "") and (
                text in _POINTERS or (text and len(text) <= _MAX_MARK and _leads_to_note(element))
            ):
                _drop(element)
                continue
            # A place to lead to, or a picture. trafilatura drops what follows it, too.
            if not text and (not len(element) or element.getparent().tag == "p"):
                element.tail = (element.text_content()[:1] and " ") + (element.tail or "")
                _drop(element)
        elif element.tag != "sup":
            if len(text) <= _MAX_STRUCK:
                _drop(element)
        elif text and len(text) <= _MAX_MARK and (link := _note(element)) is not None:
            _drop(link)
        elif (figures := superscript(text)) != text and not _stands_alone(element):
            tail = element.tail
            element.clear()
            element.text, element.tail = figures, tail


def _drop(element: Any) -> None:
    """Take an element out, but not its tail; what lies in one that is out already stays there."""
    if element.getparent() is not None:
        element.drop_tree()


def superscript(text: str) -> str:
    """Return figures as raised ones, and what is no figure as it is."""
    return text.translate(_RAISED) if _FIGURES.fullmatch(text) else text


def _stands_alone(element: Any) -> bool:
    """Say whether a raised figure is a word of its own, as in "since <sup>3</sup> July"."""
    before = element.getprevious()
    lead = (element.getparent().text if before is None else before.tail) or ""
    if before is not None and not lead:
        lead = before.text_content()
    tail = element.tail or ""
    return lead[-1:].isspace() and tail[:1].isspace() and tail.strip()[:1].isalpha()


def _note(element: Any) -> Any:
    """Return a raised mark whole if it leads to a place on a page, as those of notes, else None."""
    parent = element.getparent()
    around = parent if parent.tag == "a" and _alone(element, parent) else element
    links = [*element.iter("a"), *([parent] if parent.tag == "a" else ())]
    return around if any("#" in (link.get("href") or "") for link in links) else None


def _leads_to_note(link: Any) -> bool:
    """Say whether a link is a note's mark by its own word (DPUB-ARIA, EPUB): raised by style."""
    words = [link.get("role"), link.get("epub:type"), link.get("class")]
    return any("noteref" in (word or "") or "footnote-ref" in (word or "") for word in words)


def _alone(element: Any, parent: Any) -> bool:
    rest = (parent.text or "") + (element.tail or "")
    return len(parent) == 1 and not rest.strip()
