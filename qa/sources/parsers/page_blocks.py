"""What an extractor chose of a page, in the characters of the page itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# What may differ between a page's text and an extractor's: blanks, invisible marks, and the
# bars between cells.
_IGNORED = frozenset(" \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000|") | {
    *(chr(code) for code in range(0x2000, 0x2010)),
    *"\xad\u2060\ufeff",
}
_DROPPED = {ord(char): None for char in _IGNORED}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ITEMS = ("li", "dt", "dd")
_INNER = ("p", "div", "ul", "ol", "dl", "table", "section", "pre", "blockquote", *_ITEMS)
_MAX_FILLED = 500
_MAX_LINKED = 0.5


def headings_and_items(body: Any) -> frozenset[str]:
    """Return the headings and items of lists of a page that are not links, without blanks.

    trafilatura leaves out many that are short, in the middle of what it takes.
    """
    found: set[str] = set()
    for element in body.iter(*_HEADINGS, *_ITEMS, "p"):
        if element.tag == "p" and element.getparent().tag not in _ITEMS:
            continue
        if next((each for each in element.iter(*_INNER) if each is not element), None) is not None:
            continue  # its parts are looked at by themselves
        lean = element.text_content().translate(_DROPPED)
        links = "".join(link.text_content() for link in element.iter("a")).translate(_DROPPED)
        if len(links) <= _MAX_LINKED * len(lean) and len(lean) <= _MAX_FILLED:
            found.add(lean)
    return frozenset(found)


def lean_texts(elements: Iterable[Any]) -> frozenset[str]:
    """Return the texts of elements without blanks, as ``restore_verbatim`` compares them."""
    return frozenset(element.text_content().translate(_DROPPED) for element in elements)


def restore_verbatim(blocks: Iterator[str], own: Sequence[str], fill: frozenset[str]) -> str:
    """Return the blocks that trafilatura chose, each in the characters of the page's own blocks.

    Its ways of last resort put blanks around every inline element, so that "<b>2.5</b>%"
    becomes "2.5 %", and join paragraphs or, at quotes, split them. Which characters it chose is
    told by those that are not blank; what stands between two chosen blocks in the page is kept
    where they follow each other, or where all of it is in ``fill``. A block that is not found
    is left as it is.
    """
    text = "\n\n".join(own)
    places = [at for at, char in enumerate(text) if char not in _IGNORED]
    lean = text.translate(_DROPPED)
    steps = _steps(own, fill)
    done = before = 0  # where the search goes on, and where the block before ended
    parts: list[str] = []
    for block in blocks:
        wanted = block.translate(_DROPPED)
        if not wanted:
            continue
        # After the one before, where it stands in the article: headlines recur in menus.
        at = lean.find(wanted, done)
        if at < 0:
            at = lean.find(wanted, 0, done)
        else:
            done = at + len(wanted)
        if at < 0:
            parts += ["\n\n", block]
            before = 0
            continue
        follows = before and _reaches(before, at, steps)
        parts.append(text[places[before - 1] + 1 : places[at]] if follows else "\n\n")
        before = at + len(wanted)
        parts.append(text[places[at] : places[before - 1] + 1])
    return "".join(parts[1:])


def _steps(own: Sequence[str], fill: frozenset[str]) -> dict[int, int]:
    """Return where each block that may be filled in begins and ends, blanks not counted."""
    steps: dict[int, int] = {}
    at = 0
    for block in own:
        lean = block.translate(_DROPPED)
        if lean in fill:
            steps[at] = at + len(lean)
        at += len(lean)
    return steps


def _reaches(start: int, end: int, steps: dict[int, int]) -> bool:
    while start < end:
        start = steps.get(start, end + 1)
    return start == end
