"""Find what stands in quote marks: double or single, curly or straight, over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MASK = "\ue000"
"""Stands for a quoted character in a masked text: a private code point, no word and no blank."""
_PARTNER = {"\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb", "\u201e": "\u201c"}
_OTHER = {"\u201c": '"', '"': "\u201d"}
"""The double mark of the other kind, which closes where kinds are mixed."""
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_LINE = re.compile(r"[^\n]+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_FEWEST = 3
"""Characters; less is no quote but an inch sign, a letter or a typing mistake."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Characters ``[start, end)`` within quote marks, which are ``[outer, outer_end)``.

    ``open`` when the closing mark is left out, as at the end of all paragraphs but the last
    of one quote. ``paragraph`` counts from 0.
    """

    outer: int
    start: int
    end: int
    outer_end: int
    paragraph: int
    open: bool


def find_quoted(text: str) -> list[Quoted]:
    """Return the outermost quoted stretches of ``text`` in order; inner ones belong to them."""
    form = _PARAGRAPH if _BLANK_LINE.search(text) else _LINE
    found: list[Quoted] = []
    places = [match.span() for match in form.finditer(text)]
    for number, (low, high) in enumerate(places):
        after = places[number + 1][0] if number + 1 < len(places) else high
        found += _in_paragraph(text, low, high, number, text[after : after + 1] in ('"', "\u201c"))
    return found


def mask_quoted(text: str, quoted: list[Quoted]) -> str:
    """Return ``text`` at the same length with quoted characters hidden.

    The stop that ends a quote and the mark after it stay, since they may end a sentence.
    """
    out = list(text)
    for each in quoted:
        last = each.end - 1 if text[each.end - 1] in ".!?" else each.outer_end
        out[each.outer : last] = MASK * (last - each.outer)
    return "".join(out)


def _in_paragraph(text: str, low: int, high: int, number: int, goes_on: bool) -> Iterator[Quoted]:
    """Yield the quotes of one paragraph; ``goes_on`` says that the next begins with a mark."""
    place = low
    while place < high:
        if not _opens(text, place, low):
            place += 1
            continue
        close = _closing(text, place, high)
        end = high if close is None else close
        while close is None and end > place and text[end - 1].isspace():
            end -= 1
        if close is None and text[place] in "'\u2018":
            place += 1  # an apostrophe: "'tis", "the '90s"
            continue
        if close is None and text[place] == '"' and place > low and not goes_on:
            return  # an odd straight mark opens nothing
        if end - place > _FEWEST:
            yield Quoted(place, place + 1, end, min(end + 1, high), number, close is None)
        place = end + 1


def _opens(text: str, place: int, low: int) -> bool:
    mark = text[place]
    if mark in _PARTNER:
        return True
    if mark not in "\"'":
        return False
    before, after = text[place - 1] if place > low else " ", text[place + 1 : place + 2]
    return (before.isspace() or before in "([\u2014\u2013-") and bool(after.strip())


def _closing(text: str, opened: int, high: int) -> int | None:
    """Return the place of the mark that closes the one at ``opened``."""
    mark = text[opened]
    wanted = _PARTNER.get(mark, mark)
    other = _OTHER.get(mark, "")
    depth = 0
    mixed: int | None = None
    for place in range(opened + 1, high):
        char = text[place]
        if char == other and mixed is None and _ends_double(text, place, opened, high):
            mixed = place  # an editor's curly mark that a straight one closes, or the other way
        if mixed is not None and _begins_next(text, place, mark):
            return mixed  # the next quote begins, and the wanted mark has not come
        if mark in _PARTNER and mark != "\u2018" and char == mark:
            depth += 1
        if char != wanted:
            continue
        if wanted in "'\u2019" and not _ends_single(text, place):
            continue
        if mark == '"' and _opens(text, place, opened) and not text[place - 1].isspace():
            continue
        if depth:
            depth -= 1
            continue
        if mark == '"' and mixed is not None:
            return mixed
        return place
    return mixed


def _begins_next(text: str, place: int, mark: str) -> bool:
    """Say whether another quote begins: at a straight mark too, where a curly one opened this."""
    straight = mark == "\u201c" and text[place] == '"' and text[place - 1].isspace()
    return text[place] == "\u201c" or (straight and _opens(text, place, 0))


def _ends_double(text: str, place: int, opened: int, high: int) -> bool:
    """Say whether a double mark of the other kind closes what ``text[opened]`` opened."""
    inside = text[opened + 1 : place]
    if text[place] == "\u201d":
        return "\u201c" not in inside
    after = text[place + 1 : place + 2] if place + 1 < high else " "
    return not text[place - 1].isspace() and not after.isalnum() and '"' not in inside


def _ends_single(text: str, place: int) -> bool:
    """Say whether a single mark closes, and is neither "don't" nor "the workers' pay".

    Of the last nothing is known but that no stop precedes it; it may close only where a
    stop, a comma or the end follows.
    """
    before, after = text[place - 1], text[place + 1 : place + 2]
    if after.isalnum():
        return False
    if before in ".,!?\u2026\u2014":
        return True
    return before.isalnum() and (before != "s" or not after or after in ".,;:!?)\n")
